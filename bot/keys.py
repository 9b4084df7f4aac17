"""The keys that encrypt addresses, hash identities and sign tokens: all derived from one master key.

The master key is made on the first run, in a file that only its owner can read. Without it nobody can be reached again, so a
lost or foreign key stops the start (see ``check``) instead of quietly making new identities.
"""

import base64
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import SecretStr


class KeyFileError(Exception):
    """The key file cannot be used; the text is one sentence for the operator."""


class Keys:
    """Keys for named purposes. Two different purposes never share a key."""

    def __init__(self, master: bytes) -> None:
        self._master = master
        self._fernet = Fernet(base64.urlsafe_b64encode(self._derive("addresses")))

    def _derive(self, purpose: str) -> bytes:
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"waymark/{purpose}".encode()).derive(
            self._master
        )

    def secret(self, purpose: str) -> str:
        """A secret for one purpose, as text: signing tokens, the engine's shared secret."""
        return base64.urlsafe_b64encode(self._derive(purpose)).decode().rstrip("=")

    def engine_secret(self, chosen: SecretStr | None) -> str:
        """The secret that the bot shares with the engine: the one chosen in the settings, or one of our own."""
        return chosen.get_secret_value() if chosen else self.secret("engine")

    def digest(self, purpose: str, value: str) -> str:
        """A keyed hash of a value, 64 hex digits: the same value gives the same digest, and nothing leads back."""
        return hmac.new(self._derive(purpose), value.encode(), hashlib.sha256).hexdigest()

    def encrypt(self, value: str) -> str:
        """Encrypt an address for storage."""
        return self._fernet.encrypt(value.encode()).decode()

    def decrypt(self, value: str) -> str:
        """The inverse of encrypt."""
        return self._fernet.decrypt(value.encode()).decode()

    @property
    def fingerprint(self) -> str:
        """What the store remembers in order to recognise its key; it tells nothing about the key."""
        return self.digest("fingerprint", "waymark")[:16]


def load_or_create(path: Path) -> Keys:
    """The keys of this installation; on the first run a new master key is written, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return Keys(_read(path))
    master = secrets.token_bytes(32)
    with os.fdopen(handle, "wb") as file:
        file.write(base64.b64encode(master) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return Keys(master)


def _read(path: Path) -> bytes:
    if path.stat().st_mode & 0o077:
        raise KeyFileError(f"The key file {path} can be read by others; run `chmod 600 {path}`.")
    try:
        master = base64.b64decode(path.read_bytes(), validate=False)
    except ValueError:
        master = b""
    if len(master) != 32:
        raise KeyFileError(f"The key file {path} is damaged; put the copy from your backup in its place.")
    return master


def check(keys: Keys, remembered: str | None, path: Path) -> None:
    """Raise KeyFileError if the store was made with another key than the one in the file."""
    if remembered is not None and remembered != keys.fingerprint:
        raise KeyFileError(
            f"The key file {path} is not the one this store was made with; put the right one back from your backup."
        )

"""The master key: made once, readable by its owner only, and missed when it is lost or another."""

import stat
from pathlib import Path

import pytest

from bot import keys
from bot.keys import KeyFileError, Keys


def test_made_once_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "waymark.key"
    first = keys.load_or_create(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert keys.load_or_create(path).fingerprint == first.fingerprint


def test_addresses_can_be_read_back_and_looked_up(tmp_path: Path) -> None:
    made = keys.load_or_create(tmp_path / "k")
    number = "+447700900123"
    assert made.decrypt(made.encrypt(number)) == number
    assert made.encrypt(number) != made.encrypt(number)
    assert made.digest("address", number) == made.digest("address", number)
    assert number not in made.encrypt(number) + made.digest("address", number)


def test_purposes_and_installations_never_share_a_key() -> None:
    one, other = Keys(b"1" * 32), Keys(b"2" * 32)
    found = {k.secret(p) for k in (one, other) for p in ("engine", "web-token")}
    found |= {k.digest(p, "x") for k in (one, other) for p in ("a", "b")}
    assert len(found) == 8


@pytest.mark.parametrize(
    ("content", "mode", "says"),
    [
        (b"", 0o600, "is damaged"),
        (b"c2hvcnQ=\n", 0o600, "is damaged"),
        (b"\xff\xfe not base64", 0o600, "is damaged"),
        (b"MTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTE=\n", 0o644, "chmod 600"),
    ],
)
def test_unusable_file_is_one_sentence(tmp_path: Path, content: bytes, mode: int, says: str) -> None:
    path = tmp_path / "k"
    path.write_bytes(content)
    path.chmod(mode)
    with pytest.raises(KeyFileError, match=says):
        keys.load_or_create(path)


def test_lost_or_foreign_key_is_noticed(tmp_path: Path) -> None:
    ours = Keys(b"1" * 32)
    keys.check(ours, None, tmp_path)
    keys.check(ours, ours.fingerprint, tmp_path)
    with pytest.raises(KeyFileError, match="put the right one back"):
        keys.check(Keys(b"2" * 32), ours.fingerprint, tmp_path)

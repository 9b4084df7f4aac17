"""Identifiers: opaque, unguessable, sortable by nothing."""

import secrets

_READABLE = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def new_id() -> str:
    """An id with 128 bits of chance, safe in URLs."""
    return secrets.token_urlsafe(16)


def new_reference() -> str:
    """A short reference that can be read out on the phone, without letters and digits that look alike."""
    return "".join(secrets.choice(_READABLE) for _ in range(8))

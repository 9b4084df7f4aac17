"""Typed looks into JSON that somebody else wrote. What is not as documented is Unreadable, which never quotes it."""

import json
from typing import Any

from bot.channels.incoming import Unreadable

Json = dict[str, Any]


def read(body: bytes) -> Json:
    """The object that a body holds; raise Unreadable."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise Unreadable("the call is not JSON") from None
    if not isinstance(found, dict):
        raise Unreadable("the call is JSON, but not an object")
    return found


def thing(raw: Json, name: str) -> Json:
    """An object that must be there."""
    found = raw.get(name)
    if not isinstance(found, dict):
        raise Unreadable(f"{name} is not an object")
    return found


def whole(raw: Json, name: str) -> int:
    """A whole number that must be there."""
    found = raw.get(name)
    if not isinstance(found, int) or isinstance(found, bool):
        raise Unreadable(f"{name} is not a whole number")
    return found


def number(raw: Json, name: str) -> float:
    """A number that must be there."""
    found = raw.get(name)
    if not isinstance(found, int | float) or isinstance(found, bool):
        raise Unreadable(f"{name} is not a number")
    try:
        return float(found)
    except OverflowError:
        raise Unreadable(f"{name} is too large") from None


def words(raw: Json, name: str) -> str:
    """A text, which may be absent: then it is empty."""
    found = raw.get(name, "")
    if not isinstance(found, str):
        raise Unreadable(f"{name} is not a text")
    return found


def things(raw: Json, name: str) -> list[Json]:
    """A list of objects, which may be absent: then it is empty."""
    found = raw.get(name, [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise Unreadable(f"{name} is not a list of objects")
    return found

"""Which cafés to show, or what to ask first: plain functions, without Rasa."""

import re
from collections.abc import Sequence
from typing import Any

from actions.dialogue import Event, asked_for, last_texts

_NOW = re.compile(r"\b(right now|now|tonight|2nite|tonite|this evening|straight away|asap)\b", re.IGNORECASE)
_OUTCODE = re.compile(r"[A-Z]{1,2}\d{1,2}[A-Z]?", re.IGNORECASE)


def find_cafes(place: object, events: Sequence[Event]) -> dict[str, Any]:
    """The cafés near the place. Without one: ask for it, once; after that, show what there is anywhere."""
    name = place_name(place)
    if name is None and not asked_for("place", events):
        return {"ask": "place"}
    services = {"kind": "crisis_cafe", "place": name, "when": "now" if wants_now(events) else None}
    return {"services": {key: value for key, value in services.items() if value}}


def place_name(slot: object) -> str | None:
    """The place of the slot: the first, if the person named several; an outcode in capitals."""
    if isinstance(slot, list):
        slot = slot[0] if slot else None
    if not isinstance(slot, str) or not slot.strip():
        return None
    name = slot.strip()
    return name.upper() if _OUTCODE.fullmatch(name) else name


def wants_now(events: Sequence[Event]) -> bool:
    """True if the person asked for something open now, in this message or before we asked where."""
    return any(_NOW.search(text) for text in last_texts(events, 2 if asked_for("place", events) else 1))

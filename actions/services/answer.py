"""The directive that answers a question about services: the services, or first the question where. Plain, without Rasa."""

from collections.abc import Sequence
from typing import Any

from actions.dialogue import Event, Turn, turns
from actions.services.place import place_in_own_words, place_matters, place_name
from actions.services.query import asked_where, query_of, shown
from actions.services.wanted import Query

_OWN_WORDS = frozenset({"give_place", "nlu_fallback"})


def find(slot: object, events: Sequence[Event]) -> dict[str, Any]:
    """The services that this turn asks for, near the place. If it matters and is missing: ask for it, once."""
    said = turns(events)
    query = query_of(said)
    place = _place(slot, said, query) if "id" not in query else None
    if place is None and not asked_where(said) and _matters(query):
        return {"ask": "place"}
    return {"services": query | ({"place": place} if place else {})}


def more(events: Sequence[Event]) -> dict[str, Any] | None:
    """What comes after the services that were shown last; None if none were."""
    before = shown(turns(events))
    return {"services": before | {"page": str(int(before.get("page", "1")) + 1)}} if before else None


def answers_where(events: Sequence[Event]) -> bool:
    """True if a place by itself answers us: we asked where, or showed services that may be somewhere else."""
    said = turns(events)
    last = shown(said[-2:-1])
    return asked_where(said) or (bool(last) and "id" not in last)


def _place(slot: object, said: Sequence[Turn], query: Query) -> str | None:
    last = said[-1]
    if "place" in last.entities:
        return place_name(slot)
    if asked_where(said) and last.intent in _OWN_WORDS:
        return place_in_own_words(last.text)
    return query.get("place") or place_name(slot)


def _matters(query: Query) -> bool:
    if "nearer" in query or query.get("kind") == "crisis_cafe":
        return True
    return not ("kind" in query or "id" in query) and place_matters(query["words"])

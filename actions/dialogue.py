"""What was said before this turn, read from the tracker's events: plain functions, without Rasa.

A question of ours stands for one message. Nothing has to be reset when the person talks about something else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Event = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of the person, how it was read, and the directives that answered it."""

    text: str
    intent: str
    entities: frozenset[str]
    directives: tuple[dict[str, Any], ...]


def turns(events: Sequence[Event]) -> list[Turn]:
    """The turns of the present session, the one that is being answered last."""
    begun = max((i for i, event in enumerate(events) if event.get("event") == "session_started"), default=-1)
    here = events[begun + 1 :]
    starts = [i for i, event in enumerate(here) if event.get("event") == "user"]
    return [_turn(here[start:end]) for start, end in pairwise([*starts, len(here)])]


def previous_directives(events: Sequence[Event]) -> list[dict[str, Any]]:
    """The directives of the turn before this one; none if a new session or nothing lies between."""
    return [each for turn in turns(events)[-2:-1] for each in turn.directives]


def asked_for(slot: str, events: Sequence[Event]) -> bool:
    """True if the turn before this one asked the person for this slot."""
    return {"ask": slot} in previous_directives(events)


def asked_to_rephrase(events: Sequence[Event]) -> bool:
    """True if the turn before this one asked the person to say it in other words."""
    return {"say": "fallback.rephrase"} in previous_directives(events)


def _turn(events: Sequence[Event]) -> Turn:
    said, read = events[0], events[0].get("parse_data") or {}
    messages = [event.get("data") or {} for event in events if event.get("event") == "bot"]
    return Turn(
        text=said.get("text") or "",
        intent=(read.get("intent") or {}).get("name") or "",
        entities=frozenset(each["entity"] for each in read.get("entities") or []),
        directives=tuple(message["custom"] for message in messages if message.get("custom")),
    )

"""What was said before this turn, read from the tracker's events: plain functions, without Rasa.

A question of ours stands for one message. Nothing has to be reset when the person talks about something else.
"""

from collections.abc import Mapping, Sequence
from typing import Any

Event = Mapping[str, Any]


def previous_directives(events: Sequence[Event]) -> list[dict[str, Any]]:
    """The directives of the turn before this one; none if a new session or nothing lies between."""
    starts = [i for i, event in enumerate(events) if event.get("event") in {"user", "session_started"}]
    if len(starts) < 2:
        return []
    messages = [
        event.get("data") or {} for event in events[starts[-2] : starts[-1]] if event.get("event") == "bot"
    ]
    return [message["custom"] for message in messages if message.get("custom")]


def asked_for(slot: str, events: Sequence[Event]) -> bool:
    """True if the turn before this one asked the person for this slot."""
    return {"ask": slot} in previous_directives(events)


def asked_to_rephrase(events: Sequence[Event]) -> bool:
    """True if the turn before this one asked the person to say it in other words."""
    return {"say": "fallback.rephrase"} in previous_directives(events)


def last_texts(events: Sequence[Event], count: int) -> list[str]:
    """What the person wrote in the last few messages of the session, newest last."""
    return [event.get("text") or "" for event in events if event.get("event") == "user"][-count:]

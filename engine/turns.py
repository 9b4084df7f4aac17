"""A turn, without Rasa: reading the bot's request, finding a turn among events, and making the answer.

Events are Rasa's own, as dictionaries. Nothing here keeps or logs a person's words.
"""

import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

MAX_TEXT = 20_000  # the bot stops at far less; this only keeps a mistake from blocking the engine
MAX_ID = 255  # the width of the tracker store's sender column
# Rasa gives these intents powers of their own; no choice may use them.
RESERVED_INTENTS = frozenset({"restart", "session_start", "back", "nlu_fallback"})
INTERNAL_SLOTS = frozenset({"requested_slot", "session_started_metadata"})
_COMMAND_START = re.compile(r"\A[/\s\u200b-\u200f\u2060\ufeff]+")

Event = Mapping[str, Any]


class BadTurnError(ValueError):
    """The request is not a turn; the message says what is wrong without quoting it."""


@dataclass(frozen=True, slots=True)
class PickedChoice:
    """A choice that the bot offered and the person picked: it needs no understanding."""

    intent: str
    label: str
    entities: dict[str, str] = field(default_factory=dict)

    def parse_data(self) -> dict[str, Any]:
        """The choice as Rasa's NLU would have read it, with certainty."""
        intent = {"name": self.intent, "confidence": 1.0}
        return {
            "text": self.label,
            "intent": intent,
            "intent_ranking": [intent],
            "entities": [{"entity": name, "value": value} for name, value in self.entities.items()],
        }


@dataclass(frozen=True, slots=True)
class Turn:
    """One request of the bot. Exactly one of text and choice is given."""

    turn_id: str
    sender: str
    text: str | None
    choice: PickedChoice | None
    language: str
    region: str
    new_session: bool = False
    slots: dict[str, Any] = field(default_factory=dict)

    def metadata(self) -> dict[str, str]:
        """What is kept with the user event; turn_id is how a repeat finds it again."""
        return {"turn_id": self.turn_id, "language": self.language, "region": self.region}


def authorised(header: str | None, secret: str) -> bool:
    """True if the header carries the shared secret; an empty secret opens nothing."""
    given = (header or "").encode()
    return bool(secret) and hmac.compare_digest(given, f"Bearer {secret}".encode())


def read_turn(body: object) -> Turn:
    """Read a request's JSON; raise BadTurnError for anything but a well-formed turn."""
    if not isinstance(body, dict):
        raise BadTurnError("the body is not a JSON object")
    if ("text" in body) == ("choice" in body):
        raise BadTurnError("give either text or choice")
    new_session, slots = body.get("new_session", False), body.get("slots", {})
    if not isinstance(new_session, bool) or not isinstance(slots, dict):
        raise BadTurnError("new_session is a boolean, slots an object")
    return Turn(
        turn_id=_short_text(body, "turn_id"),
        sender=_short_text(body, "sender"),
        text=plain_text(_text(body, "text")) if "text" in body else None,
        choice=_choice(body["choice"]) if "choice" in body else None,
        language=_short_text(body, "language"),
        region=_short_text(body, "region"),
        new_session=new_session,
        slots=slots,
    )


def plain_text(text: str) -> str:
    """The text with nothing at its start that Rasa would take for a command.

    Rasa strips a message and reads one that begins with "/" as an intent (``/restart``). What a person writes is text.
    """
    return (
        _COMMAND_START.sub("", text).replace("’", "'").strip() or "?"
    )  # phones curl the apostrophe of "can't"


def events_of_turn(events: Sequence[Event], turn_id: str) -> list[Event] | None:
    """The events of one turn, from its user event up to the next one; None if it has not happened."""
    starts = [i for i, event in enumerate(events) if event.get("event") == "user"]
    for start, end in pairwise([*starts, len(events)]):
        if (events[start].get("metadata") or {}).get("turn_id") == turn_id:
            return list(events[start:end])
    return None


def directives(events: Sequence[Event]) -> list[dict[str, Any]]:
    """The directives that the events' bot messages carry, in order."""
    messages = [event.get("data") or {} for event in events if event.get("event") == "bot"]
    return [message["custom"] for message in messages if message.get("custom")]


def answer(
    turn_id: str, events: Sequence[Event], slots: Mapping[str, Any], *, in_form: bool
) -> dict[str, Any]:
    """The answer to the bot, made from the turn's events alone, so that a repeat is answered the same."""
    parse_data = events[0].get("parse_data") or {}
    given = directives(events)
    return {
        "turn_id": turn_id,
        "directives": given,
        "intent": _confidence(parse_data.get("intent") or {}),
        "ranking": [_confidence(each) for each in (parse_data.get("intent_ranking") or [])[:3]],
        "slots": {k: v for k, v in slots.items() if v is not None and k not in INTERNAL_SLOTS},
        "in_form": in_form or any(_leaves_question_open(each) for each in given),
        "complete": True,
    }


def _leaves_question_open(directive: Mapping[str, Any]) -> bool:
    """True if the next message is read in the light of this one, so that a new session would lose something."""
    return "ask" in directive or directive.get("say") == "fallback.rephrase"


def _confidence(intent: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": intent.get("name"), "confidence": round(float(intent.get("confidence") or 0.0), 4)}


def _choice(value: object) -> PickedChoice:
    if not isinstance(value, dict):
        raise BadTurnError("choice is an object")
    entities = value.get("entities", {})
    if not isinstance(entities, dict) or not all(isinstance(each, str) for each in entities.values()):
        raise BadTurnError("the entities of a choice are texts by name")
    intent = _short_text(value, "intent")
    if intent in RESERVED_INTENTS:
        raise BadTurnError("this intent cannot be chosen")
    return PickedChoice(intent=intent, label=plain_text(_text(value, "label")), entities=entities)


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > MAX_TEXT:
        raise BadTurnError(f"{name} must be a text that is not empty and not too long")
    if "\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise BadTurnError(f"{name} holds characters that cannot be stored")
    return value


def _short_text(body: Mapping[str, Any], name: str) -> str:
    value = _text(body, name)
    if len(value) > MAX_ID:
        raise BadTurnError(f"{name} is too long")
    return value

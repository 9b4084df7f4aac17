"""Conversations as events, for testing what is read from them."""

from typing import Any

Events = list[dict[str, Any]]


def user(text: str, intent: str = "", *, place: str | None = None) -> dict[str, Any]:
    """The person writes; the engine takes it for the intent, and finds a place in it if one is given."""
    entities = [{"entity": "place", "value": place}] if place else []
    return {"event": "user", "text": text, "parse_data": {"intent": {"name": intent}, "entities": entities}}


def bot(custom: dict[str, Any]) -> dict[str, Any]:
    """The engine answers with a directive."""
    return {"event": "bot", "data": {"custom": custom}}


WHERE = bot({"ask": "place"})


def showed(**services: str) -> dict[str, Any]:
    """The engine shows services."""
    return bot({"services": services})

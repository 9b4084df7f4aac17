"""What can be offered to somebody who only named a place: plain functions, without Rasa."""

from typing import Any


def offers_near(place: str | None) -> dict[str, Any]:
    """Choices, the first of which keeps the place if it is one we know."""
    cafes: dict[str, Any] = {"label": "crisis_cafe", "intent": "find_crisis_cafe"}
    if place:
        cafes["entities"] = {"place": place}
    return {
        "choices": [
            cafes,
            {"label": "central_access_point", "intent": "central_access_point"},
            {"label": "talk_to_person", "directive": {"case": "asked_for_person"}},
            {"label": "menu", "intent": "what_can_you_do"},
        ]
    }

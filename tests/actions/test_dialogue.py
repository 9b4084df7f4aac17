"""What was said before, read from events."""

from typing import Any

import pytest

from actions.dialogue import asked_for, asked_to_rephrase, last_texts, previous_directives

LISTEN = {"event": "action", "name": "action_listen"}
START = {"event": "session_started"}


def user(text: str = "…") -> dict[str, Any]:
    return {"event": "user", "text": text}


def bot(custom: dict[str, Any] | None) -> dict[str, Any]:
    return {"event": "bot", "data": {"custom": custom}}


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([], []),
        ([user()], []),
        ([START, user()], []),
        ([user(), bot({"ask": "place"}), LISTEN, user()], [{"ask": "place"}]),
        ([user(), bot({"ask": "place"}), user(), bot({"topic": "sleep"}), user()], [{"topic": "sleep"}]),
        ([user(), bot({"ask": "place"}), START, user()], []),
        ([user(), bot(None), {"event": "bot"}, user()], []),
        ([user(), user(), bot({"ask": "place"})], []),
    ],
)
def test_only_the_turn_before_counts(events: list[dict[str, Any]], expected: list[dict[str, Any]]) -> None:
    assert previous_directives(events) == expected


def test_what_was_asked() -> None:
    place = [user(), bot({"ask": "place"}), user()]
    assert asked_for("place", place)
    assert not asked_for("age", place)
    assert not asked_to_rephrase(place)
    assert asked_to_rephrase([user(), bot({"say": "fallback.rephrase"}), user()])


def test_last_texts() -> None:
    events = [user("one"), bot({"ask": "place"}), user("two"), {"event": "user", "text": None}]
    assert last_texts(events, 1) == [""]
    assert last_texts(events, 2) == ["two", ""]
    assert last_texts([], 2) == []

"""What was said before, read from events."""

from typing import Any

import pytest

from actions.dialogue import asked_for, asked_to_rephrase, previous_directives, turns
from tests.actions import stories

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


def test_turns_hold_what_was_said_how_it_was_read_and_what_was_answered() -> None:
    events = [
        LISTEN,
        stories.user("debt advice in Oakham", "find_local_service", place="Oakham"),
        bot({"services": {"words": "debt advice"}}),
        bot({"choices": []}),
        {"event": "user", "text": None, "parse_data": None},
    ]
    first, last = turns(events)
    assert (first.text, first.intent) == ("debt advice in Oakham", "find_local_service")
    assert first.entities == {"place"}
    assert first.directives == ({"services": {"words": "debt advice"}}, {"choices": []})
    assert (last.text, last.intent, last.entities, last.directives) == ("", "", frozenset(), ())


def test_a_new_session_begins_with_nothing() -> None:
    assert turns([user("before"), bot({"ask": "place"}), START, LISTEN]) == []
    assert [turn.text for turn in turns([user("before"), START, user("after")])] == ["after"]

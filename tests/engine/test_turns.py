"""Reading a turn, finding it again, and answering: without Rasa."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.turns import (
    BadTurnError,
    PickedChoice,
    answer,
    authorised,
    directives,
    events_of_turn,
    plain_text,
    read_turn,
)

TURN = {"turn_id": "t1", "sender": "s", "text": "hello", "language": "en", "region": "llr"}
CHOICE = {"intent": "sleep", "label": "Sleep"}


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in TURN.items() if key != name}


@pytest.mark.parametrize(
    ("header", "secret", "expected"),
    [
        ("Bearer s3cret", "s3cret", True),
        ("Bearer wrong", "s3cret", False),
        ("s3cret", "s3cret", False),
        ("", "s3cret", False),
        (None, "s3cret", False),
        ("Bearer ", "", False),
        ("Bearer é", "s3cret", False),
    ],
)
def test_only_the_secret_opens(header: str | None, secret: str, *, expected: bool) -> None:
    assert authorised(header, secret) is expected


def test_a_turn_is_read() -> None:
    turn = read_turn(TURN | {"new_session": True, "slots": {"place": "Oakham"}})
    assert (turn.turn_id, turn.sender, turn.text, turn.choice) == ("t1", "s", "hello", None)
    assert (turn.new_session, turn.slots) == (True, {"place": "Oakham"})
    assert turn.metadata() == {"turn_id": "t1", "language": "en", "region": "llr"}


def test_a_choice_is_read_as_understood() -> None:
    turn = read_turn(without("text") | {"choice": CHOICE | {"entities": {"place": "LE16"}}})
    assert turn.text is None
    assert turn.choice is not None
    assert turn.choice.parse_data()["intent"] == {"name": "sleep", "confidence": 1.0}
    assert turn.choice.parse_data()["entities"] == [{"entity": "place", "value": "LE16"}]


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        "text",
        {},
        without("turn_id"),
        without("sender"),
        without("text"),
        without("language"),
        TURN | {"choice": CHOICE},
        TURN | {"text": ""},
        TURN | {"text": "  \n"},
        TURN | {"text": 7},
        TURN | {"text": "nul\0"},
        TURN | {"text": "half a pair \ud83d"},
        TURN | {"text": "a" * 100_000},
        TURN | {"turn_id": "t" * 300},
        TURN | {"new_session": "yes"},
        TURN | {"slots": []},
        without("text") | {"choice": "sleep"},
        without("text") | {"choice": {"label": "Sleep"}},
        without("text") | {"choice": {"intent": "restart", "label": "x"}},
        without("text") | {"choice": CHOICE | {"entities": {"place": 7}}},
        without("text") | {"choice": CHOICE | {"entities": []}},
    ],
)
def test_anything_else_is_refused_without_quoting_it(body: object) -> None:
    with pytest.raises(BadTurnError) as refused:
        read_turn(body)
    assert "nul" not in str(refused.value).lower().split()
    assert len(str(refused.value)) < 80


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/restart", "restart"),
        (' \n/greet{"x":1}', 'greet{"x":1}'),
        ("// /session_start", "session_start"),
        ("\u200b/restart", "restart"),
        ("and/or", "and/or"),
        ("/", "?"),
        ("I can’t sleep", "I can't sleep"),
    ],
)
def test_text_never_becomes_a_command(text: str, expected: str) -> None:
    assert plain_text(text) == expected


@given(st.text())
def test_no_text_at_all_becomes_a_command(text: str) -> None:
    assert plain_text(text)
    assert not plain_text(text).startswith("/")


def user(turn_id: str | None, **parse_data: Any) -> dict[str, Any]:
    return {"event": "user", "metadata": {"turn_id": turn_id} if turn_id else {}, "parse_data": parse_data}


def bot(custom: dict[str, Any] | None) -> dict[str, Any]:
    return {"event": "bot", "data": {"custom": custom, "text": None}}


EVENTS = [
    {"event": "session_started"},
    user("a", intent={"name": "greet", "confidence": 0.91234}, intent_ranking=[{"name": "greet", "confidence": 1}] * 5),
    bot({"say": "greet.hello"}),
    bot(None),
    {"event": "action", "name": "action_listen"},
    user("b"),
    bot({"ask": "place"}),
]  # fmt: skip


def test_a_turn_is_found_from_its_message_to_the_next() -> None:
    assert events_of_turn(EVENTS, "a") == EVENTS[1:5]
    assert events_of_turn(EVENTS, "b") == EVENTS[5:]
    assert events_of_turn(EVENTS, "c") is None
    assert events_of_turn([], "a") is None
    assert events_of_turn([{"event": "user", "metadata": None}], "a") is None


def test_the_answer_is_made_from_the_events() -> None:
    given_answer = answer(
        "a", EVENTS[1:5], {"place": "Oakham", "when": None, "requested_slot": "place"}, in_form=False
    )
    assert given_answer == {
        "turn_id": "a",
        "directives": [{"say": "greet.hello"}],
        "intent": {"name": "greet", "confidence": 0.9123},
        "ranking": [{"name": "greet", "confidence": 1.0}] * 3,
        "slots": {"place": "Oakham"},
        "in_form": False,
        "complete": True,
    }


@pytest.mark.parametrize(
    ("directive", "open_question"),
    [({"ask": "place"}, True), ({"say": "fallback.rephrase"}, True), ({"say": "fallback.menu"}, False)],
)
def test_an_open_question_keeps_the_session(directive: dict[str, Any], *, open_question: bool) -> None:
    assert answer("b", [user("b"), bot(directive)], {}, in_form=False)["in_form"] is open_question
    assert answer("b", [user("b"), bot(directive)], {}, in_form=True)["in_form"] is True


def test_messages_without_a_directive_are_left_out() -> None:
    assert directives([{"event": "bot"}, {"event": "bot", "data": None}, bot(None), {"event": "user"}]) == []


def test_a_choice_needs_no_entities() -> None:
    assert PickedChoice("sleep", "Sleep").parse_data()["entities"] == []

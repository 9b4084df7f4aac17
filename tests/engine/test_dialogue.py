"""What the engine answers to what people write."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.engine.conftest import Talk

pytestmark = pytest.mark.engine


@pytest.mark.parametrize(
    ("text", "directive"),
    [
        ("hello", {"say": "greet.hello"}),
        ("bye", {"say": "greet.goodbye"}),
        ("ta duck", {"say": "greet.thanks"}),
        ("yes", {"say": "greet.affirm_nothing"}),
        ("no", {"say": "greet.deny_nothing"}),
        ("what can you do?", {"say": "about.what_can_you_do"}),
        ("help", {"card": "numbers"}),
        ("HELP ME!", {"card": "numbers"}),
        ("please help", {"card": "numbers"}),
        ("i need help now", {"card": "numbers"}),
        ("i don’t know what to do", {"card": "numbers"}),
        ("nie mogę spać", {"say": "fallback.rephrase"}),
        ("I want to talk to a real person", {"case": "asked_for_person"}),
        ("what is the number for the central access point?", {"services": {"id": "llr-cap"}}),
        ("I can’t sleep", {"topic": "sleep"}),
        ("I feel so anxious", {"topic": "anxiety"}),
        ("feeling really low", {"topic": "low_mood"}),
        ("will it rain tomorrow?", {"say": "out_of_scope.answer"}),
    ],
)
def test_one_message_one_answer(talk: Talk, text: str, directive: dict[str, Any]) -> None:
    assert talk.first(text) == directive


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "help",
        "thanks",
        "yes",
        "I can't sleep",
        "crisis cafe in Oakham",
        "will it rain?",
        "no",
        "LE16",
    ],
)
def test_a_person_is_one_step_away(talk: Talk, text: str) -> None:
    offers = [offer for each in talk.say(text)["directives"] for offer in each.get("choices", [])]
    assert "talk_to_person" in [offer["label"] for offer in offers]


@pytest.mark.parametrize(
    ("text", "services"),
    [
        ("is there a crisis cafe near Market Harborough?", {"place": "Market Harborough"}),
        ("crisis cafe near lufbra tonight", {"place": "Loughborough", "when": "tonight"}),
        ("mental health cafe open now in LE16 7AG", {"place": "LE16", "when": "now"}),
        ("crisis café le11aa", {"place": "LE1"}),
    ],
)
def test_a_cafe_with_a_place_in_one_message(talk: Talk, text: str, services: dict[str, str]) -> None:
    assert talk.first(text) == {"services": {"kind": "crisis_cafe"} | services}


@pytest.mark.parametrize(
    ("answer", "services"),
    [
        ("Oakham", {"place": "Oakham"}),
        ("im in hinkley", {"place": "Hinckley"}),
        ("le16", {"place": "LE16"}),
        ("LE167AG", {"place": "LE16"}),
        ("melton mobray", {"place": "Melton Mowbray"}),
        ("leceister", {"place": "Leicester"}),
        ("id rather not say", {}),
        ("vrrmp", {"place": "vrrmp"}),
        ("crisis cafe", {}),
    ],
)
def test_a_cafe_then_where(talk: Talk, answer: str, services: dict[str, str]) -> None:
    asked = talk.say("is there a crisis cafe open tonight?")
    assert asked["directives"] == [{"ask": "place"}]
    assert asked["in_form"] is True
    answered = talk.say(answer)
    assert answered["directives"][0] == {"services": {"kind": "crisis_cafe", "when": "tonight"} | services}
    assert answered["in_form"] is False


@pytest.mark.parametrize(
    ("text", "directive"),
    [("actually i cant sleep", {"topic": "sleep"}), ("can I talk to a person", {"case": "asked_for_person"})],
)
def test_the_question_where_yields(talk: Talk, text: str, directive: dict[str, Any]) -> None:
    talk.say("crisis cafe")
    assert talk.first(text) == directive
    assert talk.first("no") == {"say": "greet.deny_nothing"}  # the question has lapsed
    assert talk.first("crisis cafe") == {"ask": "place"}


def test_low_confidence_asks_again_then_offers_the_menu_and_a_person(talk: Talk) -> None:
    first, choices = talk.say("grommet zzyzx plinth")["directives"]
    assert first == {"say": "fallback.rephrase"}
    assert "talk_to_person" in str(choices)
    menu = talk.say("vrrmp")["directives"]
    assert menu[0] == {"say": "fallback.menu"}
    assert {"label": "talk_to_person", "directive": {"case": "asked_for_person"}} in menu[1]["choices"]
    assert talk.first("grommet zzyzx plinth") == {"say": "fallback.rephrase"}


def test_being_understood_in_between_starts_again(talk: Talk) -> None:
    for text, directive in [
        ("vrrmp", "fallback.rephrase"),
        ("hello", "greet.hello"),
        ("vrrmp", "fallback.rephrase"),
    ]:
        assert talk.first(text) == {"say": directive}


def test_a_place_on_its_own_is_offered_something(talk: Talk, new_talk: Callable[[], Talk]) -> None:
    directives = talk.say("I'm in Oakham")["directives"]
    assert directives[0] == {"say": "menu.intro"}
    offer = directives[1]["choices"][0]
    assert offer == {"label": "crisis_cafe", "intent": "find_crisis_cafe", "entities": {"place": "Oakham"}}
    assert new_talk().first(choice=offer) == {"services": {"kind": "crisis_cafe", "place": "Oakham"}}

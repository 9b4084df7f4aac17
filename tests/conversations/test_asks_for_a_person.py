"""Somebody would rather talk to a person. It is never withheld, and nobody is promised."""

import pytest

from tests.support.talk import Talk

pytestmark = pytest.mark.engine


@pytest.mark.parametrize(
    "words",
    [
        "Talk to a person",
        "can I speak to a real human being please",
        "is there a human i could talk to instead of a bot",
    ],
)
def test_in_their_own_words(talk: Talk, words: str) -> None:
    talk.person_says(words)
    talk.bot_begins_with_a_card("If you need to talk to someone now", talk.number("uk-samaritans"))
    talk.bot_says(talk.text("person.case_opened"))
    talk.case_is_open()


def test_picks_it_anywhere(talk: Talk) -> None:
    talk.person_says("hello").person_picks("Talk to a person")
    talk.bot_says(talk.number("llr-cap"), talk.text("person.case_opened")).case_is_open()


def test_asks_twice(talk: Talk) -> None:
    talk.person_says("talk to a person").case_is_open()
    talk.person_says("talk to a person").bot_says(talk.text("person.case_already_open")).case_is_open()


def test_goes_on_with_the_program_meanwhile(talk: Talk) -> None:
    talk.person_says("talk to a person").case_is_open()
    talk.person_says("I can't sleep").bot_says("Things that can help").case_is_open()


def test_writes_later_that_they_want_to_end_their_life(talk: Talk) -> None:
    talk.person_says("talk to a person").case_is_open()
    talk.person_says("I want to end my life").bot_begins_with_a_card("You deserve support")
    talk.bot_says(talk.text("person.case_already_open")).case_is_open()

"""Somebody feels low, or anxious; some of them are asked directly whether they think of ending their life."""

import pytest

from tests.support.talk import Talk

pytestmark = pytest.mark.engine

QUESTION = "are you having thoughts of ending your life?"


def test_feels_anxious(talk: Talk) -> None:
    talk.person_says("I feel so anxious all the time").bot_says("Things that can help").bot_offers(
        "Talk to a person"
    )
    talk.bot_says_nothing_of(QUESTION).no_case()


def test_feels_low(talk: Talk) -> None:
    talk.person_says("feeling really low today").bot_says("I'm sorry you feel low").bot_offers(
        "Talk to a person"
    )
    talk.no_case()


def test_cannot_cope_and_is_asked_gently_and_helped_as_well(talk: Talk) -> None:
    talk.person_says("feeling really low, I can't cope").bot_says(
        QUESTION, talk.number("uk-samaritans"), "Things that can help"
    )
    talk.bot_offers("Yes, I am", "No, I'm not", "Talk to a person").no_case()


@pytest.mark.parametrize(
    "words", ["I feel so hopeless", "I can't go on like this", "whats the point anymore"]
)
def test_is_asked_gently_by_itself(talk: Talk, words: str) -> None:
    talk.person_says(words).bot_says(QUESTION, talk.number("uk-samaritans"))
    talk.bot_offers("Yes, I am", "No, I'm not", "Talk to a person").no_case()


@pytest.mark.parametrize("words", ["I can't go on like this", "whats the point anymore"])
def test_is_never_told_that_this_was_not_understood(talk: Talk, words: str) -> None:
    talk.person_says(words).bot_says(QUESTION).bot_says_nothing_of("didn't understand")


def test_says_yes_to_the_question(talk: Talk) -> None:
    talk.person_says("I feel so hopeless").person_picks("Yes, I am")
    talk.bot_begins_with_a_card("You deserve support", talk.number("uk-samaritans")).case_is_open()


def test_writes_yes_to_the_question(talk: Talk) -> None:
    talk.person_says("I feel so hopeless").person_says("yes")
    talk.bot_begins_with_a_card("You deserve support").case_is_open()


def test_says_no_to_the_question(talk: Talk) -> None:
    talk.person_says("I feel so hopeless").person_picks("No, I'm not")
    talk.bot_says("Thank you for telling me").bot_shows_no_card().no_case()
    talk.person_says("I can't sleep").bot_says("Many people").bot_says_nothing_of(QUESTION)

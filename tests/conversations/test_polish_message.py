"""Somebody writes Polish, which the content does not have yet. They are never left in silence, nor is the safety net."""

import pytest

from tests.support.talk import Talk

pytestmark = pytest.mark.engine

CANNOT_SLEEP = "Dzień dobry, od wielu tygodni nie mogę spać i jestem bardzo zmęczony"


def test_is_told_so_with_numbers_and_with_what_works_without_words(talk: Talk) -> None:
    talk.person_says(CANNOT_SLEEP).language_is("pl")
    talk.bot_says("I can't write in Polish", talk.number("uk-samaritans")).bot_offers(
        "Sleep", "Talk to a person"
    )
    talk.no_case()


def test_changes_to_english(talk: Talk) -> None:
    talk.person_says(CANNOT_SLEEP).language_is("pl")
    talk.person_says("sorry, I will try in English: I really can't sleep at night").language_is("en")
    talk.bot_says("Things that can help")


def test_writes_the_worst_of_it_in_english(talk: Talk) -> None:
    talk.person_says(CANNOT_SLEEP).language_is("pl")
    talk.person_says("nie wiem jak to powiedzieć: I want to end my life")
    talk.bot_begins_with_a_card(talk.number("uk-samaritans"), talk.number("uk-999")).case_is_open()


def test_a_chat_that_is_polish_already_works_by_its_choices(talk: Talk) -> None:
    talk.given(language="pl")
    talk.person_says("menu").person_picks("Sleep").bot_says("Things that can help")

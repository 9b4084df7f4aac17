"""Somebody looks for a crisis café, and often does not know what it is called now, or does not want to say where they are."""

import pytest

from tests.support.talk import Talk

pytestmark = pytest.mark.engine

ALWAYS_OPEN = ("llr-cap", "uk-nhs111-mh", "uk-samaritans", "uk-999")


def test_in_market_harborough_where_it_was_last_listed_years_ago(talk: Talk) -> None:
    talk.person_says("is there a crisis cafe near Market Harborough?")
    talk.bot_says("The Symington Building", "Last known hours: Wednesday, 12pm to 8pm")
    talk.bot_says("Last listed in December 2021. It may have changed, so check before you travel.")
    talk.bot_says_nothing_of("closed", "Checked with the service", "Oakham", "Leicester City")
    talk.bot_gives_no_number_but(*ALWAYS_OPEN)
    talk.bot_offers("Talk to a person")


@pytest.mark.parametrize(
    "question",
    [
        "neighbourhood mental health cafe in market harborough",
        "any crisis cafés round LE16?",
        "where can i drop in and talk to someone in Market Harbrough, like a mental health cafe",
    ],
)
def test_by_its_new_name_by_postcode_or_misspelt(talk: Talk, question: str) -> None:
    talk.person_says(question)
    talk.bot_says("The Symington Building", "were called Crisis Cafés before")


def test_without_saying_where_and_is_asked(talk: Talk) -> None:
    talk.person_says("is there a crisis cafe I could go to?")
    talk.bot_says("Which town or village are you near?")
    talk.person_says("Coalville")
    talk.bot_says("Marlene Reid Centre")
    talk.bot_gives_no_number_but(*ALWAYS_OPEN)


def test_would_rather_not_say_where(talk: Talk) -> None:
    talk.person_says("crisis cafe").bot_says("Which town or village")
    talk.person_says("not telling you")
    talk.bot_says("The ones on my list are in:").bot_says_nothing_of("Which town or village")


def test_is_asked_where_but_wants_something_else(talk: Talk) -> None:
    talk.person_says("crisis cafe").bot_says("Which town or village")
    talk.person_says("actually I just can't sleep")
    talk.bot_says("Things that can help").bot_says_nothing_of("Which town or village")


def test_is_asked_where_and_the_answer_is_about_ending_life(talk: Talk) -> None:
    talk.person_says("crisis cafe").bot_says("Which town or village")
    talk.person_says("doesn't matter, I'm going to kill myself")
    talk.bot_begins_with_a_card(talk.number("uk-samaritans")).case_is_open()
    talk.person_says("Oakham").bot_says("Pepper's").bot_says_nothing_of("kill")


def test_in_a_town_that_has_none_of_its_own(talk: Talk) -> None:
    talk.person_says("crisis cafe in Oakham")
    talk.bot_says("Pepper's", "In or near Oakham", "Please check before you go or call")
    talk.bot_says("I don't know when it is open").bot_says_nothing_of("closed")


def test_names_the_place_first(talk: Talk) -> None:
    talk.person_says("I'm in Oakham").bot_offers("Find a mental health café", "Talk to a person")
    talk.person_picks("Find a mental health café").bot_says("Pepper's")


@pytest.mark.parametrize("words", ["when is the cafe open?", "is the crisis cafe open on a Wednesday?"])
def test_asks_for_its_hours(talk: Talk, words: str) -> None:
    talk.person_says(words).bot_says("Which town or village")
    talk.person_says("Market Harborough").bot_says("Last known hours: Wednesday, 12pm to 8pm")


def test_is_not_understood_when_saying_where(talk: Talk) -> None:
    talk.person_says("crisis cafe").bot_says("Which town or village")
    talk.person_says("the back of beyond").bot_says_nothing_of("Can you say it in other words?")

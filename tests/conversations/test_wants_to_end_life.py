"""Somebody writes that they want to end their life, or that they have begun to. The engine has no part in what comes first."""

import pytest

from tests.support.talk import Talk

pytestmark = pytest.mark.engine


def test_as_the_very_first_message(talk: Talk) -> None:
    talk.person_says("I want to end my life")
    talk.bot_begins_with_a_card("You deserve support", "You can keep writing to me too")
    for service in ("uk-999", "uk-nhs111-mh", "llr-cap", "uk-samaritans", "uk-shout"):
        talk.bot_begins_with_a_card(talk.number(service))
    talk.bot_says(talk.text("person.case_opened"), "No one from the team is here right now")
    talk.case_is_open().engine_session_has_turns(0)


def test_nothing_is_promised(talk: Talk) -> None:
    talk.person_says("I want to end my life")
    talk.bot_says("I can't say when someone will be").bot_says_nothing_of(
        "will call you", "soon", "minutes", "shortly"
    )


def test_goes_on_writing_and_gets_answers_while_the_case_waits(talk: Talk) -> None:
    talk.person_says("I want to end my life").case_is_open()
    talk.person_says("hello").bot_shows_no_card().bot_offers("Talk to a person")
    talk.person_says("I can't sleep either").bot_says("Things that can help").bot_shows_no_card()
    talk.person_says("crisis cafe in Coalville").bot_says("Marlene Reid Centre").bot_shows_no_card()
    talk.case_is_open()


def test_says_it_again_and_sees_the_card_again_with_the_same_case(talk: Talk) -> None:
    talk.person_says("I want to end my life").case_is_open()
    talk.person_says("I want to die")
    talk.bot_begins_with_a_card(talk.number("uk-samaritans")).bot_says(talk.text("person.case_already_open"))
    talk.case_is_open()


def test_has_taken_an_overdose(talk: Talk) -> None:
    talk.person_says("I've just taken an overdose")
    talk.bot_begins_with_a_card(
        f"Please call {talk.number('uk-999')} now, or go to A&E", "it is right to call"
    )
    talk.case_is_open("emergency")


def test_it_becomes_an_emergency_while_the_case_waits(talk: Talk) -> None:
    talk.person_says("I want to end my life").case_is_open()
    talk.person_says("I've taken all my tablets")
    talk.bot_begins_with_a_card(f"Please call {talk.number('uk-999')} now").case_is_open("emergency")


def test_jokes_about_it(talk: Talk) -> None:
    talk.person_says("gonna kill myself haha jk").bot_begins_with_a_card("You deserve support")
    talk.case_is_open()


def test_in_the_middle_of_a_long_message_about_other_things(talk: Talk) -> None:
    talk.person_says(
        "work is awful. " * 60 + "honestly i dont want to live anymore. " + "and the car broke. " * 60
    )
    talk.bot_begins_with_a_card("You deserve support").case_is_open()


@pytest.mark.parametrize(
    "words",
    [
        "this job is killing me, what helps with stress?",
        "my phone died and I'm dead tired",
        "the cafe was to die for",
    ],
)
def test_a_figure_of_speech_is_none(talk: Talk, words: str) -> None:
    talk.person_says(words).bot_shows_no_card().no_case()

"""The conversation that the project begins with: a café, a bad night, and the worst hour, one after the other."""

import pytest

from tests.support.talk import Talk

pytestmark = pytest.mark.engine


def test_somebody_asks_for_a_cafe_then_cannot_sleep_then_wants_to_end_their_life(talk: Talk) -> None:
    talk.person_says("is there a crisis cafe near Market Harborough?")
    talk.bot_says("Market Harborough Crisis Café", "The Symington Building")
    talk.bot_says("Last listed in December 2021", "check before you travel")
    talk.bot_says(f"Central Access Point: call {talk.number('llr-cap')}")
    talk.bot_offers("Talk to a person")
    talk.no_case()

    talk.person_says("I can't sleep")
    talk.bot_says("Many people have times when they can't sleep", "Things that can help")
    talk.bot_offers("Talk to a person", "Call the Central Access Point")
    talk.no_case()

    talk.person_says("I want to end my life")
    talk.bot_begins_with_a_card("You deserve support", talk.number("uk-samaritans"), talk.number("uk-999"))
    talk.bot_says(talk.text("person.case_opened"))
    talk.case_is_open()

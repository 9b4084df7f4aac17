"""Somebody is not understood."""

import pytest

from tests.support.talk import Talk

pytestmark = pytest.mark.engine


def test_once_is_asked_again_twice_gets_the_menu_and_a_person(talk: Talk) -> None:
    talk.person_says("blorp fnord").bot_says("Can you say it in other words?")
    talk.person_says("quux zzyzx").bot_says("I still don't understand")
    talk.bot_offers("Sleep", "Find a mental health café", "Talk to a person").no_case()


def test_is_understood_the_second_time(talk: Talk) -> None:
    talk.person_says("blorp fnord").bot_says("Can you say it in other words?")
    talk.person_says("I can't sleep").bot_says("Things that can help")
    talk.person_says("quux zzyzx").bot_says("Can you say it in other words?")


def test_gives_up_and_picks_a_person(talk: Talk) -> None:
    talk.person_says("blorp fnord").person_says("quux zzyzx").person_picks("Talk to a person")
    talk.bot_says(talk.text("person.case_opened")).case_is_open()


def test_asks_for_what_this_is_not_for(talk: Talk) -> None:
    talk.person_says("what will the weather be tomorrow?").bot_says("I can't help with that")
    talk.bot_offers("Talk to a person").no_case()

"""Somebody wants what they wrote to be gone. That it is gone from every file is shown in tests/test_marker.py."""

import pytest

from tests.support.talk import Talk

pytestmark = pytest.mark.engine


@pytest.mark.parametrize("words", ["delete my chat", "Please delete my chat!", "DELETE EVERYTHING"])
def test_is_asked_first_and_then_it_is_gone(talk: Talk, words: str) -> None:
    talk.person_says("I feel so anxious")
    talk.person_says(words).bot_says("We can't get it back for you").bot_offers(
        "Delete my chat", "Keep my chat"
    )
    talk.person_picks("Delete my chat").bot_says("Your chat has been deleted").nothing_is_kept().no_case()


def test_thinks_again(talk: Talk) -> None:
    talk.person_says("crisis cafe in Oakham").person_says("delete my chat").person_picks("Keep my chat")
    talk.bot_says("nothing has been deleted")
    talk.person_says("crisis cafe").bot_says("Pepper's")  # it still knows


def test_deletes_it_although_a_case_waits(talk: Talk) -> None:
    talk.person_says("I want to end my life").case_is_open()
    talk.person_says("delete my chat").person_picks("Delete my chat")
    talk.bot_says("Your chat has been deleted").nothing_is_kept().no_case()


def test_begins_again_and_nothing_is_remembered(talk: Talk) -> None:
    talk.person_says("crisis cafe in Oakham").person_says("delete my chat").person_picks("Delete my chat")
    talk.person_says("crisis cafe").bot_says("Which town or village are you near?")

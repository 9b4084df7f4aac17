"""Somebody sends what is no sentence: a command, only pictures, far too much, marks that nobody sees."""

import pytest

from tests.support.talk import Talk

pytestmark = pytest.mark.engine


@pytest.mark.parametrize("text", ["/restart", '/greet{"x":1}', "/session_start", "//back"])
def test_what_looks_like_a_command_is_text_and_changes_nothing(talk: Talk, text: str) -> None:
    talk.person_says("crisis cafe in Oakham").bot_says("Pepper's")
    talk.person_says(text).bot_shows_no_card()
    talk.person_says("crisis cafe").bot_says("Pepper's")  # the place is still known: nothing was restarted


def test_only_pictures(talk: Talk) -> None:
    talk.person_says("😀😭😭").bot_says("I can only read words").engine_session_has_turns(0)


def test_far_too_much(talk: Talk) -> None:
    talk.person_says("la " * 33_000).bot_says("too long for me to read").engine_session_has_turns(0)


def test_far_too_much_with_the_worst_of_it_at_the_end(talk: Talk) -> None:
    talk.person_says("la " * 33_000 + ". I want to end my life")
    talk.bot_begins_with_a_card("You deserve support").case_is_open()


@pytest.mark.parametrize(
    "text", ["I can't\x00 sleep\x07", "\u202eI can't sleep\u202c", "<b>I can't sleep</b>"]
)
def test_marks_that_nobody_sees(talk: Talk, text: str) -> None:
    talk.person_says(text).bot_says("Things that can help")

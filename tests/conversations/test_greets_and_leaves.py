"""Somebody says hello, looks what this is, and leaves."""

import pytest

from tests.support.talk import Talk

pytestmark = pytest.mark.engine


def test_hello_what_is_this_thanks_bye(talk: Talk) -> None:
    talk.person_says("hiya").bot_says("Hello").bot_offers("Sleep", "Anxiety", "Low mood", "Talk to a person")
    talk.person_says("what can you do?").bot_says("I'm a computer program", "I can't give you medical advice")
    talk.person_says("thank you so much").bot_says("You're welcome").bot_offers("Talk to a person")
    talk.person_says("bye").bot_says("Take care of yourself", "at any time").no_case()


@pytest.mark.parametrize("word", ["yes", "no"])
def test_a_bare_yes_or_no_when_nothing_was_asked(talk: Talk, word: str) -> None:
    talk.person_says(word).bot_offers("Talk to a person").bot_shows_no_card().no_case()

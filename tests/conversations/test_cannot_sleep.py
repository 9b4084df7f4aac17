"""Somebody cannot sleep."""

import pytest

from tests.support.talk import Talk

pytestmark = pytest.mark.engine

PIECE = "Many people have times when they can't sleep"


@pytest.mark.parametrize(
    "words", ["I can't sleep", "i cant sleep", "I can’t sleep", "been awake all night again"]
)
def test_says_so(talk: Talk, words: str) -> None:
    talk.person_says(words).bot_says(PIECE, "Something to try tonight")
    talk.bot_offers("Talk to a person", "Call the Central Access Point", "Show me the menu")
    talk.bot_shows_no_card().no_case()


def test_picks_it_from_the_menu_and_goes_back(talk: Talk) -> None:
    talk.person_says("menu").person_picks("Sleep").bot_says(PIECE)
    talk.person_picks("Show me the menu").bot_offers("Sleep", "Anxiety", "Low mood")


def test_then_wants_the_number_of_the_central_access_point(talk: Talk) -> None:
    talk.person_says("I can't sleep").person_picks("Call the Central Access Point")
    talk.bot_says(
        "Mental Health Central Access Point", f"Call {talk.number('llr-cap')}", "day and night, every day"
    )

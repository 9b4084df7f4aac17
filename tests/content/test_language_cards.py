"""The cards in other languages: few words, the same numbers, in letters that run the right way."""

import re
import unicodedata
from pathlib import Path

import pytest

from bot.content.errors import ContentError
from bot.content.library import Library
from bot.content.render import render
from bot.content.segments import parts
from bot.directives import LanguageCard
from tests.content.conftest import CONTENT
from tests.content.test_render import NOW, SMS, WEB, Directory

LANGUAGES = ("ar", "bn", "bn-Latn", "gu", "gu-Latn", "hi", "hi-Latn", "pa", "pa-Latn", "pl", "ro", "so", "ur")
RIGHT_TO_LEFT = ("ar", "ur")
NUMBERS = ("999", "111", "116 123")


def first_direction(text: str) -> str:
    """Which way the first letter runs: how a page lays out a part with dir="auto"."""
    outside = re.sub("\u2066[^\u2069]*\u2069", "", text)
    return next(way for char in outside if (way := unicodedata.bidirectional(char)) in {"L", "R", "AL"})


def test_these_languages_have_a_card(library: Library) -> None:
    assert set(LANGUAGES) == set(library.everything().crisis.languages)


def test_every_language_of_the_safety_net_has_a_card(library: Library) -> None:
    folders = {path.name.partition("-")[0] for path in (CONTENT / "safety").iterdir() if path.is_dir()}
    assert folders - {"en"} <= set(library.everything().crisis.languages)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_card_holds_the_numbers_and_no_others(library: Library, code: str) -> None:
    card = library.language_card(code)
    for text in (card.text, card.sms, parts(card.sms)[0]):
        assert [number for number in NUMBERS if number in text] == list(NUMBERS)
    for text in (card.text, card.sms):
        for number in NUMBERS:
            text = text.replace(number, "")  # noqa: PLW2901 (what is left of it)
        assert not any(char.isdigit() for char in text)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_card_is_short(library: Library, code: str) -> None:
    card = library.language_card(code)
    assert len(card.text) < 500
    assert len(parts(card.sms)) <= 3


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_paragraph_begins_with_a_letter_that_runs_the_right_way(library: Library, code: str) -> None:
    card = library.language_card(code)
    ways = {first_direction(text) for text in (*card.text.split("\n\n"), card.sms)}
    assert ways == ({"AL"} if code in RIGHT_TO_LEFT else {"L"})


@pytest.mark.parametrize("code", RIGHT_TO_LEFT)
def test_a_number_is_not_turned_round(library: Library, code: str) -> None:
    card = library.language_card(code)
    for text in (card.text, card.sms):
        assert "\u2066116 123\u2069" in text


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_card_is_shown_as_one_in_its_language(library: Library, code: str) -> None:
    for capabilities, form in ((WEB, "text"), (SMS, "sms")):
        (reply,) = render(
            [LanguageCard(code)],
            library=library,
            directory=Directory(),
            capabilities=capabilities,
            language="en",
            region="llr",
            now=NOW,
        )
        assert (reply.text, reply.kind) == (getattr(library.language_card(code), form), "card")
        assert (reply.language, reply.choices) == (code, ())


def test_languages_with_a_card_or_only_those_with_a_reviewed_one(content: Path) -> None:
    assert Library.load(content).languages_with_card(reviewed_only=False) == {"gu"}
    assert Library.load(content).languages_with_card(reviewed_only=True) == set()
    path = content / "crisis" / "languages" / "gu.yml"
    path.write_text(path.read_text("utf-8").replace("reviewed: false", "reviewed: true"), "utf-8")
    assert Library.load(content).languages_with_card(reviewed_only=True) == {"gu"}


def test_a_language_without_a_card_is_a_content_error(content: Path) -> None:
    with pytest.raises(ContentError, match=r"content/crisis/languages/pl\.yml: there is no such file"):
        Library.load(content).language_card("pl")

"""What must never be wrong on the crisis cards."""

import csv
import re

import pytest

from bot.content.cards import CARDS
from bot.content.library import Library
from bot.content.segments import parts, segments
from tests.content.conftest import CONTENT

MENU = "\n\nTalk to a person" * 10
GENERAL = ("crisis", "emergency", "numbers", "stopped", "help")
DIRECTLY = ("check_in", "check_in_self_harm", "check_in_plea")
WITH_TEXT_LINE = ("crisis_plan", "crisis_self_harm", "crisis_voices", "emergency_voices")
NOT_TO_CALL = {"55"}
"""The key that a silent call to the emergency services asks for."""
AGES = {"19", "35"}


def directory_rows() -> dict[str, dict[str, str]]:
    rows: dict[str, dict[str, str]] = {}
    for path in (CONTENT / "regions").glob("*/services.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows |= {row["id"]: row for row in csv.DictReader(file)}
    return rows


def test_each_number_is_the_number_of_its_service_in_the_directory(library: Library) -> None:
    rows = directory_rows()
    lines = library.everything().crisis.lines
    assert len(lines) >= 5
    for service, line in lines.items():
        assert (service, line.number) == (service, rows[service]["sms" if line.kind == "text" else "phone"])


def test_every_line_is_shown_somewhere(library: Library) -> None:
    found = library.everything()
    assert {line.service for card in found.cards.values() for line in card.lines} == set(found.crisis.lines)


@pytest.mark.parametrize("card_id", sorted(CARDS))
@pytest.mark.parametrize("form", ["text", "sms"])
def test_a_card_holds_no_numbers_but_those_of_the_lines(library: Library, card_id: str, form: str) -> None:
    card = library.card(card_id)
    left = getattr(card, form)
    for line in (*card.lines, *library.everything().crisis.lines.values()):
        left = left.replace(line.detail, "").replace(line.name, "").replace(line.number, "")
    assert set(re.findall(r"(?<!\w)\d+", left)) - NOT_TO_CALL - AGES == set()


@pytest.mark.parametrize("card_id", sorted(CARDS))
def test_a_card_is_easy_to_read(library: Library, card_id: str) -> None:
    for paragraph in library.card(card_id).text.split("\n\n"):
        if not paragraph.startswith("- "):
            sentences = re.split(r"(?<=[.!?]) ", paragraph)
            assert len(sentences) <= 3, paragraph
            assert max(len(sentence.split()) for sentence in sentences) <= 20, paragraph


@pytest.mark.parametrize("card_id", sorted(CARDS))
@pytest.mark.parametrize("form", ["text", "sms"])
def test_nobody_on_duty_is_promised(library: Library, card_id: str, form: str) -> None:
    text = getattr(library.card(card_id), form).lower()
    for words in ("we will", "someone will", "soon", "within", "in a minute", "our team is", "will call you"):
        assert words not in text


@pytest.mark.parametrize("card_id", sorted(CARDS))
def test_a_text_message_holds_its_numbers_in_the_first_of_two_segments(
    library: Library, card_id: str
) -> None:
    card = library.card(card_id)
    assert segments(card.sms) <= 2
    digits = [char for char in card.sms if char.isdigit()]
    # A numbered menu may follow, and then the first part is shorter than a message alone.
    assert [char for char in parts(card.sms + MENU)[0] if char.isdigit()] == digits
    assert digits


@pytest.mark.parametrize("card_id", GENERAL)
def test_a_card_shows_every_line(library: Library, card_id: str) -> None:
    card = library.card(card_id)
    for number in ("999", "111", "0808 800 3302", "116 123", "85258"):
        assert number in card.text
    assert "A&E" in card.text
    assert card.show_as == "card"


@pytest.mark.parametrize("card_id", [*GENERAL, *WITH_TEXT_LINE])
def test_a_text_message_names_a_line_to_call_and_one_to_text(library: Library, card_id: str) -> None:
    sms = library.card(card_id).sms
    for words in ("999", "A&E", "111", "Samaritans 116 123", "text SHOUT to 85258"):
        assert words.casefold() in sms.casefold()


@pytest.mark.parametrize("card_id", DIRECTLY)
@pytest.mark.parametrize("form", ["text", "sms"])
def test_the_question_is_asked_directly(library: Library, card_id: str, form: str) -> None:
    assert "thoughts of ending your life?" in getattr(library.card(card_id), form)


@pytest.mark.parametrize(
    ("card_id", "form", "words"),
    [
        ("stopped", "text", "just write again"),
        ("stopped", "sms", "text START"),
        ("help", "text", 'write "delete my chat"'),
        ("help", "sms", "STOP for no more texts"),
        ("help", "sms", "a computer program"),
        ("help", "text", "I'm not an emergency service."),
    ],
)
def test_stop_and_help_say_what_to_send(library: Library, card_id: str, form: str, words: str) -> None:
    assert words in getattr(library.card(card_id), form)


def test_what_help_names_is_a_command(library: Library) -> None:
    assert library.command("MENU") == "menu"
    assert library.command("delete my chat") == "delete_chat"

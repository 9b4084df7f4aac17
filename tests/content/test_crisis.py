"""What must never be wrong on the crisis cards."""

import csv

import pytest

from bot.content.library import Library
from bot.content.menu import OFFERS
from bot.content.segments import parts, segments
from bot.directives import OpenCase
from tests.content.conftest import CONTENT

CARDS = ("crisis", "emergency", "check_in", "numbers")
WITH_NUMBERS = ("crisis", "emergency", "numbers")


def directory_rows() -> dict[str, dict[str, str]]:
    rows: dict[str, dict[str, str]] = {}
    for path in (CONTENT / "regions").glob("*/services.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows |= {row["id"]: row for row in csv.DictReader(file)}
    return rows


def test_each_number_is_the_number_of_its_service_in_the_directory(library: Library) -> None:
    rows = directory_rows()
    lines = {line.service: line for card in library.everything().cards.values() for line in card.lines}
    assert lines.keys() == {"uk-999", "uk-nhs111-mh", "llr-cap", "uk-samaritans", "uk-shout"}
    for service, line in lines.items():
        assert (service, line.number) == (service, rows[service]["sms" if line.kind == "text" else "phone"])


@pytest.mark.parametrize("card_id", CARDS)
def test_a_text_message_holds_its_numbers_in_the_first_of_two_segments(
    library: Library, card_id: str
) -> None:
    card = library.card(card_id)
    assert segments(card.sms) <= 2
    digits = [char for char in card.sms if char.isdigit()]
    assert [char for char in parts(card.sms)[0] if char.isdigit()] == digits
    assert digits


@pytest.mark.parametrize("card_id", WITH_NUMBERS)
@pytest.mark.parametrize("form", ["text", "sms"])
def test_a_card_shows_every_line(library: Library, card_id: str, form: str) -> None:
    text = getattr(library.card(card_id), form)
    for number in ("999", "111", "0808 800 3302", "116 123", "85258"):
        assert number in text
    assert "A&E" in text
    assert library.card(card_id).show_as == "card"


@pytest.mark.parametrize("form", ["text", "sms"])
def test_the_emergency_card_begins_with_999(library: Library, form: str) -> None:
    assert getattr(library.card("emergency"), form).startswith("Please call 999 now")


@pytest.mark.parametrize("form", ["text", "sms"])
def test_the_check_in_asks_directly_and_offers_a_person(library: Library, form: str) -> None:
    card = library.card("check_in")
    assert "thoughts of ending your life?" in getattr(card, form)
    assert "a person" in getattr(card, form)
    assert card.choices == ("check_in_yes", "check_in_no", "talk_to_person")
    assert OFFERS["check_in_yes"].directive == OpenCase("check_in_yes")

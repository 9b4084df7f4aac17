"""The numbers of a crisis card stand out, counted as Telegram counts."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import MessageEntity

from bot.channels.telegram.emphasis import numbers_in_bold, units
from tests.guards.test_words import cells

EMERGENCY = "9" * 3
DRAMA = "07700 900" + "123"


def bold(text: str) -> list[str]:
    raw = text.encode("utf-16-le")
    return [raw[2 * e.offset : 2 * (e.offset + e.length)].decode("utf-16-le") for e in numbers_in_bold(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Call {EMERGENCY} now.", [EMERGENCY]),
        (f"😢🏴 é {EMERGENCY}", [EMERGENCY]),
        (f"ring {DRAMA}, or {DRAMA.replace(' ', '')}.", [DRAMA, DRAMA.replace(" ", "")]),
        (f"+44 {DRAMA[1:]}", [f"+44 {DRAMA[1:]}"]),
        ("24 hours a day, 7 days, in 2026, at 10:30, £100, 100%, 1.125 km", []),
        ("https://example.org/12345/67890", []),
        ("", []),
    ],
)
def test_numbers(text: str, expected: list[str]) -> None:
    assert bold(text) == expected


def test_every_number_of_the_directory_is_found_whole() -> None:
    numbers = {number for number in cells("phone", "sms") if re.fullmatch(r"[\d ]+", number)}
    assert len(numbers) > 20
    assert {number for number in numbers if bold(f"Call {number}, or not.") != [number]} == set()


@given(st.text())
def test_offsets_are_those_of_telegrams_client(before: str) -> None:
    if before.encode("utf-8", "ignore").decode() != before:
        return
    text = f"{before} {EMERGENCY} "
    start = len(before) + 1
    (theirs,) = MessageEntity.adjust_message_entities_to_utf_16(
        text, [MessageEntity(MessageEntity.BOLD, start, len(EMERGENCY))]
    )
    ours = numbers_in_bold(text)[-1]
    assert (ours.offset, ours.length) == (theirs.offset, theirs.length)
    assert units(text) == len(text.encode("utf-16-le")) // 2

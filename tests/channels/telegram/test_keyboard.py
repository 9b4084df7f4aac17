"""Choices as buttons."""

from typing import Any

import pytest
from telegram import InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove

from bot.channels.telegram.keyboard import TooLong, keyboard, rows
from bot.ids import new_id


def choice(label: str, id: str = "c1", **offer: Any) -> dict[str, Any]:  # noqa: A002 (its name)
    return {"id": id, "label": label, "offer": {"label": "x", **offer}}


def texts(key: str, language: str) -> str:
    return f"{key} in {language}"


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (["Sleep"], [["Sleep"]]),
        (["Sleep", "Anxiety"], [["Sleep", "Anxiety"]]),
        (["Sleep", "Anxiety", "Low mood"], [["Sleep", "Anxiety"], ["Low mood"]]),
        (["Sleep", "Talk to a person", "Yes"], [["Sleep"], ["Talk to a person"], ["Yes"]]),
        (["Talk to a person", "Yes", "No"], [["Talk to a person"], ["Yes", "No"]]),
    ],
)
def test_rows(labels: list[str], expected: list[list[str]]) -> None:
    found = rows([choice(label) for label in labels])
    assert [[each["label"] for each in row] for row in found] == expected


def test_a_press_brings_the_id() -> None:
    one = new_id()
    found = keyboard([choice("Sleep", one)], "en", texts)
    assert isinstance(found, InlineKeyboardMarkup)
    assert [(each.text, each.callback_data) for row in found.inline_keyboard for each in row] == [
        ("Sleep", one)
    ]


@pytest.mark.parametrize(("id", "fits"), [("é" * 32, True), ("é" * 32 + "x", False), ("", False)])
def test_ids_fit_into_64_bytes(id: str, *, fits: bool) -> None:  # noqa: A002 (its name)
    if fits:
        keyboard([choice("Sleep", id)], "en", None)
        return
    with pytest.raises(TooLong):
        keyboard([choice("Sleep", id)], "en", None)


def test_places_come_with_a_button_to_share_ones_own() -> None:
    choices = [choice("Oakham", intent="give_place"), choice("Melton Mowbray", intent="give_place")]
    found = keyboard(choices, "cy", texts)
    assert isinstance(found, ReplyKeyboardMarkup)
    assert found.one_time_keyboard
    (share,), *others = found.keyboard
    assert share.request_location
    assert share.text == "choices.share_place in cy"
    assert [[each.text for each in row] for row in others] == [["Oakham", "Melton Mowbray"]]
    assert not any(each.request_location for row in others for each in row)


def test_without_words_for_it_nobody_is_asked_to_share() -> None:
    assert isinstance(keyboard([choice("Oakham", intent="give_place")], "en", None), InlineKeyboardMarkup)


def test_without_choices_the_keyboard_goes_away() -> None:
    assert isinstance(keyboard([], "en", texts), ReplyKeyboardRemove)

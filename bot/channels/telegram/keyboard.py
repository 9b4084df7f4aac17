"""Choices as things to press: below the message, or in place of the keyboard where somebody may share where they are."""

from collections.abc import Sequence
from typing import Any

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.constants import InlineKeyboardButtonLimit

from bot.channels.channel import Texts

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove
SHARE_PLACE = "choices.share_place"

_SHORT = 14
"""Labels up to this length fit two in a row on a narrow phone."""


class TooLong(ValueError):  # noqa: N818 (what it is)
    """The id of a choice does not fit into a button."""


def keyboard(choices: Sequence[dict[str, Any]], language: str, texts: Texts | None) -> Markup:
    """What goes below a message with these choices; without choices, what removes a keyboard. Raise TooLong.

    texts None: nobody is asked to share where they are.
    """
    if not choices:
        return ReplyKeyboardRemove()
    if texts and any(each["offer"].get("intent") == "give_place" for each in choices):
        share = KeyboardButton(texts(SHARE_PLACE, language), request_location=True)
        places = [[KeyboardButton(each["label"]) for each in row] for row in rows(choices)]
        return ReplyKeyboardMarkup([[share], *places], one_time_keyboard=True, resize_keyboard=True)
    return InlineKeyboardMarkup([[_button(each) for each in row] for row in rows(choices)])


def rows(choices: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """One choice a row, or two short ones that follow one another."""
    found: list[list[dict[str, Any]]] = []
    for choice in choices:
        last = found[-1] if found else []
        if len(last) == 1 and max(len(last[0]["label"]), len(choice["label"])) <= _SHORT:
            last.append(choice)
        else:
            found.append([choice])
    return found


def _button(choice: dict[str, Any]) -> InlineKeyboardButton:
    data = str(choice["id"])
    if not 1 <= len(data.encode()) <= InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
        raise TooLong("the id of a choice has more than 64 bytes, or none")
    return InlineKeyboardButton(choice["label"], callback_data=data)

"""Which choice of a numbered list a text picks, on channels without buttons. Pure."""

from collections.abc import Sequence
from typing import Any

MORE_TEXT = "more_text"
"""The label of the choice that shows the next page of a long answer; it has a word of its own, and no number."""
_DIGITS = 3
"""A list has no number of more digits, and Python makes no number of thousands of them."""


def picked(text: str, offered: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """The choice {id, label, offer} that a text names: by its number in the list, or by its word if it has no number.

    Anything else, a number that was not offered too, is words.
    """
    said = text.strip().rstrip(".)").casefold()
    numbered = [each for each in offered if not is_unnumbered(each)]
    if said.isdecimal() and len(said) <= _DIGITS and 0 < int(said) <= len(numbered):
        return numbered[int(said) - 1]
    words = (each for each in offered if is_unnumbered(each))
    return next((each for each in words if said == each["label"].casefold()), None)


def is_unnumbered(choice: dict[str, Any]) -> bool:
    """True for a choice that is picked by its word."""
    return bool(choice["offer"]["label"] == MORE_TEXT)

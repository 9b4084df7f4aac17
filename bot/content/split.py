"""Cutting a long text into messages: between paragraphs if it can be, else lines, sentences, words; words stay whole.

A number that is written in groups, such as a phone number, is one word.
"""

import re
from bisect import bisect_left
from collections.abc import Callable

Fits = Callable[[str], bool]
"""True if a text is not too long for one message. If a text fits, so does each beginning of it."""

_LEVELS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("\n\n", re.compile(r"\n{2,}")),
    ("\n", re.compile(r"\n")),
    (" ", re.compile(r"(?<=[.!?…]) +")),
    (" ", re.compile(r"(?<![\d)]) +| +(?![\d(])")),
    (" ", re.compile(r" +")),
)

BREAKS = tuple(pattern for _, pattern in _LEVELS)
"""Where a text can be cut: between paragraphs, lines, sentences, words, and in the end inside a number in groups."""


def split(text: str, length: int) -> list[str]:
    """Parts of at most length units of UTF-16. Only a single word longer than that is cut, never inside a character."""
    return pack(text.strip(), lambda part: units(part) <= length)


def units(text: str) -> int:
    """The length of a text in units of UTF-16, as Telegram and text messages count it."""
    return len(text) + sum(char > "\uffff" for char in text)


def pack(text: str, fits: Fits) -> list[str]:
    """Parts that fit, as few as can be without leaving a better place to cut."""
    return _pack(text, fits, 0)


def _pack(text: str, fits: Fits, level: int) -> list[str]:
    if fits(text):
        return [text]
    if level == len(_LEVELS):
        return _chopped(text, fits)
    joiner, pattern = _LEVELS[level]
    found: list[str] = []
    for piece in filter(None, pattern.split(text)):
        for part in _pack(piece, fits, level + 1):
            if found and fits(found[-1] + joiner + part):
                found[-1] += joiner + part
            else:
                found.append(part)
    return found


def _chopped(word: str, fits: Fits) -> list[str]:
    """A word in pieces of at least one character, as long as fit."""
    found = []
    while word:
        end = _longest(word, fits)
        found.append(word[:end])
        word = word[end:]
    return found


def _longest(word: str, fits: Fits) -> int:
    """How many characters of a word fit; one at least."""
    too_many = range(2, len(word) + 1)
    return 1 + bisect_left(too_many, True, key=lambda end: not fits(word[:end]))

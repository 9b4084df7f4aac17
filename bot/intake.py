"""Makes any text that arrives safe to store and to show, and names what is odd about it. Pure; loses no words."""

import re
import unicodedata
from dataclasses import dataclass

from bot.messages import Problem

_LINE_ENDS = re.compile(r"\r\n?|[\x85\u2028\u2029]")
# Control characters except tab and newline, and the bidi overrides and isolates, which can make a text read as another.
_CONTROLS = r"\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069"
_REMOVED = re.compile(f"[{_CONTROLS}]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_ODD = re.compile(rf"[{_CONTROLS}\u2028\u2029\ud800-\udfff]")
_BLANK_LETTERS = "\u115f\u1160\u3164\uffa0\u2800"  # blanks that Unicode counts as letters or symbols
_LETTER_OR_DIGIT = re.compile(rf"[^\W_{_BLANK_LETTERS}]")
_INVISIBLE = frozenset({"Cc", "Cf", "Mn", "Me", "Zs", "Zl", "Zp", "Cn"})


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The whole text, made storable, and the one thing that is odd about it, if any."""

    text: str
    problem: Problem | None = None


def clean(text: str, *, limit: int = 5_000) -> Cleaned:
    """Remove what no one sees and some systems choke on; what a person wrote stays, also a leading "/"."""
    if _ODD.search(text):  # nearly no text has any of it, and one search is all that those cost
        text = _REMOVED.sub("", _LINE_ENDS.sub("\n", text))
        text = _SURROGATES.sub("\ufffd", text)
    return Cleaned(text, _problem(text, limit))


def _problem(text: str, limit: int) -> Problem | None:
    if not text.strip():
        return Problem.EMPTY
    has_words = _LETTER_OR_DIGIT.search(text) is not None
    if not has_words and not any(map(_is_visible, set(text))):
        return Problem.EMPTY
    if len(text) > limit:
        return Problem.TOO_LONG
    return None if has_words else Problem.ONLY_SYMBOLS


def _is_visible(char: str) -> bool:
    return char not in _BLANK_LETTERS and unicodedata.category(char) not in _INVISIBLE

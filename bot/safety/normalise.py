"""Makes the many ways of typing one thing into one: words and breaks, with a map back to the original.

Pure and linear in the length of the text, whatever the text is. What one word may stand for (a misspelling, letters
that are disguised) is the matter of bot/safety/spelling.py.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from bot.safety.folding import APOSTROPHES, IGNORED_RANGES, fold

SOFT = ","
"""A pause inside a sentence: comma, dash, bracket, new line."""
HARD = "."
"""The end of a sentence. No phrase reaches across it, unless the sentences are scraps: "I. Want. To. Die"."""

_LONGEST_SCRAP = 2
"""Sentences of so few words, side by side, are one sentence said with force."""


@dataclass(frozen=True, slots=True)
class Normalised:
    """A message as words and breaks (``SOFT``, ``HARD``); ``offsets[i]`` is the original range of ``words[i]``."""

    words: tuple[str, ...]
    offsets: tuple[tuple[int, int], ...]

    @property
    def text(self) -> str:
        """The words and breaks, separated by single spaces."""
        return " ".join(self.words)


Piece = tuple[str, int, int]
"""A word or break, and its range in the original."""


def normalise(text: str) -> Normalised:
    """Fold case, width, accents, quotes, invisible characters and spacing: ``don’t`` and ``DONT`` become one."""
    pieces = list(_join_scraps(list(_pieces(text))))
    return Normalised(tuple(word for word, *_ in pieces), tuple((start, end) for _, start, end in pieces))


def _pieces(text: str) -> Iterator[Piece]:
    plain = text.isascii()
    for found in (_ASCII_PIECE if plain else _PIECE).finditer(text.lower() if plain else text):
        raw, kind = found[0], found.lastindex
        start, end = found.span()
        if kind == _SPELT:  # k i l l
            yield "".join(filter(str.isalnum, fold(raw))), start, end
        elif kind in (_MASKED, _WORD):
            if word := fold(raw):  # else only invisible characters
                yield word, start, end
        elif kind != _ELLIPSIS:  # which is a hesitation, not the end of a sentence: "I want to... die"
            yield HARD if kind == _HARD else SOFT, start, end


def _join_scraps(pieces: list[Piece]) -> Iterator[Piece]:
    """Leave out the end of a sentence between two that are scraps."""
    lengths = _sentence_lengths(pieces)
    number = 0
    for piece in pieces:
        if piece[0] != HARD:
            yield piece
            continue
        if not (0 < lengths[number] <= _LONGEST_SCRAP and 0 < lengths[number + 1] <= _LONGEST_SCRAP):
            yield piece
        number += 1


def _sentence_lengths(pieces: list[Piece]) -> list[int]:
    lengths = [0]
    for word, *_ in pieces:
        if word == HARD:
            lengths.append(0)
        elif word != SOFT:
            lengths[-1] += 1
    return lengths


def _marks() -> str:
    """Combining marks for a character class: ``\\w`` has the letters of Gujarati, but not its vowel signs."""
    kinds = map(unicodedata.category, map(chr, range(0x0300, 0x20000)))
    points = [c for c, kind in enumerate(kinds, start=0x0300) if kind[0] == "M"]
    runs = [[c for _, c in run] for _, run in groupby(enumerate(points), lambda pair: pair[1] - pair[0])]
    return "".join(f"{chr(run[0])}-{chr(run[-1])}" for run in runs)


def _ranges(ranges: tuple[tuple[int, int], ...]) -> str:
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


def _piece(letters: str, apostrophes: str) -> re.Pattern[str]:
    # What repeats is possessive or of bounded length: little is ever tried twice, so the time is linear. Only sets of
    # characters are possessive: before Python 3.11.5 possessive groups match wrongly (CPython issue 106052).
    return re.compile(
        rf"((?<![^\W_]){_LATIN}(?:[ ._*-]{_LATIN}(?![^\W_])){{2,40}})"
        rf"|({letters}{{1,12}}[{SIGNS}]{{1,3}}+{_PLAIN}{{1,12}}+(?:[{SIGNS}]{{1,3}}+{_PLAIN}{{1,12}}+)?|[$@]{_PLAIN}{{2,12}}+)"
        rf"|({letters}+(?:[{apostrophes}]++{letters}+)*)"
        r"|(\.{2,}+|…)"
        r"|([.!?‽؟。！？।॥۔]++)"
        r"|([,;:()\[\]\n\r\u2028\u2029،؛、，；：–—]++|(?<=\s)-(?=\s|$))"
    )


_PLAIN = "[A-Za-z0-9]"
_LATIN = "[A-Za-z\u00c0-\u024f\uff21-\uff3a\uff41-\uff5a]"
"""Letters that people write one at a time. In Indian scripts one letter is often a word."""
SIGNS = "!@$*|€£+"
"""Signs that stand for a letter, or hide one, in the middle of a word."""
_SPELT, _MASKED, _WORD, _ELLIPSIS, _HARD = 1, 2, 3, 4, 5
_MORE_LETTERS = rf"\u24b6-\u24e9{_marks()}{_ranges(IGNORED_RANGES)}"
_ASCII_PIECE = _piece(_PLAIN, "'`")
_PIECE = _piece(rf"(?:[^\W_]++|[{_MORE_LETTERS}]++)", APOSTROPHES)

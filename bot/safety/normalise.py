"""Makes the many ways of typing one thing into one: words and breaks, with a map back to the original.

Pure and linear in the length of the text, whatever the text is.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby

SOFT = ","
"""A pause inside a sentence: comma, dash, bracket, new line."""
HARD = "."
"""The end of a sentence. No phrase reaches across it."""

_LONGEST_WORD = 64
_APOSTROPHES = "'’‘‛`´ʼ＇"
_IGNORED_RANGES = (
    (0x00AD, 0x00AD),  # soft hyphen
    (0x034F, 0x034F),  # grapheme joiner
    (0x061C, 0x061C),
    (0x180B, 0x180F),
    (0x200B, 0x200F),  # zero-width characters and direction marks
    (0x202A, 0x202E),  # bidi embeddings and overrides
    (0x2060, 0x206F),
    (0xFE00, 0xFE0F),  # variation selectors, which follow many emoji
    (0xFEFF, 0xFEFF),
    (0xE0000, 0xE01EF),
)
# Accents of Latin letters: people leave them out or stack them up. Marks of other scripts are spelling and stay.
_ACCENT_RANGES = ((0x0300, 0x036F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE20, 0xFE2F))


@dataclass(frozen=True, slots=True)
class Normalised:
    """A message as words and breaks (``SOFT``, ``HARD``); ``offsets[i]`` is the original range of ``words[i]``."""

    words: tuple[str, ...]
    offsets: tuple[tuple[int, int], ...]

    @property
    def text(self) -> str:
        """The words and breaks, separated by single spaces."""
        return " ".join(self.words)


def normalise(text: str) -> Normalised:
    """Fold case, width, accents, quotes, invisible characters and spacing: ``don’t`` and ``DONT`` become one."""
    plain = text.isascii()
    words: list[str] = []
    offsets: list[tuple[int, int]] = []
    for found in (_ASCII_PIECE if plain else _PIECE).finditer(text.lower() if plain else text):
        raw, kind = found[0], found.lastindex
        if kind == _WORD:
            word = raw[:_LONGEST_WORD] if plain and raw.isalnum() else _fold(raw)
            if not word:  # only invisible characters
                continue
        elif kind == _ELLIPSIS:  # a hesitation, not the end of a sentence: "I want to... die"
            continue
        else:
            word = HARD if kind == _HARD else SOFT
        words.append(word)
        offsets.append(found.span())
    return Normalised(tuple(words), tuple(offsets))


def _fold(raw: str) -> str:
    if raw.isascii():
        return raw.lower().replace("'", "").replace("`", "")[:_LONGEST_WORD]
    # Invisible characters and accents go first, so that no number of them hides the letters; then the word is
    # cut, because Unicode normalisation of a long run of marks is not linear.
    bare = raw.translate(_REMOVED)[:_LONGEST_WORD]
    return unicodedata.normalize("NFKD", bare).casefold().translate(_REMOVED)


def _marks() -> str:
    """Combining marks for a character class: ``\\w`` has the letters of Gujarati, but not its vowel signs."""
    kinds = map(unicodedata.category, map(chr, range(0x0300, 0x20000)))
    points = [c for c, kind in enumerate(kinds, start=0x0300) if kind[0] == "M"]
    runs = [[c for _, c in run] for _, run in groupby(enumerate(points), lambda pair: pair[1] - pair[0])]
    return "".join(f"{chr(run[0])}-{chr(run[-1])}" for run in runs)


def _ranges(ranges: tuple[tuple[int, int], ...]) -> str:
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


def _removed() -> dict[int, None]:
    ranges = (*_IGNORED_RANGES, *_ACCENT_RANGES)
    points = {c for first, last in ranges for c in range(first, last + 1)}
    return dict.fromkeys(points | {ord(c) for c in _APOSTROPHES})


def _piece(letters: str, apostrophes: str) -> re.Pattern[str]:
    # Possessive throughout: nothing is ever tried twice, so the time is linear.
    return re.compile(
        rf"({letters}++(?:[{apostrophes}]++{letters}++)*+)"
        r"|(\.{2,}+|…)"
        r"|([.!?‽؟。！？।॥۔]++)"
        r"|([,;:()\[\]\n\r\u2028\u2029،؛、，；：–—]++|(?<=\s)-(?=\s))"
    )


_WORD, _ELLIPSIS, _HARD = 1, 2, 3
_REMOVED = _removed()
_MORE_LETTERS = rf"\u24b6-\u24e9{_marks()}{_ranges(_IGNORED_RANGES)}"
_ASCII_PIECE = _piece("[A-Za-z0-9]", "'`")
_PIECE = _piece(rf"(?:[^\W_]++|[{_MORE_LETTERS}]++)", _APOSTROPHES)

"""Text for text messages: what GSM-7 can carry in place of what it cannot, and a report of that for editors. Pure.

One character outside GSM-7 makes a whole text message UCS-2, which holds less than half as much. So a text is changed where
that makes it GSM-7, and left alone where it would stay UCS-2 anyway, because nothing would be won.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.content.segments import outside_gsm, segments

_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Nobody sees these in any script. Joiners and marks of direction are not among them: Indic and Arabic letters need those."""
_PIECE = re.compile("(?s:.)[\u0300-\u036f]*")
"""A character with the accents that are written as characters of their own."""

_INSTEAD: Mapping[str, str] = {
    **dict.fromkeys("‘’‚‛′‹›`´ʼ", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−•‣◦▪●⁃·", "-"),
    **dict.fromkeys("\u2028\u2029\u0085\v", "\n"),
    "\t": " ",
    "\ufe0f": "",
    "…": "...",
    "×": "x",
    "⁄": "/",
    "½": "1/2",
    "¼": "1/4",
    "¾": "3/4",
    "™": "TM",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬀ": "ff",
}
_WITHOUT_STROKE: Mapping[str, str] = {
    **dict(zip("łŁđĐħĦıĸ", "lLdDhHik", strict=True)),
    "œ": "oe",
    "Œ": "OE",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One character that GSM-7 cannot carry: its Unicode name, and what it becomes ("" if it is left out).

    kept: it stays as it is, and makes the whole text message UCS-2. A letter with accents of its own counts as one character.
    """

    character: str
    name: str
    becomes: str
    kept: bool


def normalise(text: str, *, english: bool = False) -> str:
    """The text with GSM-7 characters for punctuation and spaces like them; never longer in segments, the same if done twice.

    Where it would be UCS-2 all the same, only what nobody can see is taken out. Accents that GSM-7 does not have are dropped
    from English texts alone.
    """
    plain = "".join(becomes for _, becomes in _pieces(text, english=english))
    if not outside_gsm(plain) and segments(plain) <= segments(text):
        return plain
    return _INVISIBLE.sub("", text)


def lost(text: str, *, english: bool) -> tuple[Change, ...]:
    """What ``normalise`` changes, and what it must keep, each once: nothing is lost before an editor has seen it."""
    changed = normalise(text, english=english) != _INVISIBLE.sub("", text)
    found = [Change(char, _name(char), "", kept=False) for char in _INVISIBLE.findall(text)]
    for piece, becomes in _pieces(text, english=english):
        if outside_gsm(piece):
            found.append(Change(piece, _name(piece), becomes if changed else piece, kept=not changed))
    return tuple(dict.fromkeys(found))


def _pieces(text: str, *, english: bool) -> Iterator[tuple[str, str]]:
    """Each piece of the text that can be seen, and what it becomes."""
    for piece in _PIECE.findall(_INVISIBLE.sub("", text)):
        yield piece, _becomes(piece, english=english)


def _becomes(piece: str, *, english: bool) -> str:
    composed = unicodedata.normalize("NFC", piece)
    if not outside_gsm(composed):
        return composed
    if piece in _INSTEAD:
        return _INSTEAD[piece]
    match unicodedata.category(piece[0]) if len(piece) == 1 else "":
        case "Zs":
            return " "
        case "Cf":
            return ""
        case _:
            return _without_accents(piece) if english else piece


def _without_accents(piece: str) -> str:
    """A Latin letter without what GSM-7 cannot put on it; anything else as it is."""
    taken_apart = unicodedata.normalize("NFD", piece)
    first, marks = taken_apart[:1], taken_apart[1:]
    letter = _WITHOUT_STROKE.get(first, first)
    if letter.isascii() and letter.isalpha() and all(map(unicodedata.combining, marks)):
        return letter
    return piece


def _name(piece: str) -> str:
    return " and ".join(unicodedata.name(char, f"U+{ord(char):04X}") for char in piece)

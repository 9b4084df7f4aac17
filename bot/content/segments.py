"""How many SMS segments a text takes: GSM-7 holds 160 septets alone and 153 in a part, UCS-2 70 and 67 units of UTF-16.

The characters of GSM-7 are those of the codec ``gsm03.38``; how a text is cut into segments is said here.
"""

from functools import cache, lru_cache

from gsm0338 import Codec  # type: ignore[import-untyped] # the import registers the codec

_ESCAPE = (
    "\x1b"  # stands before a character of GSM-7's extension and is none itself, though the codec takes it
)


def segments(text: str) -> int:
    """The number of segments; 0 for an empty text."""
    return len(parts(text))


def parts(text: str) -> list[str]:
    """The text as a phone network would cut it: never inside an escape or a pair of UTF-16 units."""
    gsm = not outside_gsm(text)
    alone, in_part = (160, 153) if gsm else (70, 67)
    costs = [_septets(char) if gsm else _units(char) for char in text]
    if sum(costs) <= alone:
        return [text] if text else []
    found, room = [""], in_part
    for char, cost in zip(text, costs, strict=True):
        if cost > room:
            found.append("")
            room = in_part
        found[-1] += char
        room -= cost
    return found


def outside_gsm(text: str) -> str:
    """The characters of a text that GSM-7 cannot carry, each once, in order."""
    return "".join(char for char in dict.fromkeys(text) if not _in_gsm(char))


@lru_cache(maxsize=4096)
def _in_gsm(char: str) -> bool:
    try:
        return char != _ESCAPE and bool(char.encode(Codec.NAME))
    except UnicodeEncodeError:
        return False


@cache
def _septets(char: str) -> int:
    return len(char.encode(Codec.NAME))


def _units(char: str) -> int:
    return 2 if ord(char) > 0xFFFF else 1

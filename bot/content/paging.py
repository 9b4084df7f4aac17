"""Cutting what is long for text messages into pages, each read when the person asks for it. Pure."""

from bisect import bisect_left

from bot.content.segments import segments
from bot.content.split import BREAKS, Fits


def pages(text: str, *, how: str, most: int = 2) -> tuple[str, ...]:
    """The text in pages of at most ``most`` segments; none if it is empty.

    Every page but the last ends with a line that says ``how`` to get the next. It is cut between paragraphs if that leaves a
    page at least half full, else lines, sentences, words; a phone number or a web address stays whole, unless it is longer than
    a page.
    """
    text = text.strip()
    asks = f"\n{how}"
    found = []
    while segments(text) > most:
        end = _end(text, lambda part: segments(part + asks) <= most)
        found.append(text[:end].rstrip() + asks)
        text = text[end:].lstrip()
    return (*found, text) if text else tuple(found)


def _end(text: str, fits: Fits) -> int:
    """Where the first page of a text that does not fit ends; one character on at least."""
    room = max(1, bisect_left(range(1, len(text) + 1), True, key=lambda end: not fits(text[:end])))
    last_of_each = [_last_break(text, room, level) for level in range(len(BREAKS))]
    full_enough = (end for end in last_of_each if 2 * end >= room)
    return next(full_enough, 0) or max(last_of_each) or room


def _last_break(text: str, room: int, level: int) -> int:
    """The last place before ``room`` at which a text can be cut between units of this level; 0 if there is none."""
    breaks = (found.start() for found in BREAKS[level].finditer(text, 0, room + 2))
    return max((start for start in breaks if 0 < start <= room), default=0)

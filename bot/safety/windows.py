"""The parts of a message that the second net reads by themselves, so that a long message does not hide one sentence."""

from dataclasses import dataclass

from bot.safety.normalise import HARD, SOFT, Normalised

LONGEST = 24
"""Words of a window; a longer sentence becomes windows that overlap by half."""
_SHORTEST = 4
_BREAKS = frozenset({HARD, SOFT})


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a message: its normalised words with breaks, and its characters [start, end) as the person wrote it."""

    words: tuple[str, ...]
    start: int
    end: int


def windows(message: Normalised) -> list[Window]:
    """Every sentence, with those of fewer than 4 words joined to the one before; long ones cut. Covers every word."""
    return [
        Window(message.words[start:end], message.offsets[start][0], message.offsets[end - 1][1])
        for first, last in _sentences(message.words)
        for start, end in _cut(first, last)
    ]


def _sentences(words: tuple[str, ...]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    start = 0
    for place, word in enumerate((*words, HARD)):
        if word != HARD:
            continue
        spoken = sum(each not in _BREAKS for each in words[start:place])
        if spoken and found and spoken < _SHORTEST:
            found[-1] = (found[-1][0], place)
        elif spoken:
            found.append((start, place))
        start = place + 1
    return found


def _cut(first: int, last: int) -> list[tuple[int, int]]:
    if last - first <= LONGEST:
        return [(first, last)]
    step = LONGEST // 2
    starts = range(first, last - step, step)
    return [(start, min(start + LONGEST, last)) for start in starts]

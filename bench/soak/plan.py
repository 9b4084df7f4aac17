"""Who says what, and when it comes: made beforehand, from a seed, so that every run has the same load. Pure."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bench.soak.sizes import Size

CHANNELS = ("web", "telegram", "sms")
MARK = re.compile(rf"(?:{'|'.join(CHANNELS)}) \d+ note \d+\.")
"""The mark of a message, in a text."""
REPEATED = 0.10
SWAPPED = 0.14
"""The chance that a message comes after the next one; as none moves twice, it happens to about 10 of 100 messages."""
DISTRESS = 0.03
_AT_ONCE = 0.5
_LATER_SECONDS = (1.0, 8.0)


@dataclass(frozen=True, slots=True)
class Writer:
    """A person who writes. index counts from 1 within the channel."""

    channel: str
    index: int


@dataclass(frozen=True, slots=True)
class Note:
    """One message of a person, told from all others by its mark. number counts from 1 as the person wrote them."""

    writer: Writer
    number: int
    distress: bool = False

    @property
    def mark(self) -> str:
        """Words that only this message has, and the answer to it."""
        return f"{self.writer.channel} {self.writer.index} note {self.number}."

    @property
    def text(self) -> str:
        """What the person writes."""
        return f"I want to end my life, {self.mark}" if self.distress else f"Tell me about walks, {self.mark}"


@dataclass(frozen=True, slots=True)
class Coming:
    """A call that is to be made, so many seconds after the beginning. again: it was made before."""

    at: float
    note: Note
    again: bool = False


def people(count: int) -> list[Writer]:
    """So many people, shared out evenly over the channels."""
    each = len(CHANNELS)
    return [Writer(CHANNELS[number % each], number // each + 1) for number in range(count)]


def plan(size: Size, seed: int = 5) -> list[Coming]:
    """Every call, in the order in which it is due: at a steady rate, each person once in every round."""
    chance = random.Random(seed)
    said = {writer: _notes(writer, size.messages) for writer in people(size.people)}
    for writer in chance.sample(list(said), round(DISTRESS * size.people * size.messages)):
        number = chance.randrange(size.messages)
        said[writer][number] = Note(writer, number + 1, distress=True)
    for notes in said.values():
        _swap(notes, chance)
    calls = list(_in_rounds(said, size, chance))
    repeated = chance.sample(calls, round(REPEATED * len(calls)))
    again = [Coming(call.at + _delay(chance), call.note, again=True) for call in repeated]
    return sorted([*calls, *again], key=lambda call: call.at)


def swapped(calls: Sequence[Coming]) -> int:
    """How many messages come after one that was written later."""
    coming: dict[Writer, list[int]] = {}
    for call in calls:
        if not call.again:
            coming.setdefault(call.note.writer, []).append(call.note.number)
    return sum(after < before for numbers in coming.values() for before, after in pairwise(numbers))


def _notes(writer: Writer, count: int) -> list[Note]:
    return [Note(writer, number) for number in range(1, count + 1)]


def _swap(notes: list[Note], chance: random.Random) -> None:
    """Let some come after the next; none is moved twice."""
    place = 0
    while place + 1 < len(notes):
        if chance.random() < SWAPPED:
            notes[place], notes[place + 1] = notes[place + 1], notes[place]
            place += 1
        place += 1


def _in_rounds(said: dict[Writer, list[Note]], size: Size, chance: random.Random) -> Iterator[Coming]:
    slot = 0
    for turn in range(size.messages):
        for writer in chance.sample(list(said), len(said)):
            yield Coming(slot / size.rate, said[writer][turn])
            slot += 1


def _delay(chance: random.Random) -> float:
    return 0.0 if chance.random() < _AT_ONCE else chance.uniform(*_LATER_SECONDS)

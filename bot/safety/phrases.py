"""The small phrase language of the rule files, and the matcher that finds all phrases in one pass over a message.

A phrase is words with single spaces between them, and

- ``(end|take)``     one of these; each may be several words: ``(kill|get rid of)``
- ``really?``        may be left out; so may a group: ``(just|only)?``
- ``{myself}``       one of a list that the file defines under ``lists``
- ``...``            up to 3 other words, within the same part of a sentence
- ``cut*``           any word that begins so (three letters or more before the star)
- ``^`` and ``$``    alone at the start or the end: the phrase begins or ends the message

Case, accents, apostrophes and spacing do not matter. A phrase never reaches across the end of a sentence.
The matcher keeps a set of places in the phrases and moves it word by word. Nothing is tried twice, so its time is
bounded by the number of words times the number of places in all phrases, whatever the message is.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from bot.safety.normalise import HARD, SOFT, normalise

GAP_WORDS = 3
_STAR = "*"
_SHORTEST_STEM = 3
_TOKEN = re.compile(r"\(([^()]*)\)(\??)|\{(\w+)\}(\??)|(\.\.\.)|([^\s(){}?|^$]+)(\??)|(\s+)|(.)")

Lists = Mapping[str, Sequence[str]]
Readings = Callable[[str], Sequence[tuple[str, ...]]]
"""Other ways to read a word; see bot/safety/spelling.py."""


class PhraseError(ValueError):
    """A phrase that is not in the phrase language; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Item:
    """One step of a phrase: one of the alternatives (each some words), or nothing if it is optional."""

    alternatives: tuple[tuple[str, ...], ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """A parsed phrase. An item of None is a gap."""

    items: tuple[Item | None, ...]
    begins: bool = False
    ends: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """The words [start, end) are phrase number ``phrase``."""

    start: int
    end: int
    phrase: int


def parse_phrase(source: str, lists: Lists) -> Phrase:
    """Read one phrase; raise PhraseError if it is not in the language."""
    body = source.strip()
    begins, ends = body.startswith("^ "), body.endswith(" $")
    items = tuple(_items(body.removeprefix("^ ").removesuffix(" $"), lists))
    certain = [item for item in items if item is None or not item.optional]
    if not any(certain):
        raise PhraseError("a phrase needs at least one word that is not optional")
    if certain[0] is None or items[-1] is None:
        raise PhraseError("'...' stands between two words that are not optional")
    if (None, None) in pairwise(certain):
        raise PhraseError("between two '...' there must be a word that is not optional")
    return Phrase(items, begins, ends)


def _items(body: str, lists: Lists) -> Iterator[Item | None]:
    for found in _TOKEN.finditer(body):
        group, group_optional, name, name_optional, gap, word, word_optional, space, other = found.groups()
        if other is not None:
            raise PhraseError(f"{other!r} has no meaning here")
        if gap is not None:
            yield None
        elif name is not None:
            if name not in lists:
                raise PhraseError(f"there is no list {name!r} in this file")
            yield _item(lists[name], bool(name_optional))
        elif space is None:
            alternatives = [word] if group is None else group.split("|")
            yield _item(alternatives, bool(group_optional or word_optional))


def _item(alternatives: Sequence[str], optional: bool) -> Item:
    return Item(tuple(map(_words, alternatives)), optional)


@lru_cache(maxsize=1024)  # the rules say the same words over and over
def _words(alternative: str) -> tuple[str, ...]:
    words: list[str] = []
    for part in alternative.split(" "):
        found = normalise(part.removesuffix(_STAR)).words
        if not found or SOFT in found or HARD in found:
            raise PhraseError("an alternative is words only, without punctuation")
        words += found
        if part.endswith(_STAR):
            if len(found[-1]) < _SHORTEST_STEM:
                raise PhraseError(f"a word needs {_SHORTEST_STEM} letters before the star")
            words[-1] += _STAR
    return tuple(words)


@dataclass(slots=True)
class _Place:
    """A place between two words of the phrases: where each word leads, and what ends here.

    stems: where the words lead that begin so, by the beginning; lengths: of those beginnings. gap is the place to
    which any other word leads; in_gap is true at the places of a gap, which a pause ends.
    """

    words: dict[str, list[int]] = field(default_factory=dict)
    stems: dict[str, list[int]] = field(default_factory=dict)
    lengths: tuple[int, ...] = ()
    gap: int | None = None
    in_gap: bool = False
    ends: list[int] = field(default_factory=list)

    def add(self, word: str, following: int) -> None:
        if not word.endswith(_STAR):
            self.words.setdefault(word, []).append(following)
            return
        stem = word.removesuffix(_STAR)
        self.stems.setdefault(stem, []).append(following)
        self.lengths = tuple(sorted({*self.lengths, len(stem)}))

    def after(self, word: str) -> Iterator[int]:
        """The places to which the word leads, a gap left aside."""
        yield from self.words.get(word, ())
        for length in self.lengths:
            yield from self.stems.get(word[:length], ())


Active = set[tuple[int, int]]
"""(place, the word at which the phrase began)"""


class Matcher:
    """Finds every occurrence of every phrase."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self._phrases = phrases
        self._places = [_Place()]
        for number, phrase in enumerate(phrases):
            for last in self._add(phrase):
                self._places[last].ends.append(number)

    def find(self, words: Sequence[str], readings: Readings | None = None) -> list[Match]:
        """All matches, in the order of the message. ``words`` are those of a normalised message."""
        matches: set[Match] = set()
        active: Active = set()
        for index, word in enumerate(words):
            if word == HARD:
                active.clear()
            elif word == SOFT:
                active = {(place, start) for place, start in active if not self._places[place].in_gap}
            else:
                passed, active = self._read(active, word, index, readings)
                ended = ((n, start) for place, start in passed for n in self._places[place].ends)
                matches.update(Match(start, index + 1, number) for number, start in ended)
        spoken = [index for index, word in enumerate(words) if word not in (SOFT, HARD)]
        return sorted(match for match in matches if self._is_placed(match, spoken[0], spoken[-1]))

    def _read(
        self, active: Active, word: str, index: int, readings: Readings | None
    ) -> tuple[Active, Active]:
        """The places passed and those reached by the word, in each way to read it."""
        reached = set(self._step(active, word, index))
        others = readings(word) if readings else ()
        if not others:
            return reached, reached
        passed = set(reached)
        for reading in others:
            here = active
            for each in reading:
                here = set(self._step(here, each, index))
                passed |= here
            reached |= here
        return passed, reached

    def _step(self, active: Active, word: str, index: int) -> Iterator[tuple[int, int]]:
        for place, start in active:
            here = self._places[place]
            for following in here.after(word):
                yield following, start
            if here.gap is not None:
                yield here.gap, start
        for following in self._places[0].after(word):
            yield following, index

    def _is_placed(self, match: Match, first: int, last: int) -> bool:
        phrase = self._phrases[match.phrase]
        return not (phrase.begins and match.start != first) and not (phrase.ends and match.end != last + 1)

    def _add(self, phrase: Phrase) -> set[int]:
        """Add the places of a phrase; return those at which it is complete."""
        front = {0}
        for item in phrase.items:
            if item is None:
                front = self._add_gap(front)
                continue
            joint = self._new()
            for place in front:
                for words in item.alternatives:
                    self._add_words(place, words, joint)
            front = front | {joint} if item.optional else {joint}
        return front

    def _add_words(self, place: int, words: tuple[str, ...], joint: int) -> None:
        for word in words[:-1]:
            following = self._new()
            self._places[place].add(word, following)
            place = following
        self._places[place].add(words[-1], joint)

    def _add_gap(self, front: set[int]) -> set[int]:
        reached = set(front)
        for place in front:
            self._places[place].in_gap = True
            for _ in range(GAP_WORDS):
                following = self._new()
                self._places[following].in_gap = True
                self._places[place].gap = following
                place = following  # noqa: PLW2901 - the gap is a chain of places
                reached.add(following)
        return reached

    def _new(self) -> int:
        self._places.append(_Place())
        return len(self._places) - 1

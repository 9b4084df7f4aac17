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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
    return Item(_alternatives(tuple(alternatives)), optional)


@lru_cache(maxsize=50_000)  # lists stand in many phrases
def _alternatives(texts: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(dict.fromkeys(map(_words, texts)))


@lru_cache(maxsize=50_000)  # the rules say the same words over and over
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


_NO_STEPS: Mapping[str, tuple[int, ...]] = {}
"""Shared by the many places that have none, since they are a hundred thousand."""


def _with_step(steps: Mapping[str, tuple[int, ...]], word: str, following: int) -> dict[str, tuple[int, ...]]:
    grown = steps if isinstance(steps, dict) and steps is not _NO_STEPS else {}
    grown[word] = (*grown.get(word, ()), following)
    return grown


@dataclass(slots=True)
class _Place:
    """A place between two words of the phrases: where each word leads, and what ends here.

    stems: where the words lead that begin so, by the beginning; lengths: of those beginnings. gap is the place to
    which any other word leads; in_gap is true at the places of a gap, which a pause ends.
    """

    words: Mapping[str, tuple[int, ...]] = field(default_factory=lambda: _NO_STEPS)
    stems: Mapping[str, tuple[int, ...]] = field(default_factory=lambda: _NO_STEPS)
    lengths: tuple[int, ...] = ()
    gap: int | None = None
    in_gap: bool = False
    ends: tuple[int, ...] = ()

    def add(self, word: str, following: int) -> None:
        if not word.endswith(_STAR):
            self.words = _with_step(self.words, word, following)
            return
        stem = word.removesuffix(_STAR)
        self.stems = _with_step(self.stems, stem, following)
        self.lengths = tuple(sorted({*self.lengths, len(stem)}))

    def after(self, word: str) -> list[int]:
        """The places to which the word leads, a gap left aside."""
        return [*self.words.get(word, ()), *self.after_stems(word)]

    def after_stems(self, word: str) -> list[int]:
        """The places to which the word's beginnings lead."""
        return [following for length in self.lengths for following in self.stems.get(word[:length], ())]


Places = frozenset[int]
_NOWHERE: Places = frozenset()
_MOST_KNOWN = 30_000
"""So many steps are remembered; then they are learnt anew. People say the same words over and over."""


class _Automaton:
    """The places of some phrases, and the steps between them. Place 0 is where every phrase begins."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self._places = [_Place()]
        self._joints: dict[tuple[int, tuple[tuple[str, ...], ...]], int] = {}
        self._inner: dict[tuple[int, str], int] = {}
        for number, phrase in enumerate(phrases):
            for last in self._add(phrase):
                self._places[last].ends += (number,)

    def read(
        self, places: Iterable[int], word: str, readings: Readings | None, *, begin: bool
    ) -> tuple[Places, Places]:
        """The places reached by a word, and those passed on the way, in each way to read it; phrases may begin here."""
        if word == SOFT:
            kept = frozenset(place for place in places if not self._places[place].in_gap)
            return kept, _NOWHERE
        reached = self._after(places, word, begin=begin)
        passed = set(reached)
        for reading in readings(word) if readings else ():
            here = frozenset(places)
            for each in reading:
                here = self._after(here, each, begin=begin)
                passed |= here
            reached |= here
        return reached, frozenset(passed)

    def ended(self, passed: Places) -> tuple[int, ...]:
        """The phrases that are complete at one of these places."""
        return tuple(sorted({number for place in passed for number in self._places[place].ends}))

    def _after(self, places: Iterable[int], word: str, *, begin: bool) -> Places:
        """The places to which the word leads. Written out flat, because this is what a new message costs."""
        reached: list[int] = self._places[0].after(word) if begin else []
        for place in places:
            here = self._places[place]
            if word in here.words:
                reached += here.words[word]
            if here.lengths:
                reached += here.after_stems(word)
            if here.gap is not None:
                reached.append(here.gap)
        return frozenset(reached)

    def _add(self, phrase: Phrase) -> set[int]:
        """Add the places of a phrase; return those at which it is complete."""
        front = {0}
        for index, item in enumerate(phrase.items):
            if item is None:
                front = self._add_gap(front)
                continue
            joint = self._joint(front, item, shared=not _is_before_gap(phrase.items[index + 1 :]))
            front = front | {joint} if item.optional else {joint}
        return front

    def _joint(self, front: set[int], item: Item, *, shared: bool) -> int:
        """The place after an item. Phrases that have been the same up to here share it, unless a gap begins at it."""
        key = (next(iter(front)), item.alternatives)
        shared = shared and len(front) == 1
        if shared and key in self._joints:
            return self._joints[key]
        joint = self._new()
        for place in front:
            for words in item.alternatives:
                self._add_words(place, words, joint)
        if shared:
            self._joints[key] = joint
        return joint

    def _add_words(self, place: int, words: tuple[str, ...], joint: int) -> None:
        for word in words[:-1]:
            following = self._inner.get((place, word))
            if following is None:
                following = self._inner[place, word] = self._new()
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


class Matcher:
    """Finds every occurrence of every phrase.

    All phrases are one automaton, which share the places at which they begin alike. Where a step leads is remembered, so
    that an ordinary message costs a look into a dictionary for each word. Only for a phrase that ends somewhere is it
    looked up where it began.
    """

    def __init__(self, phrases: Sequence[Phrase], readings: Readings | None = None) -> None:
        self._phrases = phrases
        self._readings = readings
        self._automaton = _Automaton(phrases)
        self._longest = [_length(phrase) for phrase in phrases]
        self._steps: dict[tuple[Places, str, bool], tuple[Places, tuple[int, ...]]] = {}
        self._same: dict[Places, Places] = {}

    def find(self, words: Sequence[str]) -> list[Match]:
        """All matches, in the order of the message. ``words`` are those of a normalised message."""
        matches: set[Match] = set()
        places, sentence = _NOWHERE, 0
        for index, word in enumerate(words):
            if word == HARD:
                places, sentence = _NOWHERE, index + 1
                continue
            places, ended = self._step(places, word, begin=True)
            for number in ended:
                first = max(sentence, index + 1 - self._longest[number])
                matches.update(
                    Match(start, index + 1, number)
                    for start in range(first, index + 1)
                    if self._spans(words[start : index + 1], number)
                )
        spoken = [index for index, word in enumerate(words) if word not in (SOFT, HARD)]
        return sorted(match for match in matches if self._is_placed(match, spoken[0], spoken[-1]))

    def _spans(self, words: Sequence[str], number: int) -> bool:
        """True if the phrase begins with the first of these words and ends with the last."""
        if words[0] == SOFT:
            return False
        places, ended = self._step(_NOWHERE, words[0], begin=True)
        for word in words[1:]:
            if not places:
                return False
            places, ended = self._step(places, word, begin=False)
        return number in ended

    def _step(self, places: Places, word: str, *, begin: bool) -> tuple[Places, tuple[int, ...]]:
        """Where a word leads, and which phrases it completes."""
        known = self._steps.get((places, word, begin))
        if known is None:
            if len(self._steps) >= _MOST_KNOWN:
                self._steps.clear()
                self._same.clear()
            reached, passed = self._automaton.read(places, word, self._readings, begin=begin)
            known = self._same.setdefault(reached, reached), self._automaton.ended(passed)
            self._steps[places, word, begin] = known
        return known

    def _is_placed(self, match: Match, first: int, last: int) -> bool:
        phrase = self._phrases[match.phrase]
        return not (phrase.begins and match.start != first) and not (phrase.ends and match.end != last + 1)


def _is_before_gap(following: Sequence[Item | None]) -> bool:
    """True if a gap begins here, or may begin because what is between may be left out."""
    for item in following:
        if item is None or not item.optional:
            return item is None
    return False


def _length(phrase: Phrase) -> int:
    """The most words that a phrase can cover, with a pause before each."""
    words = (GAP_WORDS if item is None else max(map(len, item.alternatives)) for item in phrase.items)
    return 2 * sum(words)

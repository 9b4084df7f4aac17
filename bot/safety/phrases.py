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
from itertools import chain, pairwise

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


Places = frozenset[int]
_NOWHERE: Places = frozenset()
_MOST_KNOWN = 30_000
"""So many steps are remembered; then they are learnt anew. People say the same words over and over."""


@dataclass(slots=True)
class _Building:
    """What is known only while phrases are added: places after an item, those within an alternative, and equal steps."""

    joints: dict[tuple[int, tuple[tuple[str, ...], ...]], int] = field(default_factory=dict)
    inner: dict[tuple[int, str], int] = field(default_factory=dict)
    same: dict[tuple[int, ...], tuple[int, ...]] = field(default_factory=dict)


class _Steps:
    """Where words lead: for each word, from which place to which places. Sparse, since most words lead nowhere."""

    def __init__(self) -> None:
        self._by_word: dict[str, dict[int, tuple[int, ...]]] = {}

    def add(
        self, place: int, word: str, following: int, same: dict[tuple[int, ...], tuple[int, ...]]
    ) -> None:
        """The word leads from this place to that one, too. ``same`` holds what is equal once."""
        steps = self._by_word.setdefault(word, {})
        places = (*steps.get(place, ()), following)
        steps[place] = same.setdefault(places, places)

    def after(self, places: Iterable[int], word: str) -> Iterator[int]:
        """The places to which the word leads."""
        if steps := self._by_word.get(word):
            for place in places:
                yield from steps.get(place, ())


class _Automaton:
    """The places between words of the phrases, numbered, and the steps between them. At place 0 every phrase begins.

    Of a place is known where whole words lead, where the beginnings of words lead, where any other word leads if the
    place is in a gap (which a pause ends), and which phrases are complete there.
    """

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self._count = 1
        self._words, self._stems = _Steps(), _Steps()
        self._stem_lengths: set[int] = set()
        self._gaps: dict[int, int] = {}
        self._in_gap: set[int] = set()
        self._ends: dict[int, tuple[int, ...]] = {}
        building = _Building()
        for number, phrase in enumerate(phrases):
            for last in self._add(phrase, building):
                self._ends[last] = (*self._ends.get(last, ()), number)

    def read(
        self, places: Iterable[int], word: str, readings: Readings | None, *, begin: bool
    ) -> tuple[Places, Places]:
        """The places reached by a word, and those passed on the way, in each way to read it; phrases may begin here."""
        if word == SOFT:
            kept = frozenset(place for place in places if place not in self._in_gap)
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
        return tuple(sorted({number for place in passed for number in self._ends.get(place, ())}))

    def _after(self, places: Iterable[int], word: str, *, begin: bool) -> Places:
        """The places to which the word leads."""
        here = (*places, 0) if begin else tuple(places)
        stems = {word[:length] for length in self._stem_lengths}
        return frozenset(
            chain(
                self._words.after(here, word),
                *(self._stems.after(here, stem) for stem in stems),
                (self._gaps[place] for place in here if place in self._gaps),
            )
        )

    def _add(self, phrase: Phrase, building: _Building) -> set[int]:
        """Add the places of a phrase; return those at which it is complete."""
        front = {0}
        for index, item in enumerate(phrase.items):
            if item is None:
                front = self._add_gap(front)
                continue
            shared = not _is_before_gap(phrase.items[index + 1 :])
            joint = self._joint(front, item, building, shared=shared)
            front = front | {joint} if item.optional else {joint}
        return front

    def _joint(self, front: set[int], item: Item, building: _Building, *, shared: bool) -> int:
        """The place after an item. Phrases that have been the same up to here share it, unless a gap begins at it."""
        key = (next(iter(front)), item.alternatives)
        shared = shared and len(front) == 1
        if shared and key in building.joints:
            return building.joints[key]
        joint = self._new()
        for place in front:
            for words in item.alternatives:
                self._add_words(place, words, joint, building)
        if shared:
            building.joints[key] = joint
        return joint

    def _add_words(self, place: int, words: tuple[str, ...], joint: int, building: _Building) -> None:
        for word in words[:-1]:
            following = building.inner.get((place, word))
            if following is None:
                following = building.inner[place, word] = self._new()
                self._add_step(place, word, following, building)
            place = following
        self._add_step(place, words[-1], joint, building)

    def _add_step(self, place: int, word: str, following: int, building: _Building) -> None:
        if not word.endswith(_STAR):
            self._words.add(place, word, following, building.same)
            return
        stem = word.removesuffix(_STAR)
        self._stem_lengths.add(len(stem))
        self._stems.add(place, stem, following, building.same)

    def _add_gap(self, front: set[int]) -> set[int]:
        reached = set(front)
        for place in front:
            self._in_gap.add(place)
            for _ in range(GAP_WORDS):
                following = self._new()
                self._in_gap.add(following)
                self._gaps[place] = following
                place = following  # noqa: PLW2901 - the gap is a chain of places
                reached.add(following)
        return reached

    def _new(self) -> int:
        self._count += 1
        return self._count - 1


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

"""What a person looks for: their words matched with the needs of content/regions/needs.csv and with names of services.

Pure, and explainable: a need is found by one of its phrases, all of whose words are in the message.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log

from snowballstemmer import stemmer
from symspellpy import SymSpell, Verbosity

from bot.directory.model import Need
from bot.directory.said import plain

LONGEST = 600
"""Of a longer message only so many characters are looked at."""
_MENDED_FROM = 5
"""Letters: shorter words are too like one another to be mended."""
_SHORT_NAME = 5
_SHORT_MESSAGE = 6
_SLIPS = 2
_FOR_LENGTH = 0.1
_SAY_LITTLE = frozenset(
    re.findall(
        r"\w+",
        "a about am can find for get go help i im in is it me my need on or place service services some somebody someone"
        " something somewhere support talk the there to want with now right today tonight urgent please really",
    )
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Ids of needs, the most telling first, and ids of services that were named."""

    needs: tuple[str, ...] = ()
    services: tuple[str, ...] = ()


class Vocabulary:
    """The words for needs and services of one edition."""

    def __init__(self, needs: Iterable[Need], names: Mapping[str, Iterable[str]]) -> None:
        """``names`` are the names of each service by its id."""
        self._phrases = [
            (need.id, stems)
            for need in needs
            for phrase in need.words
            if (stems := _stems(plain(phrase).split()))
        ]
        self._names: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
        for each, found in names.items():
            for name in filter(None, (tuple(plain(name).split()) for name in found)):
                self._names[name[0]].append((each, name))
        self._weights = _weights(self._phrases)
        words = {word for need in needs for phrase in need.words for word in plain(phrase).split()}
        words |= {word for named in self._names.values() for _, name in named for word in name}
        self._known = frozenset(words)
        self._speller = SymSpell(max_dictionary_edit_distance=_SLIPS)
        for word in sorted(words):
            if len(word) >= _MENDED_FROM:
                self._speller.create_dictionary_entry(word, 1)

    def find(self, said: str) -> Wanted:
        """What these words ask for; nothing if none of them is known."""
        if not said:
            return Wanted()
        words = [self._mended(word) for word in plain(said[:LONGEST]).split()]
        return Wanted(self._needs(frozenset(_stems(words))), self._services(words))

    def _needs(self, stems: frozenset[str]) -> tuple[str, ...]:
        best: dict[str, float] = defaultdict(float)
        for need, phrase in self._phrases:
            if stems.issuperset(phrase):
                best[need] = max(best[need], self._weight(phrase))
        return tuple(sorted(best, key=lambda need: -best[need]))

    def _weight(self, phrase: tuple[str, ...]) -> float:
        """How telling a phrase is: mostly its rarest word, for "someone to talk to" says less than "died"."""
        weights = [self._weights[stem] for stem in phrase]
        return max(weights) + _FOR_LENGTH * sum(weights)

    def _services(self, words: Sequence[str]) -> tuple[str, ...]:
        """In the order in which they are said. Only names that begin with a word of the message are looked at."""
        named = [
            each
            for at, word in enumerate(words)
            for each, name in self._names.get(word, ())
            if tuple(words[at : at + len(name)]) == name and _counts(name, words)
        ]
        return tuple(dict.fromkeys(named))

    def _mended(self, word: str) -> str:
        if word in self._known or len(word) < _MENDED_FROM or not word.isalpha():
            return word
        slips = 1 if len(word) < _MENDED_FROM + 2 else _SLIPS
        close = self._speller.lookup(word, Verbosity.TOP, max_edit_distance=slips)
        return close[0].term if close else word


def _counts(name: tuple[str, ...], words: Sequence[str]) -> bool:
    """A short name of one word may be an ordinary word, so it counts in a short message only."""
    return len(name) > 1 or len(name[0]) > _SHORT_NAME or len(words) <= _SHORT_MESSAGE


def _weights(phrases: Sequence[tuple[str, tuple[str, ...]]]) -> dict[str, float]:
    """How telling each stem is: more so, the fewer needs it is used for."""
    needs_of: dict[str, set[str]] = defaultdict(set)
    for need, stems in phrases:
        for stem in stems:
            needs_of[stem].add(need)
    total = len({need for need, _ in phrases})
    little = frozenset(_stems(_SAY_LITTLE))
    return {
        stem: 0.5 if stem in little else 1.0 + log(total / len(needs)) for stem, needs in needs_of.items()
    }


def _stems(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(_stem, words))


@cache
def _english() -> object:
    return stemmer("english")


@lru_cache(maxsize=10_000)
def _stem(word: str) -> str:
    return str(_english().stemWord(word))  # type: ignore[attr-defined]  # snowballstemmer publishes no types

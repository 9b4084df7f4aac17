"""What a person looks for: their words matched with the needs of content/regions/needs.csv and with names of services.

Pure, and explainable: a need is found by one of its phrases, all of whose words are in the message.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
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
_TWO_SLIPS_FROM = 8
_SLIPS = 2
_FOR_LENGTH = 0.1
_SAY_LITTLE = frozenset(
    re.findall(
        r"\w+",
        "a about am and any anyone anything are around as at be but by can could do does dont find for from get give go got"
        " has have he help her him his how i id if im in is it its ive just know like local looking me my near need no not"
        " now of on or our out place please really right service services she so some somebody someone something somewhere"
        " support talk tell that the their them there they this to today tonight told us want was we were what whats when"
        " where which who will with would you your urgent asap",
    )
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Ids of needs, the most telling first, and of services that were named; without both, the words that say something."""

    needs: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


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
        needs, services = self._needs(frozenset(_stems(words))), self._services(words)
        telling = tuple(dict.fromkeys(word for word in words if word not in _SAY_LITTLE))
        return Wanted(needs, services, () if needs or services else telling)

    def _needs(self, stems: frozenset[str]) -> tuple[str, ...]:
        said = [(need, phrase) for need, phrase in self._phrases if stems.issuperset(phrase)]
        best: dict[str, float] = defaultdict(float)
        for need, phrase in said:
            # "crisis house" is no house, and "recovery college" no college.
            if not any(set(phrase) < set(longer) for other, longer in said if other != need):
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
        if word in self._known or len(word) < _MENDED_FROM or not word.isalpha() or word in ordinary_words():
            return word
        slips = 1 if len(word) < _TWO_SLIPS_FROM else _SLIPS
        close = self._speller.lookup(word, Verbosity.TOP, max_edit_distance=slips)
        return close[0].term if close and close[0].term[0] == word[0] else word


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
def ordinary_words() -> frozenset[str]:
    """English words, which mean what they say: "cutting" is not a misspelt "betting"."""
    listed = resources.files("symspellpy") / "frequency_dictionary_en_82_765.txt"
    return frozenset(line.split(" ")[0] for line in listed.read_text("utf-8-sig").splitlines())


@cache
def _english() -> object:
    return stemmer("english")


@lru_cache(maxsize=10_000)
def _stem(word: str) -> str:
    return str(_english().stemWord(word))  # type: ignore[attr-defined]  # snowballstemmer publishes no types

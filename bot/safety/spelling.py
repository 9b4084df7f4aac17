"""What a word may stand for: misspelt, stretched, run together, disguised by signs, or text-speak.

A reading is only ever added: the word as it is written is always read too, so nothing is lost by a wrong guess.
Readings are words of the rules (or ordinary English words between them), so this makes no sense of anything else.
"""

import math
import re
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import groupby

from symspellpy import SymSpell, Verbosity

from bot.safety.normalise import HARD, SIGNS, SOFT, normalise

Reading = tuple[str, ...]

_ORDINARY_WORDS = 30_000
"""So many of the commonest English words are never taken for misspellings of another."""
_LONG = 9
"""From this length (letters) two mistakes are mended, else one."""
_SHORTEST_MENDED = 3
_SHORT = 3
"""A word of the rules that is so short is only taken for one with its letters swapped: too much else is near it."""
_MOST_MENDED = 3
_SHORTEST_RUN_TOGETHER = 6
_LONGEST_PART = 16
_UNKNOWN_COST = 40.0
_SIGN_LETTERS = str.maketrans("1!|0345@7$€+8", "iiioeasatsetb")
_STRETCHED = re.compile(r"(.)\1+")
_PLAIN = re.compile(r"[a-z]+")
_SIGNS = re.compile(f"[{re.escape(SIGNS)}]+")
_LOOKS_MASKED = re.compile(f"[{re.escape(SIGNS)}0-9]")


class Speller:
    """Finds readings of words. ``vocabulary``: the English words of the rules; ``known``: words to leave alone."""

    def __init__(
        self, vocabulary: Iterable[str], known: Iterable[str], shorthand: Mapping[str, Reading]
    ) -> None:
        self.vocabulary = frozenset(word for word in vocabulary if _PLAIN.fullmatch(word))
        counts = _ordinary_counts()
        self._english = self.vocabulary | counts.keys()
        self._known = self._english | frozenset(known)
        self._shorthand = shorthand
        self._costs = _costs(counts, self.vocabulary)
        self._by_length = {
            length: tuple(words)
            for length, words in groupby(sorted(self.vocabulary, key=_by_length), key=len)
        }
        self._lock = threading.Lock()  # the mender keeps its scratch paper to itself
        self._mender = SymSpell(max_dictionary_edit_distance=2, prefix_length=9)
        for word in sorted(self.vocabulary):
            if len(word) >= _SHORTEST_MENDED:
                self._mender.create_dictionary_entry(word, counts.get(word, 1))
        self.readings = lru_cache(maxsize=20_000)(self._readings)

    def is_english(self, words: Sequence[str]) -> bool:
        """True if half of the words or more are English ones, as they are written or as they are mended."""
        spoken = [word for word in words if word not in (SOFT, HARD)]
        known = sum(word in self._english or bool(self.readings(word)) for word in spoken)
        return 2 * known >= len(spoken)

    def mended(self, message: str) -> str:
        """The message with each word that is no word replaced by what it most likely stands for, if it is English.

        Shorthand stays: what reads this has seen it, and "kms" may be kilometres.
        """
        read = normalise(message)
        if not self.is_english(read.words):
            return message
        parts: list[str] = []
        at = 0
        for word, (start, end) in zip(read.words, read.offsets, strict=True):
            if word in (SOFT, HARD) or word in self._shorthand:
                continue
            if reading := next(
                (each for each in self.readings(word) if self._english.issuperset(each)), None
            ):
                parts += (message[at:start], " ".join(reading))
                at = end
        return "".join((*parts, message[at:]))

    def _readings(self, word: str) -> tuple[Reading, ...]:
        """Other ways to read a word, without repeats; none for nearly every word."""
        return tuple(dict.fromkeys(reading for reading in self._guess(word) if reading != (word,)))

    def _guess(self, word: str) -> Iterator[Reading]:
        if word in self._shorthand:
            yield self._shorthand[word]
        if word in self._known or not word.isascii():
            return
        if _LOOKS_MASKED.search(word):
            yield from self._unmasked(word)
            return
        plain = self._unstretched(word)
        if plain is not None:
            yield (plain,)
            return
        squeezed = _STRETCHED.sub(r"\1\1", word)
        yield from ((mended,) for mended in self._mended(squeezed))
        if len(squeezed) >= _SHORTEST_RUN_TOGETHER and (parts := self._parted(squeezed)):
            yield parts

    def _unmasked(self, word: str) -> Iterator[Reading]:
        """``k1ll``, ``su!cide``, ``d*e``; and the parts at the signs, for a missing space: ``please!help``."""
        for one in "il":
            plain = word.translate(
                _SIGN_LETTERS if one == "i" else _SIGN_LETTERS | {ord("1"): "l", ord("!"): "l"}
            )
            if plain in self.vocabulary:
                yield (plain,)
            elif (squeezed := self._unstretched(plain)) in self.vocabulary:
                yield (squeezed,)
        if "*" in word:
            yield from ((each,) for each in self._by_length.get(len(word), ()) if _hides(word, each))
        parts = tuple(part for part in _SIGNS.split(word) if part)
        if len(parts) > 1:
            yield parts

    def _unstretched(self, word: str) -> str | None:
        """The known word of which this is a drawn-out form (``diiiie``, ``killl``), if any."""
        if not _STRETCHED.search(word):
            return None
        forms = (
            _STRETCHED.sub(r"\1\1", word),
            _STRETCHED.sub(r"\1", word),
            re.sub(r"(.)\1{2,}", r"\1", word),
        )
        return next((form for form in forms if form in self.vocabulary), None) or next(
            (form for form in forms if form in self._known), None
        )

    def _mended(self, word: str) -> list[str]:
        if not _PLAIN.fullmatch(word) or not _SHORTEST_MENDED <= len(word) <= _LONGEST_PART:
            return []
        most = 2 if len(word) >= _LONG else 1
        with self._lock:
            found = self._mender.lookup(word, Verbosity.CLOSEST, max_edit_distance=most)
        likely = [each.term for each in found if len(each.term) > _SHORT or sorted(each.term) == sorted(word)]
        return likely[:_MOST_MENDED]

    def _parted(self, word: str) -> Reading | None:
        """The likeliest ordinary words in a run of letters without spaces, if it is all words, else None."""
        if not _PLAIN.fullmatch(word):
            return None
        best: list[tuple[float, int]] = [(0.0, 0)]
        for end in range(1, len(word) + 1):
            first = max(0, end - _LONGEST_PART)
            best.append(min((best[at][0] + self._cost(word[at:end]), at) for at in range(first, end)))
        parts: list[str] = []
        at = len(word)
        while at:
            parts.insert(0, word[best[at][1] : at])
            at = best[at][1]
        mended = [part if part in self._costs else next(iter(self._mended(part)), part) for part in parts]
        unknown = sum(len(part) for part in mended if part not in self._costs)
        return tuple(mended) if len(parts) > 1 and unknown <= len(word) // 4 else None

    def _cost(self, part: str) -> float:
        return self._costs.get(part, _UNKNOWN_COST + 4 * len(part))


def _by_length(word: str) -> tuple[int, str]:
    return len(word), word


def _hides(masked: str, word: str) -> bool:
    """True if the word is the masked one with letters for its stars."""
    return all(sign in ("*", letter) for sign, letter in zip(masked, word, strict=True))


def _costs(counts: Mapping[str, int], vocabulary: Iterable[str]) -> dict[str, float]:
    """How surprising each word is (minus the logarithm of its share); words of the rules are never rare."""
    total = sum(counts.values())
    costs = {
        word: -math.log(count / total)
        for word, count in counts.items()
        if len(word) > 1 or word in ("a", "i")
    }
    return costs | {word: min(costs.get(word, 12.0), 12.0) for word in vocabulary if len(word) > 1}


@lru_cache(maxsize=1)
def _ordinary_counts() -> dict[str, int]:
    """The commonest English words and how often they were seen, from symspellpy's dictionary."""
    text = (files("symspellpy") / "frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    lines = (line.split(" ") for line in text.splitlines()[:_ORDINARY_WORDS])
    return {word: int(count) for word, count in lines}

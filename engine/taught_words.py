"""Which words the engine has been taught, and for what: how far its reading of a message can be trusted, without Rasa.

A classifier always finds some intent nearest, also for another language or for keys hit at random. What gives such a
reading away is that the message's words are not among those that were taught.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_SLIP_FROM = 6  # letters: shorter words are too like one another, and like words of other languages


@dataclass(frozen=True, slots=True)
class Guard:
    """The least that one intent needs to be believed, beside words that are known at all."""

    own_share: float
    mark: float
    confidence: float


class TaughtWords:
    """How often each word is in the examples of each intent: per intent, in a thousand of its examples."""

    def __init__(self, by_intent: Mapping[str, Mapping[str, int]]) -> None:
        self.by_intent = by_intent
        self._known = {word for words in by_intent.values() for word in words}
        self._slips = {slip for word in self._known for slip in _slips(word)}

    @classmethod
    def learn(cls, examples: Iterable[tuple[str, str]]) -> "TaughtWords":
        """Count the words of examples, each given with its intent."""
        counts: dict[str, Counter[str]] = {}
        sizes: Counter[str] = Counter()
        for intent, text in examples:
            sizes[intent] += 1
            counts.setdefault(intent, Counter()).update(words_of(text))
        return cls(
            {
                intent: {word: round(1000 * count / sizes[intent]) for word, count in sorted(words.items())}
                for intent, words in counts.items()
            }
        )

    def known_share(self, words: frozenset[str], places: frozenset[str] = frozenset()) -> float:
        """How much of a message is in places, or in words that were taught, allowing for one slip in a long one."""
        return _share(words, lambda word: word in places or self._is_known(word))

    def own_share(self, words: frozenset[str], intent: str) -> float:
        """How much of a message is in words of this intent's own examples."""
        return _share(words, lambda word: word in self.by_intent.get(intent, {}))

    def mark(self, words: frozenset[str], intent: str) -> float:
        """How far one word of the message points at this intent: 1 if it was taught for no other."""
        own = self.by_intent.get(intent, {})
        return max((own[word] / self._frequency(word) for word in words if word in own), default=0.0)

    def _is_known(self, word: str) -> bool:
        return word in self._known or not self._slips.isdisjoint(_slips(word))

    def _frequency(self, word: str) -> int:
        return sum(words.get(word, 0) for words in self.by_intent.values())


def words_of(text: str) -> frozenset[str]:
    """The words of a text as they are compared: small letters, no accents; its signs if it has no word."""
    bare = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return frozenset(word.replace("'", "") for word in _WORD.findall(bare)) or frozenset(bare.split())


def _share(words: frozenset[str], counts: Callable[[str], bool]) -> float:
    """The share by letters: the short words of many languages look alike."""
    letters = sum(map(len, words))
    return sum(len(word) for word in words if counts(word)) / letters if letters else 0.0


def _slips(word: str) -> frozenset[str]:
    """A long word with any one letter gone, and whole: two words that a slip of the finger parts share one."""
    if len(word) < _SLIP_FROM:
        return frozenset()
    return frozenset({word} | {word[:i] + word[i + 1 :] for i in range(len(word))})

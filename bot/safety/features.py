"""What the second net sees of the words themselves: hashed n-grams of words and of letters, with no list of words.

Pure, the same on every machine (crc32, not Python's salted hash), and linear in the length of the text.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from zlib import crc32

from bot.safety.normalise import HARD, SOFT

BUCKETS = 1 << 16
_SHORTEST, _LONGEST = 2, 5  # letters of a piece of a word


def plain_words(words: Iterable[str]) -> list[str]:
    """Normalised words without breaks, as n-grams see them: every run of a letter is one, so ``sooo`` is ``so``."""
    return [_squeeze(word) for word in words if word not in {HARD, SOFT}]


def _squeeze(word: str) -> str:
    if word.isdigit():
        return word
    return "".join(letter for letter, _ in groupby(word))


def word_grams(words: Sequence[str]) -> Iterator[str]:
    """Single words, pairs of neighbours, and pairs with one word between them."""
    for word in words:
        yield f"w:{word}"
    for first, second in pairwise(("^", *words, "$")):
        yield f"b:{first} {second}"
    for first, second in zip(words, words[2:], strict=False):
        yield f"s:{first} {second}"


def letter_grams(words: Iterable[str]) -> Iterator[str]:
    """Pieces of 2 to 5 letters of each word, with its ends marked: they survive typing mistakes and missing spaces."""
    for word in words:
        marked = f"_{word}_"
        for size in range(_SHORTEST, _LONGEST + 1):
            for start in range(len(marked) - size + 1):
                yield marked[start : start + size]


def bucket(gram: str) -> int:
    """Where the weights of an n-gram are; others may share it."""
    return crc32(gram.encode(errors="replace")) & (BUCKETS - 1)


def features(words: Sequence[str]) -> tuple[list[int], list[float]]:
    """Buckets and their values for the words of a text (``plain_words``).

    Word and letter n-grams each have the length 1 together, so that a long text is not louder than a short one.
    """
    found: dict[int, float] = {}
    for grams in (word_grams(words), letter_grams(words)):
        part = set(map(bucket, set(grams)))
        for each in sorted(part):
            found[each] = found.get(each, 0.0) + len(part) ** -0.5
    return list(found), list(found.values())

"""The examples as numbers: what each is taught as, in which words, and its n-grams."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from bot.language.encoder import LONGEST
from bot.safety.classifier import Mend, as_read
from bot.safety.examples import Example, read_examples
from bot.safety.features import BUCKETS, features, plain_words
from bot.safety.normalise import normalise
from bot.safety.rule_file import CATEGORIES
from bot.safety.weights import RESPONSES
from training.perturb import variants

Flags = npt.NDArray[np.int8]

_VARIANTS = 4
_VARIED = 0.5
_KEPT_BACK = 20
"""One example in so many is not taught, but tells how much each part of the second net counts."""
SEED = 7


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of some examples as the second net reads them, and the same as other thumbs would have typed them."""

    plain: tuple[str, ...]
    variants: tuple[tuple[str, ...], ...]

    def choose(self, chance: np.random.Generator) -> list[str]:
        """One text for each example: itself, or one of its variants."""
        return [
            str(chance.choice(varied)) if varied and chance.random() < _VARIED else plain
            for plain, varied in zip(self.plain, self.variants, strict=True)
        ]


def different(folder: Path) -> list[Example]:
    """Every example of the folder; one whose text stands there twice, once: the stronger response counts."""
    kept: dict[str, Example] = {}
    for example in read_examples(folder):
        before = kept.get(example.text)
        if before is None or example.response.rank > before.response.rank:
            kept[example.text] = example
    return list(kept.values())


def is_kept_back(example: Example) -> bool:
    """True for one example in so many, the same ones every time."""
    return crc32(example.text.encode()) % _KEPT_BACK == 0


def texts(examples: Sequence[Example], mend: Mend) -> Texts:
    """What is taught. ``mend`` is what the second net does to a message before it reads it."""
    return Texts(
        tuple(as_read(each.text[:LONGEST], mend) for each in examples),
        tuple(
            tuple(as_read(text[:LONGEST], mend) for text in variants(each.text, _VARIANTS))
            for each in examples
        ),
    )


def flags(examples: Sequence[Example]) -> Flags:
    """One row for each example, one column for each of TARGETS."""
    rows = [
        [
            *(each.response.rank >= rank for rank, _ in enumerate(RESPONSES, start=1)),
            *(name in each.categories for name in CATEGORIES),
        ]
        for each in examples
    ]
    return np.array(rows, dtype=np.int8)


def grams(texts: Sequence[str]) -> csr_matrix:
    """The n-grams of each text, as the second net sees them."""
    ends, places, values = [0], list[int](), list[float]()
    for text in texts:
        found, worth = features(plain_words(normalise(text).words))
        places += found
        values += worth
        ends.append(len(places))
    return csr_matrix((values, places, ends), shape=(len(texts), BUCKETS), dtype=np.float32)

"""The examples as numbers: what each is taught as, its n-grams, and which of them must not be parted."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components
from sklearn.model_selection import StratifiedGroupKFold

from bot.language.encoder import LONGEST
from bot.safety.examples import Example, read_examples
from bot.safety.features import BUCKETS, features, plain_words
from bot.safety.normalise import normalise
from bot.safety.rule_file import CATEGORIES
from bot.safety.weights import RESPONSES
from training.perturb import variants

Flags = npt.NDArray[np.int8]
Places = npt.NDArray[np.intp]

_FOLDS = 5
_NEAR = 1.2
"""How alike two messages are whose n-grams have this product, of at most 2: nearly the same message."""
SEED = 7


@dataclass(frozen=True, slots=True)
class Texts:
    """Messages, and for each the place of the example it came from. The examples themselves come first."""

    texts: tuple[str, ...]
    origin: Places


def different(folder: Path) -> list[Example]:
    """Every example of the folder; one whose text stands there twice, once: the stronger response counts."""
    kept: dict[str, Example] = {}
    for example in read_examples(folder):
        before = kept.get(example.text)
        if before is None or example.response.rank > before.response.rank:
            kept[example.text] = example
    return list(kept.values())


def with_variants(examples: Sequence[Example], count: int) -> Texts:
    """The texts of the examples, followed by so many variants of each."""
    made = [(text, place) for place, each in enumerate(examples) for text in variants(each.text, count)]
    return Texts(
        texts=(*(each.text for each in examples), *(text for text, _ in made)),
        origin=np.array([*range(len(examples)), *(place for _, place in made)], dtype=np.intp),
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
    """The n-grams of the beginning of each text, as the second net sees them."""
    ends, places, values = [0], list[int](), list[float]()
    for text in texts:
        found, worth = features(plain_words(normalise(text[:LONGEST]).words))
        places += found
        values += worth
        ends.append(len(places))
    return csr_matrix((values, places, ends), shape=(len(texts), BUCKETS), dtype=np.float32)


def folds(examples: Sequence[Example], seen: csr_matrix) -> list[tuple[Places, Places]]:
    """Places to learn from and places to try, five times: alike messages are on the same side."""
    alike = (seen @ seen.T).tocoo()
    near = alike.data > _NEAR
    pairs = csr_matrix((alike.data[near], (alike.row[near], alike.col[near])), shape=alike.shape)
    _, groups = connected_components(pairs, directed=False)
    kinds = [f"{each.response} {each.language}" for each in examples]
    many = Counter(kinds)
    kinds = [kind if many[kind] >= _FOLDS else "few" for kind in kinds]
    splitter = StratifiedGroupKFold(_FOLDS, shuffle=True, random_state=SEED)
    return list(splitter.split(np.zeros(len(examples)), kinds, groups))

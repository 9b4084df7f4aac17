"""Fits the parts of the second net. The same numbers in give the same numbers out, on the same machine."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bot.safety.weights import KNOWN_BYTES, SIGNALS, TARGETS, Numbers, lengths, nearness, standard
from training.data import SEED, Flags

Fitted = dict[str, npt.NDArray[Any]]

_VARIANT_WORTH = 0.5
_POSITIVE_WORTH = 1.5
"""A missed message is worse than a false alarm."""
_GRAMS_C = 10.0
_RIDGE = 0.3
_KNOWN = 5_000
"""So many examples are neighbours of what is read: their vectors fill most of the file."""
_CHUNK = 4_000
_LEAST_SPREAD = 1e-4
_MOST_BYTE = 127
_LEAST_SCALE = 1e-6
_MIX_C = 100.0
_SURE = 6.0


@dataclass(frozen=True, slots=True)
class Part:
    """What to learn from: rows, which targets hold for each, and how much each row counts."""

    targets: Flags
    worth: Numbers

    @classmethod
    def of(cls, targets: Flags, is_variant: npt.NDArray[np.bool_]) -> "Part":
        """Variants count half."""
        return cls(targets, np.where(is_variant, _VARIANT_WORTH, 1.0).astype(np.float32))


def fit_grams(seen: csr_matrix, part: Part) -> Fitted:
    """Weights of n-grams in a byte each, with a scale and a bias for each target."""
    made = []
    for column in range(len(TARGETS)):
        holds = part.targets[:, column]
        worth = part.worth * np.where(holds, _POSITIVE_WORTH, 1.0)
        made.append(_line(seen, holds, _GRAMS_C, solver="liblinear", worth=worth))
    exact = np.array([weights for weights, _ in made]).T
    scale = np.maximum(np.abs(exact).max(axis=0), _LEAST_SCALE) / _MOST_BYTE
    return {
        "grams": np.rint(exact / scale).astype(np.int8),
        "gram_scale": scale.astype(np.float32),
        "gram_bias": np.array([bias for _, bias in made], dtype=np.float32),
    }


def fit_meaning(vectors: Numbers, part: Part, originals: int) -> Fitted:
    """Kernel ridge regression on some of the examples; ``originals`` rows come first, then variants.

    A message is as its neighbours are; every example and variant has its say in how much each neighbour counts.
    """
    middle, spread = (
        vectors[:originals].mean(axis=0),
        np.maximum(vectors[:originals].std(axis=0), _LEAST_SPREAD),
    )
    chosen = np.linspace(0, originals - 1, min(originals, _KNOWN)).astype(np.intp)
    seen = standard(vectors, middle, spread)
    steps = np.rint(seen[chosen] * KNOWN_BYTES).astype(np.int8)
    known = steps.astype(np.float32) / np.float32(KNOWN_BYTES)
    wanted = part.targets.astype(np.float32)
    bias = np.average(wanted, axis=0, weights=part.worth)
    known_lengths = lengths(known)
    inner = _RIDGE * nearness(known, known, known_lengths).astype(np.float64)
    outer = np.zeros((len(chosen), len(TARGETS)))
    for start in range(0, len(vectors), _CHUNK):
        rows = slice(start, start + _CHUNK)
        near = nearness(seen[rows], known, known_lengths)
        heavy = near * part.worth[rows, None]
        inner += heavy.T @ near
        outer += heavy.T @ (wanted[rows] - bias)
    inner[np.diag_indices(len(chosen))] += _LEAST_SCALE
    return {
        "middle": middle,
        "spread": spread,
        "known": steps,
        "known_says": cho_solve(cho_factor(inner), outer).astype(np.float16),
        "known_bias": bias.astype(np.float32),
    }


def fit_mix(signals: Numbers, targets: Flags) -> Fitted:
    """How much each signal (rows, SIGNALS, TARGETS) counts, so that what comes out is a probability."""
    made = [
        _line(signals[:, :, column], targets[:, column], _MIX_C, solver="lbfgs")
        for column in range(len(TARGETS))
    ]
    return {
        "mix": np.array([weights for weights, _ in made], dtype=np.float32).T,
        "mix_bias": np.array([bias for _, bias in made], dtype=np.float32),
    }


def _line(
    seen: csr_matrix | Numbers, holds: Flags, c: float, *, solver: str, worth: Numbers | None = None
) -> tuple[Numbers, float]:
    """Weights and bias of a logistic regression; of a target that no example has, or every one, the bias alone."""
    if holds.all() or not holds.any():
        return np.zeros(seen.shape[1], dtype=np.float32), _SURE if holds.all() else -_SURE
    model = LogisticRegression(C=c, solver=solver, random_state=SEED).fit(seen, holds, sample_weight=worth)
    return model.coef_[0], float(model.intercept_[0])


NO_MIX: Fitted = {
    "mix": np.zeros((SIGNALS, len(TARGETS)), dtype=np.float32),
    "mix_bias": np.zeros(len(TARGETS), dtype=np.float32),
}
"""Stands in for the mix while there is none yet."""


def mixed(signals: Numbers, mix: Fitted) -> Numbers:
    """Probabilities, one row for each of the messages whose signals these are."""
    told: Numbers = 1 / (1 + np.exp(-((signals * mix["mix"]).sum(axis=1) + mix["mix_bias"])))
    return told

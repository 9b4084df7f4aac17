"""Fits the n-grams of the second net, and how much each of its parts counts: the same numbers in, the same numbers out."""

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bot.safety.weights import SIGNALS, TARGETS, Numbers
from training.data import SEED, Flags, Texts, grams

Fitted = dict[str, npt.NDArray[Any]]

_VARIANTS, _VARIANT_WORTH = 2, 0.5
_POSITIVE_WORTH = 1.5
"""A missed message is worse than a false alarm."""
_GRAMS_C = 10.0
_MOST_BYTE = 127
_LEAST_SCALE = 1e-6
_MIX_C = 100.0
_SURE = 6.0


def fit_grams(taught: Texts, targets: Flags) -> Fitted:
    """Weights of n-grams in a byte each, with a scale and a bias for each target. Variants count half."""
    varied = [(text, place) for place, each in enumerate(taught.variants) for text in each[:_VARIANTS]]
    origin = np.array([*range(len(taught.plain)), *(place for _, place in varied)], dtype=np.intp)
    seen = grams([*taught.plain, *(text for text, _ in varied)])
    counts = np.where(np.arange(len(origin)) < len(taught.plain), 1.0, _VARIANT_WORTH)
    made = []
    for holds in targets[origin].T:
        worth = counts * np.where(holds, _POSITIVE_WORTH, 1.0)
        made.append(_line(seen, holds, _GRAMS_C, solver="liblinear", worth=worth))
    exact = np.array([weights for weights, _ in made]).T
    scale = np.maximum(np.abs(exact).max(axis=0), _LEAST_SCALE) / _MOST_BYTE
    return {
        "grams": np.rint(exact / scale).astype(np.int8),
        "gram_scale": scale.astype(np.float32),
        "gram_bias": np.array([bias for _, bias in made], dtype=np.float32),
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

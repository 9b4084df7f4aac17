"""Fits the parts of the second net. The same numbers in give the same numbers out, on the same machine."""

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from bot.safety.weights import SIGNALS, TARGETS, Numbers
from training.data import SEED, Flags

Fitted = dict[str, npt.NDArray[Any]]

_VARIANT_WORTH = 0.5
_POSITIVE_WORTH = 1.5
"""A missed message is worse than a false alarm."""
_GRAMS_C = 10.0
_WIDTH = 256
_MEANING_ALPHA = 1.0
_ROUNDS = 30
_MOST_BYTE = 127


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
    rows, biases = [], []
    for column in range(len(TARGETS)):
        holds = part.targets[:, column]
        worth = part.worth * np.where(holds, _POSITIVE_WORTH, 1.0)
        model = LogisticRegression(C=_GRAMS_C, solver="liblinear", random_state=SEED)
        model.fit(seen, holds, sample_weight=worth)
        rows.append(model.coef_[0])
        biases.append(model.intercept_[0])
    exact = np.array(rows).T
    scale = np.abs(exact).max(axis=0) / _MOST_BYTE
    return {
        "grams": np.rint(exact / scale).astype(np.int8),
        "gram_scale": scale.astype(np.float32),
        "gram_bias": np.array(biases, dtype=np.float32),
    }


def fit_meaning(vectors: Numbers, part: Part) -> Fitted:
    """A net with one hidden layer, of which the spread of the vectors has become a part."""
    middle, spread = vectors.mean(axis=0), vectors.std(axis=0)
    model = MLPClassifier(
        (_WIDTH,), alpha=_MEANING_ALPHA, max_iter=_ROUNDS, batch_size=128, random_state=SEED, tol=0.0
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # so many rounds are enough: more learn by heart
        model.fit((vectors - middle) / spread, part.targets, sample_weight=part.worth)
    (hidden, out), (hidden_bias, out_bias) = model.coefs_, model.intercepts_
    scaled = hidden / spread[:, None]
    return {
        "hidden": scaled.astype(np.float16),
        "hidden_bias": (hidden_bias - middle @ scaled).astype(np.float32),
        "out": out.astype(np.float16),
        "out_bias": out_bias.astype(np.float32),
    }


def fit_mix(signals: Numbers, targets: Flags) -> Fitted:
    """How much each signal (rows, SIGNALS, TARGETS) counts, so that what comes out is a probability."""
    mix, bias = np.zeros((SIGNALS, len(TARGETS))), np.zeros(len(TARGETS))
    for column in range(len(TARGETS)):
        model = LogisticRegression(C=100.0, random_state=SEED)
        model.fit(signals[:, :, column], targets[:, column])
        mix[:, column], bias[column] = model.coef_[0], model.intercept_[0]
    return {"mix": mix.astype(np.float32), "mix_bias": bias.astype(np.float32)}


NO_MIX: Fitted = {
    "mix": np.zeros((SIGNALS, len(TARGETS)), dtype=np.float32),
    "mix_bias": np.zeros(len(TARGETS), dtype=np.float32),
}
"""Stands in for the mix while there is none yet."""


def mixed(signals: Numbers, mix: Fitted) -> Numbers:
    """Probabilities, one row for each of the messages whose signals these are."""
    told: Numbers = 1 / (1 + np.exp(-((signals * mix["mix"]).sum(axis=1) + mix["mix_bias"])))
    return told

"""The weights of the second net: two files that belong together, read, checked, and applied with numpy alone."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load

from bot.content.errors import ContentError
from bot.language.encoder import DIMENSIONS
from bot.language.model_file import Bytes
from bot.safety.features import BUCKETS, features
from bot.safety.rule_file import CATEGORIES

Numbers = npt.NDArray[np.float32]

RESPONSES = ("check_in", "takeover", "emergency")
TARGETS = (*RESPONSES, *CATEGORIES)
"""What is told, in this order, by everything that has one number a target. A response stands for itself or more."""
SIGNALS = 3
"""What is mixed for each target: n-grams of the whole, n-grams of the strongest window, meaning."""
FORMAT = 2
ENCODER = "encoder."
"""What the names of the encoder's own tensors begin with; bot/language/model_file.py says what they are."""
WEIGHTS, SETTINGS = "classifier.safetensors", "classifier.json"
MEND = "run `make train-safety`"


@dataclass(frozen=True, slots=True)
class Points:
    """From which probability on a response is called for."""

    check_in: float
    takeover: float
    emergency: float


@dataclass(frozen=True, slots=True)
class Settings:
    """What stands beside the weights. examples: the fingerprint of the examples they were made from."""

    encoder: str
    examples: str
    points: Points
    probes: dict[str, float]
    """Messages and the probability of takeover that each must have; shows that everything is as it was in training."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The numbers. All results have one number for each of TARGETS."""

    grams: npt.NDArray[np.int8]
    gram_scale: Numbers
    gram_bias: Numbers
    meaning: Numbers
    meaning_bias: Numbers
    mix: Numbers
    mix_bias: Numbers

    def of_words(self, words: Sequence[str]) -> Numbers:
        """What the n-grams of these words say."""
        found, values = features(words)
        rows = self.grams[found].astype(np.float32)
        told: Numbers = np.asarray(values, np.float32) @ rows * self.gram_scale + self.gram_bias
        return told

    def of_vectors(self, vectors: Numbers) -> Numbers:
        """What the meaning says. One row for each vector."""
        told: Numbers = vectors @ self.meaning + self.meaning_bias
        return told

    def mixed(self, signals: Numbers) -> Numbers:
        """Probabilities from the signals, SIGNALS rows."""
        told: Numbers = 1 / (1 + np.exp(-((signals * self.mix).sum(axis=0) + self.mix_bias)))
        return told


SHAPES: dict[str, tuple[int, ...]] = {
    "grams": (BUCKETS, len(TARGETS)),
    "gram_scale": (len(TARGETS),),
    "gram_bias": (len(TARGETS),),
    "meaning": (DIMENSIONS, len(TARGETS)),
    "meaning_bias": (len(TARGETS),),
    "mix": (SIGNALS, len(TARGETS)),
    "mix_bias": (len(TARGETS),),
}
"""What must be in the file, beside the encoder's tensors."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What both files hold. tensors: those of the encoder that are ours, by their names in its model file."""

    weights: Weights
    tensors: dict[str, Bytes]
    settings: Settings


def load_weights(folder: Path) -> Loaded:
    """Read and check both files; raise ContentError if one is missing, damaged, or not the other's."""
    raw, beside = _bytes(folder / WEIGHTS), _bytes(folder / SETTINGS)
    file = (folder / SETTINGS).as_posix()
    try:
        data: dict[str, Any] = json.loads(beside)
        made_by, sha256 = data["format"], data["weights_sha256"]
        settings = Settings(
            encoder=str(data["encoder"]),
            examples=str(data["examples_sha256"]),
            points=Points(**{name: float(data["points"][name]) for name in RESPONSES}),
            probes={str(text): float(value) for text, value in data["probes"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ContentError(f"does not say what it must: {MEND}", file=file) from error
    if made_by != FORMAT:
        raise ContentError(f"is of format {made_by}, not {FORMAT}: {MEND}", file=file)
    if hashlib.sha256(raw).hexdigest() != sha256:
        problem = f"{WEIGHTS} beside it is not the file that this one describes: {MEND}"
        raise ContentError(problem, file=file)
    weights, tensors = _weights(raw, (folder / WEIGHTS).as_posix())
    return Loaded(weights, tensors, settings)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ContentError(f"cannot be read ({error.strerror}): {MEND}", file=path.as_posix()) from error


def _weights(raw: bytes, file: str) -> tuple[Weights, dict[str, Bytes]]:
    try:
        found = load(raw)
    except SafetensorError as error:
        raise ContentError(f"cannot be read ({error}): {MEND}", file=file) from error
    tensors = {name.removeprefix(ENCODER): each for name, each in found.items() if name.startswith(ENCODER)}
    try:
        return to_weights({name: each for name, each in found.items() if name in SHAPES}), tensors
    except ValueError as error:
        raise ContentError(f"{error}: {MEND}", file=file) from error


def to_weights(found: Mapping[str, npt.NDArray[Any]]) -> Weights:
    """The weights of these arrays; raise ValueError if they are not those that are used here."""
    if {name: each.shape for name, each in found.items()} != SHAPES or found["grams"].dtype != np.int8:
        raise ValueError("does not hold the numbers that are used here")
    exact = {name: each.astype(np.float32) for name, each in found.items() if name != "grams"}
    return Weights(grams=found["grams"], **exact)

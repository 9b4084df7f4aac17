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
from bot.safety.features import BUCKETS, features
from bot.safety.rule_file import CATEGORIES

Numbers = npt.NDArray[np.float32]

RESPONSES = ("check_in", "takeover", "emergency")
TARGETS = (*RESPONSES, *CATEGORIES)
"""What is told, in this order, by everything that has one number a target. A response stands for itself or more."""
SIGNALS = 3
"""What is mixed for each target: n-grams of the whole, n-grams of the strongest window, meaning."""
FORMAT = 1
KNOWN_BYTES = 32
"""A known example's vector has a byte for each number, in steps of one 32nd."""
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
    middle: Numbers
    spread: Numbers
    known: Numbers
    known_says: Numbers
    known_bias: Numbers
    known_lengths: Numbers
    mix: Numbers
    mix_bias: Numbers

    def of_words(self, words: Sequence[str]) -> Numbers:
        """What the n-grams of these words say."""
        found, values = features(words)
        rows = self.grams[found].astype(np.float32)
        told: Numbers = np.asarray(values, np.float32) @ rows * self.gram_scale + self.gram_bias
        return told

    def of_vectors(self, vectors: Numbers) -> Numbers:
        """What the meaning says: each known example says more, the nearer it lies. One row for each vector."""
        near = nearness(standard(vectors, self.middle, self.spread), self.known, self.known_lengths)
        told: Numbers = near @ self.known_says + self.known_bias
        return told

    def mixed(self, signals: Numbers) -> Numbers:
        """Probabilities from the signals, SIGNALS rows."""
        told: Numbers = 1 / (1 + np.exp(-((signals * self.mix).sum(axis=0) + self.mix_bias)))
        return told


SHAPES: dict[str, tuple[int | None, ...]] = {
    "grams": (BUCKETS, len(TARGETS)),
    "gram_scale": (len(TARGETS),),
    "gram_bias": (len(TARGETS),),
    "middle": (DIMENSIONS,),
    "spread": (DIMENSIONS,),
    "known": (None, DIMENSIONS),
    "known_says": (None, len(TARGETS)),
    "known_bias": (len(TARGETS),),
    "mix": (SIGNALS, len(TARGETS)),
    "mix_bias": (len(TARGETS),),
}
"""What must be in the file; None is the number of known examples."""


def load_weights(folder: Path) -> tuple[Weights, Settings]:
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
    return _weights(raw, (folder / WEIGHTS).as_posix()), settings


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ContentError(f"cannot be read ({error.strerror}): {MEND}", file=path.as_posix()) from error


def _weights(raw: bytes, file: str) -> Weights:
    try:
        found = load(raw)
    except SafetensorError as error:
        raise ContentError(f"cannot be read ({error}): {MEND}", file=file) from error
    try:
        return to_weights(found)
    except ValueError as error:
        raise ContentError(f"{error}: {MEND}", file=file) from error


def to_weights(found: Mapping[str, npt.NDArray[Any]]) -> Weights:
    """The weights of these arrays; raise ValueError if they are not those that are used here."""
    known = len(found["known"]) if "known" in found else 0
    wanted = {name: tuple(known if n is None else n for n in shape) for name, shape in SHAPES.items()}
    if {name: each.shape for name, each in found.items()} != wanted or found["grams"].dtype != np.int8:
        raise ValueError("does not hold the numbers that are used here")
    exact = {name: each.astype(np.float32) for name, each in found.items() if name != "grams"}
    exact["known"] /= KNOWN_BYTES
    return Weights(grams=found["grams"], known_lengths=lengths(exact["known"]), **exact)


def standard(vectors: Numbers, middle: Numbers, spread: Numbers) -> Numbers:
    """Vectors in which every number varies alike, within what a byte of ``known`` holds."""
    told: Numbers = np.clip((vectors - middle) / spread, -127 / KNOWN_BYTES, 127 / KNOWN_BYTES)
    return told


def lengths(known: Numbers) -> Numbers:
    """What ``nearness`` needs to know of the known vectors; made once, because it takes as long as all the rest."""
    told: Numbers = (known**2).sum(axis=1)
    return told


def nearness(seen: Numbers, known: Numbers, known_lengths: Numbers) -> Numbers:
    """How near each vector (row) lies to each known one (column): 1 where they are the same, towards 0 far away."""
    apart = (seen**2).sum(axis=1)[:, None] + known_lengths - 2 * (seen @ known.T)
    told: Numbers = np.exp(-np.maximum(apart, 0) / DIMENSIONS)
    return told

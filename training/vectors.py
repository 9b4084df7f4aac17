"""Vectors of texts, remembered between trainings: making one takes some 20 ms, and there are tens of thousands."""

import hashlib
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from bot.language.encoder import DIMENSIONS, Encoder, Vectors

_BATCH = 200
_SAVE_EVERY = 4_000


class Remembered:
    """An Encoder that remembers in a file what it has made."""

    def __init__(self, encoder: Encoder, path: Path) -> None:
        self._encoder, self._path = encoder, path
        self._known: dict[bytes, Vectors] = {}
        if path.exists():
            with np.load(path) as saved:
                keys, vectors = saved["keys"], saved["vectors"]
            self._known = {key.tobytes(): vector for key, vector in zip(keys, vectors, strict=True)}

    @property
    def name(self) -> str:
        """The encoder's own."""
        return self._encoder.name

    def encode(self, text: str) -> Vectors:
        """The vector of a text."""
        vector: Vectors = self.encode_batch([text])[0]
        return vector

    def encode_batch(self, texts: Sequence[str]) -> Vectors:
        """One vector for each text."""
        self.learn(texts)
        found = [self._known[self._key(text)] for text in texts]
        return np.array(found, dtype=np.float32).reshape(len(texts), DIMENSIONS)

    def learn(self, texts: Iterable[str]) -> None:
        """Make the vectors that are missing, and save them when there are many."""
        missing = {key: text for text in texts if (key := self._key(text)) not in self._known}
        items = sorted(missing.items(), key=lambda item: len(item[1]))
        for start in range(0, len(items), _BATCH):
            part = items[start : start + _BATCH]
            made = self._encoder.encode_batch([text for _, text in part])
            self._known.update(zip((key for key, _ in part), made, strict=True))
            if len(items) > _BATCH:
                print(f"\r  {start + len(part)} of {len(items)} texts encoded", end="", file=sys.stderr)
            if (start // _BATCH + 1) % (_SAVE_EVERY // _BATCH) == 0:
                self.save()
        if len(items) > _BATCH:
            print(file=sys.stderr)
            self.save()

    def save(self) -> None:
        """Write everything that is known, whole or not at all."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(".fresh.npz")
        keys = np.frombuffer(b"".join(self._known), dtype=np.uint8).reshape(len(self._known), -1)
        np.savez(fresh, keys=keys, vectors=np.array(list(self._known.values()), dtype=np.float32))
        fresh.replace(self._path)

    def _key(self, text: str) -> bytes:
        return hashlib.blake2b(f"{self.name}\0{text}".encode(errors="replace"), digest_size=16).digest()

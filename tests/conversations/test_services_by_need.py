"""Every need, and every kind of service, can be asked for in words that were not taught, and leads to rows for it.

Each sentence of tests/engine/held_out_services.yml goes through the real engine and actions; what they ask the directory
for is then looked up in the real packs. If they ask where the person is first, the person does not say.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import pytest
import yaml

from bot.clock import LONDON
from bot.directives import Services, parse
from bot.directory.lookup import Directory
from bot.directory.model import Kind
from tests.engine.conftest import Talk
from tests.support.bot_thread import RunningBot
from tests.support.shared_engine import shared_engine

pytestmark = pytest.mark.engine

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "tests/engine/held_out_services.yml"
SENTENCES: Mapping[str, list[str]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
LEAST = 5
"""So many wordings of each need must lead to one of its rows, among the first that are shown."""
SHOWN, WITH_MORE = 3, 6
"""So many rows are shown at first, and after "more"."""
NOW = datetime(2026, 6, 10, 14, tzinfo=LONDON)
Found = dict[str, dict[str, list[str]]]


@pytest.fixture(scope="module")
def directory(whole_bot: RunningBot) -> Directory:
    return whole_bot.deps.directory


@pytest.fixture(scope="module")
def found(
    pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory, directory: Directory
) -> Found:
    """The ids of the rows that each sentence of each need leads to, best first."""
    engine = shared_engine(pytestconfig, tmp_path_factory)
    return {
        need: {each: rows_for(asked(Talk(engine), each), directory) for each in sentences}
        for need, sentences in SENTENCES.items()
    }


def asked(talk: Talk, sentence: str) -> Services | None:
    """What a sentence asks the directory for, after declining to say where if that was asked."""
    directives = talk.say(sentence)["directives"]
    if {"ask": "place"} in directives:
        directives = talk.say("I'd rather not say")["directives"]
    last = [each for each in directives if "services" in each][-1:]
    query = parse(last[0]) if last else None
    return query if isinstance(query, Services) else None


def rows_for(query: Services | None, directory: Directory) -> list[str]:
    if query is None:
        return []
    if query.id:
        return [query.id]
    words: Callable[..., str] = lambda key, **_: key  # noqa: E731 - a text function that says its keys
    results = directory.search(query, text=words, region="llr", now=NOW, most=WITH_MORE).results
    return [result.service.id for result in results]


def rows_of(need: str, directory: Directory) -> set[str]:
    return {service.id for service, _ in directory.edition().candidates(need, "llr", None, 1000)}


def test_no_sentence_was_taught() -> None:
    def letters(text: str) -> str:
        return re.sub(r"[^a-z0-9]", "", text.casefold())

    files = (ROOT / "nlu_data").glob("*/nlu.yml")
    blocks = [block for each in files for block in yaml.safe_load(each.read_text(encoding="utf-8"))["nlu"]]
    examples = [line for block in blocks if "intent" in block for line in block["examples"].splitlines()]
    taught = {letters(re.sub(r"\]\([a-z_]+\)", "", line)) for line in examples}
    assert [each for sentences in SENTENCES.values() for each in sentences if letters(each) in taught] == []


def test_there_are_sentences_for_every_need(directory: Directory) -> None:
    assert set(SENTENCES) == set(directory.edition().needs)
    assert {need for need, sentences in SENTENCES.items() if len(sentences) < LEAST} == set()


@pytest.mark.parametrize("need", SENTENCES)
def test_a_need_can_be_asked_for(need: str, found: Found, directory: Directory) -> None:
    rows = rows_of(need, directory)
    assert rows, "no row answers this need"
    astray = {sentence: ids for sentence, ids in found[need].items() if rows.isdisjoint(ids[:SHOWN])}
    assert len(found[need]) - len(astray) >= LEAST, astray


@pytest.mark.parametrize("kind", Kind)
def test_a_kind_of_service_can_be_asked_for(kind: Kind, found: Found, directory: Directory) -> None:
    rows = {service.id for service in directory.by_kind(kind, "llr")}
    right = [each for by_sentence in found.values() for each, ids in by_sentence.items() if rows & set(ids)]
    assert len(right) >= LEAST, right

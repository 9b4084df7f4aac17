"""Two bots over one PostgreSQL: either takes a message, either shows the reply, and there is one reply."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import inbox
from tests.conftest import unavailable
from tests.support import postgres
from tests.support.bot_thread import RunningBot, running_bot
from tests.support.chat import Person
from tests.support.fake_engine import FakeEngine


@pytest.fixture
def bots(tmp_path: Path, postgres_url: str | None) -> Iterator[tuple[RunningBot, RunningBot]]:
    """Two bots with the same key, store and engine."""
    if postgres_url is None:
        unavailable("PostgreSQL")
        return
    postgres.empty(postgres_url)
    engine = FakeEngine()
    with (
        running_bot(tmp_path, engine, database_url=postgres_url) as one,
        running_bot(tmp_path, engine, database_url=postgres_url) as other,
    ):
        yield one, other


def test_what_one_takes_in_the_other_shows(bots: tuple[RunningBot, RunningBot]) -> None:
    one, other = bots
    with Person(one.url) as writer, Person(other.url, writer.token) as reader:
        writer.send("hello")
        reader.answers()
        writer.events(quiet=1.0)
        assert [event["text"] for event in writer.said] == [event["text"] for event in reader.said]
    assert len(one.engine.turns) == 1


def test_a_burst_over_both_is_answered_once_each(bots: tuple[RunningBot, RunningBot]) -> None:
    one, other = bots
    with Person(one.url) as first, Person(other.url, first.token) as second:
        for index in range(10):
            (first, second)[index % 2].send(f"message {index}", message_id=f"m{index}")
            (second, first)[index % 2].send(
                f"message {index}", message_id=f"m{index}"
            )  # repeated at the other one
        deadline = time.monotonic() + 20
        while one.deps.database.run_now(inbox.waiting) and time.monotonic() < deadline:
            time.sleep(0.05)
        first.events()
        assert [event["from"] for event in first.said].count("person") == 10
    assert len({turn["turn_id"] for turn in one.engine.turns}) == 10
    assert len([event for event in first.said if event["from"] == "bot" and event["kind"] == "text"]) == 10

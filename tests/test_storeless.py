"""With the store locked or gone people still get words that help, and no message is lost."""

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bot.store import cases
from tests.support.bot_thread import RunningBot, running_bot
from tests.support.chat import Person
from tests.support.ports import free_port


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[RunningBot]:
    """A bot that gives up on its store quickly."""
    with running_bot(tmp_path / "data", store_seconds=0.2) as running:
        yield running


@pytest.fixture
def locked(bot: RunningBot) -> Iterator[sqlite3.Connection]:
    """Another program holds the store's lock."""
    blocker = sqlite3.connect(bot.deps.settings.data_dir / "waymark.db", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    yield blocker
    blocker.close()


def answered(person: Person, count: int, seconds: float = 15) -> list[str]:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        person.events()
        said = [event["text"] for event in person.said if event["from"] == "bot" and event["id"]]
        if len(said) > count:
            return said
    raise AssertionError("no answer in time")


@pytest.mark.parametrize(
    ("text", "first"),
    [("hello", "text"), ("I want to end my life", "card"), ("I've just taken an overdose", "card")],
)
def test_locked_store_is_answered_in_the_response_and_worked_off_later(
    bot: RunningBot, person: Person, locked: sqlite3.Connection, text: str, first: str
) -> None:
    answer = person.send(text)
    assert answer.status_code == 200
    body = answer.json()
    assert body["stored"] is False
    assert body["messages"][0]["kind"] == first
    assert any("999" in message["text"] for message in body["messages"])
    assert len(bot.deps.spool) == 1
    assert b"waymark_spool_messages 1" in bot.deps.metrics.text()
    ready = httpx.get(f"{bot.url}/health/ready")
    assert ready.status_code == 503
    assert {"store", "spool"} <= set(ready.json()["not_ready"])
    locked.execute("COMMIT")
    assert answered(person, 1)
    assert [event["text"] for event in person.said if event["from"] == "person"] == [text]
    assert len(bot.deps.spool) == 0
    assert len(bot.deps.database.run_now(cases.listing)) == (1 if first == "card" else 0)


def test_sending_again_while_spooled_is_still_one_message(
    bot: RunningBot, person: Person, locked: sqlite3.Connection
) -> None:
    for _ in range(3):
        person.send("hello", message_id="same")
    locked.execute("COMMIT")
    answered(person, 1)
    person.send("hello", message_id="same")
    person.events(quiet=1.5)
    assert [event["text"] for event in person.said if event["from"] == "person"] == ["hello"]
    assert len(bot.engine.turns) == 1


def test_deleting_while_the_store_is_locked_is_refused_honestly(
    bot: RunningBot, person: Person, locked: sqlite3.Connection
) -> None:
    refused = httpx.delete(
        f"{bot.url}/api/chat/conversation", headers={"Authorization": f"Bearer {person.token}"}
    )
    assert refused.status_code == 503
    assert "999" in refused.json()["help"]


def test_store_that_goes_in_mid_turn_shows_help_and_answers_once_it_is_back(
    bot: RunningBot, person: Person
) -> None:
    person.ask("hello")
    bot.engine.delay = 0.6
    person.send("sleep")
    blocker = sqlite3.connect(bot.deps.settings.data_dir / "waymark.db", isolation_level=None)
    while not blocker.execute("SELECT * FROM leases").fetchall():
        time.sleep(0.01)
    blocker.execute("BEGIN IMMEDIATE")
    urgent = person.events(quiet=2.5)
    assert any(event["id"] is None and "999" in event["text"] for event in urgent)
    blocker.execute("COMMIT")
    blocker.close()
    answered(person, 2)
    assert (
        len({turn["turn_id"] for turn in bot.engine.turns}) == 2
    )  # asked again under the same id: it happens once


def test_starts_without_its_store_and_takes_it_up_later(tmp_path: Path) -> None:
    url = f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/nowhere"
    with running_bot(tmp_path, database_url=url, store_seconds=0.2) as bot, Person(bot.url) as person:
        body = person.send("I want to end my life").json()
        assert (body["stored"], body["messages"][0]["kind"]) == (False, "card")
        assert len(bot.deps.spool) == 1


def test_message_that_cannot_be_kept_is_a_problem_with_the_same_words(
    bot: RunningBot, person: Person, locked: sqlite3.Connection
) -> None:
    bot.deps.settings.spool_dir.rmdir()
    refused = person.send("I want to end my life")
    assert refused.status_code == 503
    assert "999" in refused.json()["detail"]
    assert b"waymark_messages_lost_total 1.0" in bot.deps.metrics.text()


def test_spooled_message_of_a_deleted_chat_does_not_come_back(
    bot: RunningBot, person: Person, locked: sqlite3.Connection
) -> None:
    person.send("marmalade-lighthouse")
    locked.execute("COMMIT")
    httpx.delete(f"{bot.url}/api/chat/conversation", headers={"Authorization": f"Bearer {person.token}"})
    person.events(quiet=2.5)
    files = [path for path in bot.deps.settings.data_dir.rglob("*") if path.is_file()]
    assert b"marmalade-lighthouse" not in b"".join(path.read_bytes() for path in files)

"""'Delete my chat' deletes it everywhere, and says so."""

import sqlite3
import time

import httpx

from bot.store import cases
from tests.support.bot_thread import RunningBot
from tests.support.chat import Person
from tests.support.fake_engine import Fault

MARKER = "marmalade-lighthouse-4711"


def bytes_of(bot: RunningBot) -> bytes:
    files = [
        path for path in bot.deps.settings.data_dir.rglob("*") if path.is_file() and path.suffix != ".log"
    ]
    return b"".join(path.read_bytes() for path in files)


def test_by_words_with_confirmation(bot: RunningBot, person: Person) -> None:
    person.ask(f"hello {MARKER}")
    assert MARKER.encode() in bytes_of(bot)
    (question,) = person.ask("delete my chat")
    keep, confirm = sorted(question["choices"], key=lambda c: c["label"], reverse=True)
    person.ask(choice=keep["id"])
    assert MARKER.encode() in bytes_of(bot)
    (question,) = person.ask("Delete my chat!")
    confirm = next(c for c in question["choices"] if c["label"].startswith("Delete"))
    with httpx.stream(
        "GET",
        f"{bot.url}/api/chat/events",
        headers={"Authorization": f"Bearer {person.token}", "Last-Event-ID": str(person.last_id)},
    ) as stream:
        lines = stream.iter_lines()
        next(lines)
        person.send(choice=confirm["id"])
        said = next(line for line in lines if line.startswith("data: ") and '"from": "bot"' in line)
        assert "deleted" in said
        assert '"kind": "erased"' in said
        assert (
            next((line for line in lines if line.startswith("data: ")), None) is None
        )  # the stream has ended
    assert MARKER.encode() not in bytes_of(bot)
    assert bot.engine.erased == [bot.engine.turns[0]["sender"]]


def test_by_the_api_and_the_chat_can_begin_again(bot: RunningBot, person: Person) -> None:
    person.ask(f"I want to end my life {MARKER}")
    erased = httpx.delete(
        f"{bot.url}/api/chat/conversation", headers={"Authorization": f"Bearer {person.token}"}
    )
    assert erased.status_code == 200
    assert erased.json()["erased"] is True
    assert erased.json()["complete"] is True
    assert MARKER.encode() not in bytes_of(bot)
    assert bot.deps.database.run_now(cases.listing) == []
    (closed,) = bot.deps.database.run_now(cases.listing, closed=True)
    assert closed.conversation_id is None
    person.last_id = 0
    assert person.ask("hello")


def test_engine_that_is_away_deletes_its_part_later(bot: RunningBot, person: Person) -> None:
    person.ask("hello")
    bot.engine.fault = Fault.STATUS
    erased = httpx.delete(
        f"{bot.url}/api/chat/conversation", headers={"Authorization": f"Bearer {person.token}"}
    )
    assert erased.json()["complete"] is False
    bot.engine.fault = None
    deadline = time.monotonic() + 20
    while not bot.engine.erased and time.monotonic() < deadline:
        time.sleep(0.05)
    assert set(bot.engine.erased) == {bot.engine.turns[0]["sender"]}


def test_words_say_so_when_the_engine_has_still_to_follow(bot: RunningBot, person: Person) -> None:
    person.ask("hello")
    (question,) = person.ask("delete my chat")
    bot.engine.fault = Fault.STATUS
    person.send(choice=next(c["id"] for c in question["choices"] if c["label"].startswith("Delete")))
    deadline = time.monotonic() + 10
    while not (told := [event for event in person.events() if event["kind"] == "erased"]):
        assert time.monotonic() < deadline
    assert told[0]["text"] == bot.deps.library.text("erase.done_engine_later")


def test_words_leave_the_log_of_the_store_as_soon_as_nobody_reads(bot: RunningBot, person: Person) -> None:
    person.ask(f"hello {MARKER}")
    reader = sqlite3.connect(bot.deps.settings.data_dir / "waymark.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM messages").fetchone()
    httpx.delete(f"{bot.url}/api/chat/conversation", headers={"Authorization": f"Bearer {person.token}"})
    assert bot.deps.compact_due
    reader.close()
    deadline = time.monotonic() + 10
    while MARKER.encode() in bytes_of(bot):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_erasing_nothing_is_no_error(bot: RunningBot, person: Person) -> None:
    erased = httpx.delete(
        f"{bot.url}/api/chat/conversation", headers={"Authorization": f"Bearer {person.token}"}
    )
    assert erased.json()["erased"] is True


def test_a_tab_that_comes_back_after_the_deletion_is_told(bot: RunningBot, person: Person) -> None:
    person.ask("hello")
    httpx.delete(f"{bot.url}/api/chat/conversation", headers={"Authorization": f"Bearer {person.token}"})
    (event,) = person.events()
    assert (event["kind"], event["id"]) == ("erased", None)

"""Erased means gone from every table and from the bytes of the file."""

from pathlib import Path

from sqlalchemy import select

from bot.cases.states import State
from bot.safety.notice import Response
from bot.store import cases, erase, messages
from bot.store.database import Database
from bot.store.migrate import migrate
from bot.store.schema import metadata
from tests.store import samples
from tests.store.samples import NOW

MARKER = "marmalade-lighthouse-4711"


def everything(database: Database) -> str:
    def dump(connection: object) -> str:
        return "\n".join(str(connection.execute(select(table)).all()) for table in metadata.sorted_tables)  # type: ignore[attr-defined]  # a Connection

    return database.run_now(dump)


def test_conversation_leaves_every_table_and_others_stay(database: Database) -> None:
    samples.conversation(database, "gone", MARKER)
    samples.bot_message(database, "gone", MARKER)
    samples.lease(database, "gone")
    database.run_now(cases.bring_handler, "gone", Response.TAKEOVER, "rule", NOW)
    samples.conversation(database, "stays", "hello")
    assert database.run_now(erase.erase, "gone", "sender-hash", NOW)
    left = everything(database)
    assert MARKER not in left
    assert "gone" not in left.replace("erased", "")
    assert len(database.run_now(messages.since, "stays", 0)) == 1
    (case,) = database.run_now(cases.listing, closed=True)
    assert (case.state, case.conversation_id) == (State.CLOSED, None)
    assert database.run_now(erase.waiting) == ["sender-hash"]
    database.run_now(erase.carried_out, "sender-hash")
    assert database.run_now(erase.waiting) == []


def test_erasing_nothing_or_twice(database: Database) -> None:
    assert not database.run_now(erase.erase, "nobody", "s", NOW)
    for _ in range(2):
        samples.conversation(database, "c1")
        assert database.run_now(erase.erase, "c1", "s", NOW)
    assert database.run_now(erase.waiting) == ["s"]


def test_words_leave_the_bytes_of_the_file(tmp_path: Path) -> None:

    database = Database(f"sqlite:///{tmp_path / 'store.db'}")
    migrate(database)
    samples.conversation(database, "c1", MARKER * 200)
    database.run_now(erase.erase, "c1", "s", NOW)
    database.run_now(erase.compact)
    during = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    database.close()
    after = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert MARKER.encode() not in during + after

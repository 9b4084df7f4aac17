"""The store's edges: locked, gone, slow. Each is one exception, and none tells what was being stored."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, select, text

from bot.store import inbox, messages
from bot.store.database import Database, StoreUnavailable
from bot.store.migrate import migrate
from bot.store.schema import Utc, conversations, metadata
from tests.store import samples
from tests.support.ports import free_port


async def test_locked_sqlite_fails_in_time_and_recovers(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    database = Database(f"sqlite:///{path}", seconds=0.1)
    migrate(database)
    blocker = sqlite3.connect(path, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable) as caught:
        await database.write(inbox.receive, samples.arrival("secret words"))
    assert "secret words" not in repr(caught.value.__cause__) + str(caught.value)
    assert await database.read(messages.since, "c1", 0) == []  # reading goes on
    blocker.execute("COMMIT")
    blocker.close()
    assert not (await database.write(inbox.receive, samples.arrival())).repeated
    database.close()


@pytest.mark.parametrize(
    "url", ["sqlite:////proc/nowhere/store.db", "postgresql+psycopg://nobody@127.0.0.1:{port}/x"]
)
async def test_store_that_is_gone(url: str) -> None:
    try:
        database = Database(url.format(port=free_port()), seconds=0.2)
    except OSError:
        return  # the folder cannot even be made: the start says so
    with pytest.raises(StoreUnavailable):
        await database.read(messages.since, "c1", 0)
    with pytest.raises(StoreUnavailable):
        await database.ping()
    database.close()


async def test_a_failed_transaction_stores_nothing(database: Database) -> None:
    def fail(connection: Connection) -> None:
        inbox.receive(connection, samples.arrival())
        raise LookupError

    with pytest.raises(LookupError):
        await database.write(fail)
    assert await database.read(messages.since, "c1", 0) == []


def test_migrations_make_exactly_the_tables_of_the_schema(database: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    assert database.run_now(differences) == []
    migrate(database)  # again: nothing to do


def test_moments_come_back_in_utc(database: Database) -> None:
    london = datetime(2026, 7, 1, 13, 0, tzinfo=timezone(timedelta(hours=1)))
    database.run_now(inbox.receive, replace(samples.arrival(), received_at=london))
    (found,) = database.run_now(lambda c: c.execute(select(conversations.c.created_at)).scalars().all())
    assert found == london
    assert found.tzinfo is UTC
    with pytest.raises(ValueError, match="zone"):
        Utc().process_bind_param(datetime(2026, 1, 1), None)  # type: ignore[arg-type]  # noqa: DTZ001 (the dialect is not used; no zone is the point)


def test_sqlite_promises(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'a' / 'store.db'}")

    def pragma(connection: Connection, name: str) -> object:
        return connection.execute(text(f"PRAGMA {name}")).scalar()

    promised = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    assert {name: database.run_now(pragma, name) for name in promised} == promised
    database.close()

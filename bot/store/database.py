"""The connection to the live data: short transactions, run off the event loop, with a time limit each.

SQLite writes go through one thread, one after another; reads go beside them (write-ahead log). PostgreSQL gets a small pool.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from enum import Enum
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

T = TypeVar("T")


class StoreUnavailable(Exception):  # noqa: N818 (a state of the world, not a mistake)
    """The store is gone, locked or too slow. Nothing of the transaction can be relied on; try again later."""


class Kind(Enum):
    """What a transaction is for."""

    READ = "read"
    WRITE = "write"
    MARK = "mark"


def _speak_sqlite(engine: Engine, seconds: float) -> None:
    @event.listens_for(engine, "connect")
    def _on_connect(connection: SQLiteConnection, _: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, see below
        for pragma in (
            "journal_mode=WAL",
            f"busy_timeout={int(seconds * 1000)}",
            "foreign_keys=ON",
            "secure_delete=ON",  # erased words leave the file too
        ):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        kind = connection.get_execution_options().get("waymark", Kind.WRITE)
        if kind is Kind.READ:
            connection.exec_driver_sql("BEGIN")
            return
        # What is answered 2xx is on the disk, also after a power cut; a mark need only outlive our own process.
        care = "NORMAL" if kind is Kind.MARK else "FULL"
        if connection.info.get("synchronous") != care:
            connection.exec_driver_sql(f"PRAGMA synchronous={care}")
            connection.info["synchronous"] = care
        # A write takes its lock at once: a read that turns into a write in mid transaction fails without waiting.
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def connect(url: str, seconds: float) -> Engine:
    """An SQLAlchemy engine that never writes parameters (people's words) into errors or logs."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        Path(parsed.database or "").parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, hide_parameters=True, connect_args={"check_same_thread": False})
        _speak_sqlite(engine, seconds)
        return engine
    options = f"-c lock_timeout={int(seconds * 1000)} -c statement_timeout={int(seconds * 1000)}"
    arguments: dict[str, Any] = {"connect_timeout": max(1, int(seconds)), "options": options}
    return create_engine(
        url, hide_parameters=True, pool_size=6, max_overflow=0, pool_timeout=seconds, connect_args=arguments
    )


class Database:
    """Runs functions ``work(connection, …)`` in a transaction each, in a thread, within ``seconds``."""

    def __init__(self, url: str, seconds: float = 1.0) -> None:
        self.engine = connect(url, seconds)
        self.ready = True
        """False while the tables or the key are not known to be right: then the store counts as gone."""
        self._seconds = seconds
        writers = 1 if self.is_sqlite else 4
        self._writers = ThreadPoolExecutor(writers, thread_name_prefix="store-write")
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="store-read")

    @property
    def is_sqlite(self) -> bool:
        """True on SQLite, which one bot process has to itself."""
        return self.engine.dialect.name == "sqlite"

    async def write(self, work: Callable[..., T], *args: object, **kwargs: object) -> T:
        """Run ``work`` in a transaction that may write; raise StoreUnavailable."""
        return await self._run(self._writers, lambda: self._transact(Kind.WRITE, work, *args, **kwargs))

    async def mark(self, work: Callable[..., T], *args: object, **kwargs: object) -> T:
        """As write, without waiting for the disk: for what a power cut may undo without harm, such as leases."""
        return await self._run(self._writers, lambda: self._transact(Kind.MARK, work, *args, **kwargs))

    async def read(self, work: Callable[..., T], *args: object, **kwargs: object) -> T:
        """Run ``work`` in a transaction that only reads; raise StoreUnavailable."""
        return await self._run(self._readers, lambda: self._transact(Kind.READ, work, *args, **kwargs))

    async def _run(self, pool: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        if not self.ready:
            raise StoreUnavailable("not prepared")
        job = pool.submit(work)
        waiting = asyncio.wrap_future(job)
        try:
            # Twice the lock's time: one for the queue before us, one for our own turn.
            done, _ = await asyncio.wait({waiting}, timeout=2 * self._seconds)
            if not done and not job.cancel():
                # It has begun and may still commit: only its end tells. Lock and statement times bound it.
                done, _ = await asyncio.wait({waiting}, timeout=4 * self._seconds)
            if not done:
                raise StoreUnavailable("timeout")
            return waiting.result()
        except (OperationalError, InterfaceError, PoolTimeout) as error:
            raise StoreUnavailable(type(error).__name__) from error

    def _transact(self, kind: Kind, work: Callable[..., T], *args: object, **kwargs: object) -> T:
        with self.engine.connect().execution_options(waymark=kind) as connection, connection.begin():
            return work(connection, *args, **kwargs)

    def run_now(self, work: Callable[..., T], *args: object, **kwargs: object) -> T:
        """Run ``work`` in the calling thread: for commands and the start, where nobody waits."""
        try:
            return self._transact(Kind.WRITE, work, *args, **kwargs)
        except SQLAlchemyError as error:
            raise StoreUnavailable(type(error).__name__) from error

    async def ping(self) -> None:
        """Raise StoreUnavailable unless the store can be written to."""
        await self.mark(_touch)

    def close(self) -> None:
        """Finish what runs and let go of every connection."""
        self._writers.shutdown()
        self._readers.shutdown()
        self.engine.dispose()


def _touch(connection: Connection) -> None:
    connection.execute(text("UPDATE facts SET value = value WHERE name = 'key'"))

"""Processes over one PostgreSQL tell one another of news, and of nothing that was rolled back."""

import asyncio

import pytest
from sqlalchemy import Connection

from bot.store import inbox, wakeup
from bot.store.database import Database
from bot.store.migrate import migrate
from tests.conftest import unavailable
from tests.store import samples
from tests.support import postgres


async def test_news_reaches_a_listener_and_a_rollback_does_not(postgres_url: str | None) -> None:
    if postgres_url is None:
        unavailable("PostgreSQL")
        return
    postgres.empty(postgres_url)
    database = Database(postgres_url)
    migrate(database)
    news: asyncio.Queue[str] = asyncio.Queue()
    listening = asyncio.create_task(wakeup.listen(postgres_url, news.put_nowait))

    def rolled_back(connection: Connection) -> None:
        inbox.receive(connection, samples.arrival(conversation="never"))
        raise LookupError

    async with asyncio.timeout(20):
        while news.empty():  # until it listens
            await database.write(wakeup.notify, "probe")
            await asyncio.sleep(0.05)
        with pytest.raises(LookupError):
            await database.write(rolled_back)
        await database.write(inbox.receive, samples.arrival(conversation="c1"))
        heard = {await news.get()}
        while "c1" not in heard:
            heard.add(await news.get())
    assert heard == {"probe", "c1"}
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    database.close()


async def test_lost_connection_is_made_again(
    monkeypatch: pytest.MonkeyPatch, postgres_url: str | None
) -> None:
    if postgres_url is None:
        unavailable("PostgreSQL")
        return
    monkeypatch.setattr(wakeup, "RETRY_SECONDS", 0.05)
    database = Database(postgres_url)
    news: asyncio.Queue[str] = asyncio.Queue()
    listening = asyncio.create_task(wakeup.listen(postgres_url, news.put_nowait))
    async with asyncio.timeout(20):
        for _ in range(2):
            while news.empty():
                await database.write(wakeup.notify, "probe")
                await asyncio.sleep(0.05)
            await database.write(_hang_up_on_listeners)
            while not news.empty():
                news.get_nowait()
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    database.close()


def _hang_up_on_listeners(connection: Connection) -> None:
    connection.exec_driver_sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE query LIKE 'LISTEN%%' AND datname = current_database()"
    )

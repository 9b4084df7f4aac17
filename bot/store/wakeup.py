"""Several bot processes over one PostgreSQL wake one another, by LISTEN and NOTIFY. On SQLite there is one process only."""

import asyncio
from collections.abc import Callable

import psycopg
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url

from bot.logs import logger

CHANNEL = "waymark"
RETRY_SECONDS = 2.0

log = logger(__name__)


def notify(connection: Connection, conversation_id: str) -> None:
    """Tell every process, once this transaction commits, that there is something new in a conversation."""
    if connection.dialect.name == "postgresql":
        connection.execute(
            text("SELECT pg_notify(:channel, :id)"), {"channel": CHANNEL, "id": conversation_id}
        )


async def listen(url: str, on_news: Callable[[str], None]) -> None:
    """Call ``on_news`` with each conversation that another process tells of, until cancelled.

    While the connection is lost nothing is missed for good: the workers also look by themselves every second.
    """
    info = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(info, autocommit=True) as connection:
                await connection.execute(f"LISTEN {CHANNEL}".encode())
                async for note in connection.notifies():
                    on_news(note.payload)
        except psycopg.OperationalError:
            log.warning("listen_lost")
        await asyncio.sleep(RETRY_SECONDS)

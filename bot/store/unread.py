"""Calls of providers that we could not read: kept, encrypted, for the operator and for a version that can."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select

from bot.ids import new_id
from bot.store.schema import unread

KEEP = timedelta(days=7)
"""Short: nobody knows whose words they hold, so an erasure does not reach them."""


@dataclass(frozen=True, slots=True)
class Unread:
    """One call; body is encrypted."""

    id: str
    channel: str
    hook: str
    body: str
    received_at: datetime


def keep(connection: Connection, channel: str, hook: str, body: str, now: datetime) -> None:
    """Keep a call."""
    row = {"id": new_id(), "channel": channel, "hook": hook, "body": body, "received_at": now}
    connection.execute(insert(unread), row)


def waiting(connection: Connection) -> list[Unread]:
    """What is kept, oldest first."""
    return [
        Unread(**row) for row in connection.execute(select(unread).order_by(unread.c.received_at)).mappings()
    ]


def done(connection: Connection, unread_id: str) -> None:
    """The call has been read."""
    connection.execute(delete(unread).where(unread.c.id == unread_id))


def forget(connection: Connection, now: datetime) -> None:
    """Drop what nobody could read in KEEP."""
    connection.execute(delete(unread).where(unread.c.received_at < now - KEEP))


def count(connection: Connection) -> int:
    """How many calls are kept."""
    return connection.execute(select(func.count()).select_from(unread)).scalar_one()

"""Parts of long texts that a provider does not join: kept until all are there, or have been waited for long enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, select, update

from bot.store.insert import insert_new
from bot.store.schema import parts

WAIT = timedelta(seconds=20)
"""How long a missing part is waited for. Parts of one text come within seconds of one another, if they come."""
KEEP = timedelta(days=2)
"""How long the names of joined parts are remembered, without their words, so that a repeated one is known."""


@dataclass(frozen=True, slots=True)
class StoredPart:
    """One part; said is encrypted."""

    channel: str
    provider_id: str
    conversation_id: str
    whole: str
    number: int
    total: int
    said: str
    received_at: datetime


def add(connection: Connection, part: StoredPart) -> bool:
    """Keep a part; False if it has been here before."""
    return insert_new(connection, parts, {name: getattr(part, name) for name in part.__slots__})


def take(connection: Connection, part: StoredPart) -> list[StoredPart]:
    """All parts of the text that this one belongs to, in order, if all are there; they count as joined from now on."""
    found = _of(connection, part)
    if {each.number for each in found} != set(range(1, part.total + 1)):
        return []
    return _joined(connection, found)


def take_overdue(connection: Connection, now: datetime) -> list[list[StoredPart]]:
    """The texts whose missing parts have been waited for long enough, as far as they came; they count as joined."""
    waiting = select(parts).where(parts.c.said != "")
    first = waiting.with_only_columns(parts.c.channel, parts.c.conversation_id, parts.c.whole)
    query = first.group_by(parts.c.channel, parts.c.conversation_id, parts.c.whole)
    late = connection.execute(query.having(func.max(parts.c.received_at) < now - WAIT)).all()
    found = []
    for channel, conversation_id, whole in late:
        rows = connection.execute(
            waiting.where(
                parts.c.channel == channel,
                parts.c.conversation_id == conversation_id,
                parts.c.whole == whole,
            ).order_by(parts.c.number)
        ).mappings()
        found.append(_joined(connection, [StoredPart(**row) for row in rows]))
    return found


def forget(connection: Connection, now: datetime) -> None:
    """Drop the names of parts that were joined long ago."""
    connection.execute(delete(parts).where(parts.c.said == "", parts.c.received_at < now - KEEP))


def _of(connection: Connection, part: StoredPart) -> list[StoredPart]:
    rows = connection.execute(
        select(parts)
        .where(
            parts.c.channel == part.channel,
            parts.c.conversation_id == part.conversation_id,
            parts.c.whole == part.whole,
            parts.c.said != "",
        )
        .order_by(parts.c.number)
    ).mappings()
    return [StoredPart(**row) for row in rows]


def _joined(connection: Connection, found: Sequence[StoredPart]) -> list[StoredPart]:
    for part in found:
        connection.execute(
            update(parts)
            .where(parts.c.channel == part.channel, parts.c.provider_id == part.provider_id)
            .values(said="")
        )
    return list(found)

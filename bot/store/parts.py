"""Parts of long texts that a provider does not join: kept until all are there, or have been waited for long enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, select, text, update

from bot.store.insert import insert_new
from bot.store.schema import parts

WAIT = timedelta(seconds=20)
"""How long a missing part is waited for. Parts of one text come within seconds of one another, if they come."""
LATE = timedelta(minutes=10)
"""How long a part counts as belonging to a text that was given up. Phones name their texts from 0 to 255 and begin again."""
KEEP = timedelta(days=2)
"""How long the names of joined parts are remembered, without their words, so that a repeated one is known."""
_JOINING = 0x50617274  # any number that is only ours


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


@dataclass(frozen=True, slots=True)
class Whole:
    """A text that comes in parts. name is the provider's, which may use it again for a later text of the same person."""

    channel: str
    conversation_id: str
    name: str


def add(connection: Connection, part: StoredPart) -> bool:
    """Keep a part; False if it has been here before. From now on nobody else adds or takes parts of this conversation."""
    _lock(connection, part.conversation_id)
    return insert_new(connection, parts, {name: getattr(part, name) for name in part.__slots__})


def take(connection: Connection, part: StoredPart, *, at_once: bool = False) -> list[StoredPart]:
    """The parts of the text that this one belongs to, in order, if all are there or it cannot wait for the others.

    Nothing comes before a part whose text was given up a moment ago: it is a text of its own. What is stored of what is given
    here is to be named to ``joined``.
    """
    found = _of(connection, Whole(part.channel, part.conversation_id, part.whole))
    waiting = [each for each in found if each.said]
    whole = {each.number for each in waiting} == set(range(1, part.total + 1))
    late = any(not each.said and part.received_at - each.received_at < LATE for each in found)
    return waiting if whole or late or at_once else []


def overdue(connection: Connection, now: datetime) -> list[Whole]:
    """The texts whose missing parts have been waited for long enough."""
    name = parts.c.channel, parts.c.conversation_id, parts.c.whole
    query = select(*name).where(parts.c.said != "").group_by(*name)
    late = connection.execute(query.having(func.max(parts.c.received_at) < now - WAIT))
    return [Whole(*row) for row in late]


def take_overdue(connection: Connection, late: Whole, now: datetime) -> list[StoredPart]:
    """The parts of a text that is overdue, as far as they came; none if it is no longer so."""
    _lock(connection, late.conversation_id)
    waiting = [each for each in _of(connection, late) if each.said]
    return waiting if all(each.received_at < now - WAIT for each in waiting) else []


def joined(connection: Connection, found: Sequence[StoredPart]) -> None:
    """These parts are stored as a message: their words are dropped, and their names are remembered."""
    for part in found:
        connection.execute(
            update(parts)
            .where(parts.c.channel == part.channel, parts.c.provider_id == part.provider_id)
            .values(said="")
        )


def forget(connection: Connection, now: datetime) -> None:
    """Drop the names of parts that were joined long ago."""
    connection.execute(delete(parts).where(parts.c.said == "", parts.c.received_at < now - KEEP))


def _lock(connection: Connection, conversation_id: str) -> None:
    """Let nobody else add or take parts of a conversation until commit. SQLite's writers take turns anyway.

    Its row is no lock for that: a first text comes in parts before there is a row.
    """
    if connection.dialect.name == "postgresql":
        named = {"purpose": _JOINING, "name": conversation_id}
        connection.execute(text("SELECT pg_advisory_xact_lock(:purpose, hashtext(:name))"), named)


def _of(connection: Connection, whole: Whole) -> list[StoredPart]:
    """All parts of a text that are known, in order, those too that have been joined."""
    rows = connection.execute(
        select(parts)
        .where(
            parts.c.channel == whole.channel,
            parts.c.conversation_id == whole.conversation_id,
            parts.c.whole == whole.name,
        )
        .order_by(parts.c.number)
    ).mappings()
    return [StoredPart(**row) for row in rows]

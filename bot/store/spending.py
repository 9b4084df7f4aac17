"""What was sent on metered channels, by day: to each person, and in all."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, select, update

from bot.clock import day_of
from bot.limits import Spent
from bot.store.insert import insert_new
from bot.store.schema import spending

_ALL = ""
"""In place of a conversation: the sum of the day, which outlives an erasure and names nobody."""


def add(
    connection: Connection,
    channel: str,
    day: str,
    conversation_id: str | None,
    *,
    segments: int,
    answers: int,
) -> None:
    """Count a message that a provider has taken: its segments, and 1 answer if it was an ordinary one.

    Without a conversation, because it has been erased meanwhile, it counts for the day's sum only.
    """
    for whose in (_ALL,) if conversation_id is None else (conversation_id, _ALL):
        _row(connection, channel, day, whose)
        connection.execute(
            update(spending)
            .where(*_key(channel, day, whose))
            .values(segments=spending.c.segments + segments, answers=spending.c.answers + answers)
        )


def tell(connection: Connection, channel: str, day: str, conversation_id: str) -> None:
    """The person has been told that a limit is reached."""
    _row(connection, channel, day, conversation_id)
    connection.execute(update(spending).where(*_key(channel, day, conversation_id)).values(told=True))


def today(connection: Connection, channel: str, day: str, conversation_id: str, recent: int = 0) -> Spent:
    """What a day's limits are judged by."""
    query = select(spending.c.answers, spending.c.told)
    own = connection.execute(query.where(*_key(channel, day, conversation_id))).first()
    answers, told = own or (0, False)
    return Spent(answers, told, segments(connection, channel, day), recent)


def segments(connection: Connection, channel: str, day: str) -> int:
    """The segments that a channel has sent on a day, to everybody."""
    query = select(spending.c.segments).where(*_key(channel, day, _ALL))
    return connection.execute(query).scalar() or 0


def forget(connection: Connection, now: datetime) -> None:
    """Drop what was sent to each person on earlier days; the sums stay."""
    earlier = spending.c.day < day_of(now), spending.c.conversation_id != _ALL
    connection.execute(delete(spending).where(*earlier))


def _row(connection: Connection, channel: str, day: str, conversation_id: str) -> None:
    key = {"channel": channel, "day": day, "conversation_id": conversation_id}
    insert_new(connection, spending, {**key, "segments": 0, "answers": 0, "told": False})


def _key(channel: str, day: str, conversation_id: str) -> tuple[ColumnElement[bool], ...]:
    table = spending.c
    return (table.channel == channel, table.day == day, table.conversation_id == conversation_id)

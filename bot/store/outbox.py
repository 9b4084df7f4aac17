"""The outbox: every message to a person waits here until its channel has taken it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, exists, func, insert, select, text, update

from bot.store.schema import messages, outbox

FIRST_RETRY = timedelta(seconds=2)
LONGEST_RETRY = timedelta(minutes=5)
CLAIM = timedelta(seconds=15)
_CLAIMING = 0x5761796D61726B  # any number that is only ours


@dataclass(frozen=True, slots=True)
class Due:
    """A message that is to be sent now. attempts counts those made before."""

    message_id: str
    conversation_id: str
    channel: str
    attempts: int


def add(connection: Connection, message_id: str, conversation_id: str, channel: str, now: datetime) -> None:
    """Put a stored message into the outbox, due at once."""
    row = {
        "message_id": message_id,
        "conversation_id": conversation_id,
        "channel": channel,
        "state": "waiting",
        "attempts": 0,
        "next_at": now,
        "created_at": now,
    }
    connection.execute(insert(outbox), row)


def claim(
    connection: Connection, now: datetime, conversation_id: str | None = None, limit: int = 200
) -> list[Due]:
    """What is to be sent now, in order within each conversation; of one conversation if it is named.

    A message waits for the ones before it. What is given here is not given again for CLAIM, so that two workers do not send the
    same; if nobody settles it by then, it is due again.
    """
    if connection.dialect.name == "postgresql":  # one claim at a time; SQLite's writers take turns anyway
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CLAIMING})
    before, before_message = outbox.alias(), messages.alias()
    held_back = (
        exists()
        .where(
            before.c.message_id == before_message.c.id, before.c.conversation_id == outbox.c.conversation_id
        )
        .where(
            before.c.state == "waiting", before.c.next_at > now, before_message.c.number < messages.c.number
        )
    )
    query = select(outbox).join(messages, messages.c.id == outbox.c.message_id)
    query = query.where(outbox.c.state == "waiting", outbox.c.next_at <= now, ~held_back)
    if conversation_id is not None:
        query = query.where(outbox.c.conversation_id == conversation_id)
    rows = connection.execute(
        query.order_by(outbox.c.conversation_id, messages.c.number).limit(limit)
    ).mappings()
    ready = [Due(row["message_id"], row["conversation_id"], row["channel"], row["attempts"]) for row in rows]
    claimed = outbox.c.message_id.in_([due.message_id for due in ready])
    connection.execute(update(outbox).where(claimed).values(next_at=now + CLAIM))
    return ready


def release(connection: Connection, now: datetime) -> None:
    """Make everything due that waits: at the start of the one process that has an SQLite store to itself."""
    connection.execute(update(outbox).where(outbox.c.state == "waiting").values(next_at=now))


def sent(connection: Connection, message_id: str) -> None:
    """The channel has taken the message."""
    _settle(connection, message_id, state="sent", error=None)


def failed(connection: Connection, message_id: str, error: str) -> None:
    """The message can never be sent; ``error`` is a code of the channel's table."""
    _settle(connection, message_id, state="failed", error=error)


def retry(connection: Connection, message: Due, error: str, now: datetime) -> None:
    """Try again later: after 2 s, then twice as long each time, up to 5 minutes."""
    wait = min(FIRST_RETRY * 2**message.attempts, LONGEST_RETRY)
    connection.execute(
        update(outbox)
        .where(outbox.c.message_id == message.message_id)
        .values(attempts=message.attempts + 1, next_at=now + wait, error=error)
    )


def oldest(connection: Connection) -> datetime | None:
    """Since when the oldest unsent message waits."""
    return connection.execute(
        select(func.min(outbox.c.created_at)).where(outbox.c.state == "waiting")
    ).scalar()


def _settle(connection: Connection, message_id: str, *, state: str, error: str | None) -> None:
    connection.execute(
        update(outbox).where(outbox.c.message_id == message_id).values(state=state, error=error)
    )

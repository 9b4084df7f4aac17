"""The outbox: every message to a person waits here until its channel has taken it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, exists, func, insert, or_, select, text, update

from bot.store.schema import conversations, messages, outbox

FIRST_RETRY = timedelta(seconds=2)
LONGEST_RETRY = timedelta(minutes=5)
CLAIM = timedelta(seconds=15)
GIVE_UP = timedelta(days=1)
"""An answer that comes later than this helps nobody, and may frighten."""
_CLAIMING = 0x5761796D61726B  # any number that is only ours


@dataclass(frozen=True, slots=True)
class Due:
    """A message that is to be sent now. attempts counts those made before; address is encrypted.

    urgent: it answers words of distress, or brings a person, and nothing of ours may hold it up.
    """

    message_id: str
    conversation_id: str
    channel: str
    attempts: int
    created_at: datetime
    address: str | None = None
    urgent: bool = False


def add(
    connection: Connection,
    message_id: str,
    conversation_id: str,
    channel: str,
    now: datetime,
    *,
    pause: timedelta = timedelta(),
    urgent: bool = False,
) -> None:
    """Put a stored message into the outbox, due after a pause; an urgent one at once."""
    row = {
        "message_id": message_id,
        "conversation_id": conversation_id,
        "channel": channel,
        "state": "waiting",
        "attempts": 0,
        "next_at": now if urgent else now + pause,
        "created_at": now,
        "urgent": urgent,
    }
    connection.execute(insert(outbox), row)


def claim(
    connection: Connection, now: datetime, conversation_id: str | None = None, limit: int = 200
) -> list[Due]:
    """What is to be sent now: the first message that waits in each conversation, or in the one that is named.

    The others wait for it, so that they arrive in order; an urgent one waits only for urgent ones before it. What is given here
    is not given again for CLAIM, so that two workers do not send the same; if nobody settles it by then, it is due again.
    """
    if connection.dialect.name == "postgresql":  # one claim at a time; SQLite's writers take turns anyway
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CLAIMING})
    before, earlier = outbox.alias(), messages.alias()
    held_back = exists().where(
        before.c.message_id == earlier.c.id,
        before.c.conversation_id == outbox.c.conversation_id,
        before.c.state == "waiting",
        earlier.c.number < messages.c.number,
        or_(~outbox.c.urgent, before.c.urgent),
    )
    query = select(outbox, conversations.c.address).join(messages, messages.c.id == outbox.c.message_id)
    query = query.join(conversations, conversations.c.id == outbox.c.conversation_id)
    query = query.where(outbox.c.state == "waiting", outbox.c.next_at <= now, ~held_back)
    if conversation_id is not None:
        query = query.where(outbox.c.conversation_id == conversation_id)
    rows = connection.execute(query.order_by(outbox.c.next_at, messages.c.number).limit(limit)).mappings()
    ready = [_due(row) for row in rows]
    claimed = outbox.c.message_id.in_([due.message_id for due in ready])
    connection.execute(update(outbox).where(claimed).values(next_at=now + CLAIM))
    return ready


def _due(row: RowMapping) -> Due:
    return Due(
        message_id=row["message_id"],
        conversation_id=row["conversation_id"],
        channel=row["channel"],
        attempts=row["attempts"],
        created_at=row["created_at"],
        address=row["address"],
        urgent=row["urgent"],
    )


def release(connection: Connection, now: datetime) -> None:
    """Make everything due that waits: at the start of the one process that has an SQLite store to itself."""
    connection.execute(update(outbox).where(outbox.c.state == "waiting").values(next_at=now))


def sent(connection: Connection, message_id: str) -> None:
    """The channel has taken the message."""
    _settle(connection, message_id, state="sent", error=None)


def arrived(connection: Connection, message_id: str) -> str | None:
    """The provider says that the message has reached the person, whether or not we know that it was sent.

    Gives back the conversation; None if there is no such message.
    """
    _settle(connection, message_id, state="arrived", error=None)
    return _conversation_of(connection, message_id)


def failed(connection: Connection, message_id: str, error: str) -> str | None:
    """The message cannot be sent, or did not arrive; ``error`` is a code of the channels' table. As ``arrived``."""
    _settle(connection, message_id, state="failed", error=error)
    return _conversation_of(connection, message_id)


def retry(
    connection: Connection, message: Due, error: str, now: datetime, wait: timedelta | None = None
) -> None:
    """Try again later: when the provider says, else after 2 s, then twice as long each time, up to 5 minutes; a day long."""
    if now - message.created_at > GIVE_UP:
        failed(connection, message.message_id, error)
        return
    pause = min(FIRST_RETRY * 2 ** min(message.attempts, 10), LONGEST_RETRY) if wait is None else wait
    connection.execute(
        update(outbox)
        .where(outbox.c.message_id == message.message_id, outbox.c.state == "waiting")
        .values(attempts=message.attempts + 1, next_at=now + pause, error=error)
    )


def drop(connection: Connection, conversation_id: str, error: str) -> None:
    """Send nothing of what still waits in a conversation, but what is urgent."""
    connection.execute(
        update(outbox)
        .where(outbox.c.conversation_id == conversation_id, outbox.c.state == "waiting", ~outbox.c.urgent)
        .values(state="failed", error=error)
    )


def oldest(connection: Connection) -> datetime | None:
    """Since when the oldest unsent message waits."""
    return connection.execute(
        select(func.min(outbox.c.created_at)).where(outbox.c.state == "waiting")
    ).scalar()


def _settle(connection: Connection, message_id: str, *, state: str, error: str | None) -> None:
    """A receipt may come before the answer that it is about: what has arrived stays so."""
    connection.execute(
        update(outbox)
        .where(outbox.c.message_id == message_id, outbox.c.state != "arrived")
        .values(state=state, error=error)
    )


def _conversation_of(connection: Connection, message_id: str) -> str | None:
    query = select(outbox.c.conversation_id).where(outbox.c.message_id == message_id)
    return connection.execute(query).scalar()

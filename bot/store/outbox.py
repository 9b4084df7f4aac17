"""The outbox: every message to a person waits here until its channel has taken it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    and_,
    exists,
    func,
    insert,
    not_,
    or_,
    select,
    text,
    update,
)

from bot.store.schema import conversations, messages, outbox

FIRST_RETRY = timedelta(seconds=2)
LONGEST_RETRY = timedelta(minutes=5)
LONGEST_URGENT_RETRY = timedelta(seconds=30)
CLAIM = timedelta(seconds=15)
GIVE_UP = timedelta(days=1)
"""An answer that comes later than this helps nobody, and may frighten."""
_CLAIMING = 0x5761796D61726B  # any number that is only ours


@dataclass(frozen=True, slots=True)
class Due:
    """A message that is to be sent now. attempts counts those made before; address is encrypted; until ends the claim.

    urgent: it answers words of distress, or brings a person, and nothing of ours may hold it up.
    """

    message_id: str
    conversation_id: str
    channel: str
    attempts: int
    created_at: datetime
    until: datetime
    address: str | None = None
    urgent: bool = False

    def is_too_late(self, moment: datetime) -> bool:
        """True if the message is not to be sent any more at that moment."""
        return moment - self.created_at > GIVE_UP


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
    connection: Connection,
    now: datetime,
    conversation_id: str | None = None,
    limit: int = 200,
    *,
    channel: str | None = None,
    urgent: bool | None = None,
) -> list[Due]:
    """What is to be sent now, urgent ones first: the first message that waits in each conversation, or in the one named.

    The others wait for it, so that they arrive in order; an urgent one waits only for urgent ones before it that are due too,
    or on their way. With ``channel`` or ``urgent``, only such messages. What is given here is not given again for CLAIM, so
    that two workers do not send the same; if nobody settles it by then, it is due again.
    """
    if connection.dialect.name == "postgresql":  # one claim at a time; SQLite's writers take turns anyway
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CLAIMING})
    query = select(outbox, conversations.c.address).join(messages, messages.c.id == outbox.c.message_id)
    query = query.join(conversations, conversations.c.id == outbox.c.conversation_id)
    query = query.where(outbox.c.state == "waiting", outbox.c.next_at <= now, ~_held_back(now))
    named = (
        (outbox.c.conversation_id, conversation_id),
        (outbox.c.channel, channel),
        (outbox.c.urgent, urgent),
    )
    query = query.where(*[column == wanted for column, wanted in named if wanted is not None])
    query = query.order_by(outbox.c.urgent.desc(), outbox.c.next_at, messages.c.number).limit(limit)
    # A row that another has locked is left to it: waiting for it, we and an erasure might wait for one another.
    query = query.with_for_update(of=outbox, skip_locked=True)
    until = now + CLAIM
    ready = [_due(row, until) for row in connection.execute(query).mappings()]
    claimed = outbox.c.message_id.in_([due.message_id for due in ready])
    connection.execute(update(outbox).where(claimed).values(next_at=until, claimed=True))
    return ready


def _held_back(now: datetime) -> ColumnElement[bool]:
    """True of a message that must wait for one before it."""
    before, earlier = outbox.alias(), messages.alias()
    backing_off = and_(not_(before.c.claimed), before.c.next_at > now)
    return exists().where(
        before.c.message_id == earlier.c.id,
        before.c.conversation_id == outbox.c.conversation_id,
        before.c.state == "waiting",
        earlier.c.number < messages.c.number,
        or_(not_(outbox.c.urgent), and_(before.c.urgent, not_(backing_off))),
    )


def _due(row: RowMapping, until: datetime) -> Due:
    return Due(
        message_id=row["message_id"],
        conversation_id=row["conversation_id"],
        channel=row["channel"],
        attempts=row["attempts"],
        created_at=row["created_at"],
        until=until,
        address=row["address"],
        urgent=row["urgent"],
    )


def due_kinds(connection: Connection, now: datetime) -> list[tuple[str, bool]]:
    """The channels on which something is due, each with whether that is urgent."""
    query = select(outbox.c.channel, outbox.c.urgent).distinct()
    found = connection.execute(query.where(outbox.c.state == "waiting", outbox.c.next_at <= now))
    return [(channel, urgent) for channel, urgent in found]


def renew(connection: Connection, due: Due, now: datetime) -> Due | None:
    """Make the claim run for CLAIM from now; None if another has it by now, or the message is not to be sent any more."""
    until = now + CLAIM
    ours = update(outbox).where(*_claim_of(due), outbox.c.state == "waiting").values(next_at=until)
    return replace(due, until=until) if connection.execute(ours).rowcount == 1 else None


def give_back(connection: Connection, due: Due) -> bool:
    """End the claim; False if it had ended before: it ran out and another has it, or this was said already."""
    ours = update(outbox).where(*_claim_of(due)).values(claimed=False)
    return connection.execute(ours).rowcount == 1


def _claim_of(due: Due) -> tuple[ColumnElement[bool], ...]:
    return outbox.c.message_id == due.message_id, outbox.c.claimed, outbox.c.next_at == due.until


def release(connection: Connection, now: datetime) -> None:
    """Make everything due that waits: at the start of the one process that has an SQLite store to itself."""
    waiting = update(outbox).where(outbox.c.state == "waiting")
    connection.execute(waiting.values(next_at=now, claimed=False))


def sent(connection: Connection, message_id: str) -> None:
    """The channel has taken the message. A receipt may have come before that: what it said stands."""
    _settle(connection, message_id, outbox.c.state == "waiting", state="sent", error=None)


def arrived(connection: Connection, message_id: str) -> None:
    """The provider says that the message has reached the person, whether or not we know that it was sent."""
    _settle(connection, message_id, state="arrived", error=None)


def failed(connection: Connection, message_id: str, error: str) -> bool:
    """The message cannot be sent, or did not arrive; ``error`` is a code of the channels' table.

    True if an urgent message is lost by that which was not lost before.
    """
    news = outbox.c.state.in_(("waiting", "sent"))
    return _settle(connection, message_id, news, state="failed", error=error)


def retry(
    connection: Connection, message: Due, error: str, now: datetime, wait: timedelta | None = None
) -> bool:
    """Try again later: when the provider says, else after 2 s, then twice as long each time; in 5 minutes, or 30 s if urgent.

    False, and nothing is changed, if that would be too late: then the message is to be given up.
    """
    pause = FIRST_RETRY * 2 ** min(message.attempts, 10) if wait is None else wait
    next_at = now + min(pause, LONGEST_URGENT_RETRY if message.urgent else LONGEST_RETRY)
    if message.is_too_late(next_at):
        return False
    connection.execute(
        update(outbox)
        .where(outbox.c.message_id == message.message_id, outbox.c.state == "waiting")
        .values(attempts=message.attempts + 1, next_at=next_at, error=error, claimed=False)
    )
    return True


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


def conversation_of(connection: Connection, message_id: str) -> str | None:
    """The conversation of a message; None if there is no such message."""
    query = select(outbox.c.conversation_id).where(outbox.c.message_id == message_id)
    return connection.execute(query).scalar()


def _settle(
    connection: Connection, message_id: str, *only: ColumnElement[bool], state: str, error: str | None
) -> bool:
    """True if this changed an urgent message."""
    settled = update(outbox).where(outbox.c.message_id == message_id, *only).values(state=state, error=error)
    return bool(connection.execute(settled.returning(outbox.c.urgent)).scalar())

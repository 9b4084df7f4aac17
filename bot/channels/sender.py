"""Delivery: takes what is due out of the outbox and hands it to its channel, at least once."""

from datetime import datetime

from sqlalchemy import Connection

from bot.channels.channel import Sender
from bot.channels.errors import SendError, SendFailed
from bot.logs import logger
from bot.pipeline.context import Deps
from bot.store import messages, outbox
from bot.store.messages import StoredMessage
from bot.store.outbox import Due

log = logger(__name__)


async def deliver(deps: Deps, now: datetime, conversation_id: str | None = None) -> int:
    """Send what is due, in one conversation or in all; give back how many messages were handed over.

    After a failure the rest of that conversation waits too, so that messages arrive in order.
    """
    claimed = await deps.database.mark(_claim, now, conversation_id)
    failed: set[str] = set()
    sent = 0
    for due, message in claimed:
        if due.conversation_id in failed:
            await deps.database.mark(outbox.retry, due, "order", now)
            continue
        failure = await _send(deps, due, message)
        await deps.database.mark(_settle, due, failure, now)
        if failure is None:
            sent += 1
        elif failure.retry:
            failed.add(due.conversation_id)
    return sent


def _claim(
    connection: Connection, now: datetime, conversation_id: str | None
) -> list[tuple[Due, StoredMessage]]:
    rows = outbox.claim(connection, now, conversation_id)
    found = messages.by_ids(connection, [row.message_id for row in rows])
    return [(row, found[row.message_id]) for row in rows]


async def _send(deps: Deps, due: Due, message: StoredMessage) -> SendFailed | None:
    """Hand over one message. No transaction is open meanwhile."""
    failure = await _try(deps.channels[due.channel].sender, due, message)
    if failure:
        deps.metrics.send_failures.labels(due.channel, failure.code).inc()
        log.warning("send_failed", message=due.message_id, channel=due.channel, code=failure.code)
    return failure


async def _try(sender: Sender | None, due: Due, message: StoredMessage) -> SendFailed | None:
    if sender is None:
        return SendFailed(SendError.REFUSED)
    try:
        await sender.send(due, message)
    except SendFailed as failure:
        return failure
    except Exception:  # a mistake of ours in one message holds up no other
        log.exception("send_broke", message=due.message_id, channel=due.channel)
        return SendFailed(SendError.UNREACHABLE)
    return None


def _settle(connection: Connection, due: Due, failure: SendFailed | None, now: datetime) -> None:
    if failure is None:
        outbox.sent(connection, due.message_id)
    elif failure.retry:
        outbox.retry(connection, due, failure.code, now)
    else:
        outbox.failed(connection, due.message_id, failure.code)

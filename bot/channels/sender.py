"""Delivery: takes what is due out of the outbox and hands it to its channel, at least once."""

import asyncio
import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.channels.channel import Channel, Provider
from bot.channels.errors import SendError, SendFailed
from bot.clock import day_of
from bot.content.segments import segments
from bot.logs import logger
from bot.messages import Outgoing
from bot.pipeline.context import Deps
from bot.routes import Route
from bot.store import messages, outbox, routes, spending
from bot.store.messages import StoredMessage
from bot.store.outbox import Due

AT_ONCE = 20
"""Conversations that are sent to at the same time."""

log = logger(__name__)
_Claimed = tuple[Due, StoredMessage]


async def deliver(deps: Deps, now: datetime, conversation_id: str | None = None) -> int:
    """Send what is due, in one conversation or in all; give back how many messages were handed over.

    In a conversation one message goes after another; after a failure the rest waits, so that messages arrive in order.
    """
    claimed = await deps.database.mark(_claim, now, conversation_id)
    room = asyncio.Semaphore(AT_ONCE)

    async def send_on(first: _Claimed) -> int:
        async with room:
            return await _send_on(deps, first, now)

    return sum(await asyncio.gather(*map(send_on, claimed)))


async def _send_on(deps: Deps, first: _Claimed, now: datetime) -> int:
    """Send a message, and then whatever follows it in its conversation. Sending takes time, so the clock goes on."""
    sent, began = 0, time.monotonic()
    more = [first]
    while more:
        due, message = more.pop()
        failure = await _send(deps, due, message)
        sent += failure is None
        metered = due.channel in deps.channels and deps.channels[due.channel].capabilities.metered
        then = now + timedelta(seconds=time.monotonic() - began)
        more += await deps.database.mark(_settle, due, message, failure, then, metered=metered)
    return sent


def _claim(connection: Connection, now: datetime, conversation_id: str | None) -> Sequence[_Claimed]:
    rows = outbox.claim(connection, now, conversation_id)
    found = messages.by_ids(connection, [row.message_id for row in rows])
    return [(row, found[row.message_id]) for row in rows]


async def _send(deps: Deps, due: Due, message: StoredMessage) -> SendFailed | None:
    """Hand over one message. No transaction is open meanwhile."""
    failure = await _try(deps, deps.channels.get(due.channel), due, message)
    if failure:
        deps.metrics.send_failures.labels(due.channel, failure.code).inc()
        tell = getattr(log, failure.error.value.log)
        tell("send_failed", message=due.message_id, channel=due.channel, code=failure.code)
    return failure


async def _try(deps: Deps, channel: Channel | None, due: Due, message: StoredMessage) -> SendFailed | None:
    provider: Provider | None = channel.provider if channel else None
    if provider is None or due.address is None:
        return SendFailed(SendError.REFUSED)  # a channel that has been switched off since
    try:
        await provider.send(_outgoing(deps, due, message))
    except SendFailed as failure:
        return failure
    except Exception:  # a mistake of ours in one message holds up no other
        log.exception("send_broke", message=due.message_id, channel=due.channel)
        return SendFailed(SendError.UNREACHABLE)
    return None


def _outgoing(deps: Deps, due: Due, message: StoredMessage) -> Outgoing:
    return Outgoing(
        id=message.id,
        address=deps.keys.decrypt(due.address or ""),
        text=message.text,
        kind=message.kind,
        language=message.language,
        choices=message.choices,
        urgent=due.urgent,
    )


def _settle(
    connection: Connection,
    due: Due,
    message: StoredMessage,
    failure: SendFailed | None,
    now: datetime,
    *,
    metered: bool,
) -> Sequence[_Claimed]:
    """Note how it went; give what may go next in this conversation."""
    if failure is None:
        outbox.sent(connection, due.message_id)
        if metered:
            parts, answers = segments(message.text), int(not due.urgent)
            spending.add(
                connection, due.channel, day_of(now), due.conversation_id, segments=parts, answers=answers
            )
    elif failure.retry:
        outbox.retry(connection, due, failure.code, now, failure.wait)
        return ()
    else:
        outbox.failed(connection, due.message_id, failure.code)
        if failure.error is SendError.CLOSED:
            routes.change(connection, due.conversation_id, Route.BLOCKED, now)
    return _claim(connection, now, due.conversation_id)

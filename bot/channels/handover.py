"""One message's way out: handed to its provider, and what became of it stored and told to whoever must know."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.channels.channel import Channel, Provider
from bot.channels.errors import SendError, SendFailed
from bot.clock import day_of
from bot.content.segments import segments
from bot.logs import logger
from bot.messages import Outgoing
from bot.pipeline.context import Deps
from bot.store import conversations, outbox, routes, spending
from bot.store.database import StoreUnavailable
from bot.store.messages import StoredMessage
from bot.store.outbox import Due
from bot.store.routes import Unreached

LONGEST_SEND = timedelta(seconds=10)
SETTLE_AGAIN = timedelta(seconds=0.2)

log = logger(__name__)
Clock = Callable[[], datetime]


async def hand_over(deps: Deps, due: Due, message: StoredMessage, now: datetime) -> SendFailed | None:
    """Hand over one message, within LONGEST_SEND; give back why it was not taken. No transaction is open meanwhile."""
    failure = await _try(deps, deps.channels.get(due.channel), due, message, now)
    if failure:
        tell_failure(deps, due.channel, due.message_id, failure.error)
    return failure


def tell_failure(deps: Deps, channel: str, message_id: str, error: SendError) -> None:
    """Count and log that a message was not taken, or did not arrive."""
    deps.metrics.send_failures.labels(channel, error.value.code).inc()
    getattr(log, error.value.log)("send_failed", message=message_id, channel=channel, code=error.value.code)


def tell_unreached(unreached: Unreached | None, error: SendError) -> None:
    """Log that an urgent message will never arrive, if that is so."""
    if unreached:
        log.error("urgent_message_not_reached", case=unreached.case, code=error.value.code)


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a message: whether it is tried again, and whether it was urgent and is given up."""

    again: bool = False
    unreached: Unreached | None = None


async def settle(
    deps: Deps, due: Due, message: StoredMessage, failure: SendFailed | None, clock: Clock
) -> Settled:
    """Store how it went, and tell who must know. Raises StoreUnavailable."""
    channel = deps.channels.get(due.channel)
    metered = channel is not None and channel.capabilities.metered

    def work(connection: Connection) -> Settled:
        return settle_in(connection, due, message, failure, clock(), metered=metered)

    settled = await _surely(deps, due, work, clock)
    if failure:
        tell_unreached(settled.unreached, failure.error)
    return settled


async def _surely(deps: Deps, due: Due, work: Callable[[Connection], Settled], clock: Clock) -> Settled:
    """Try for as long as the claim holds: what is not settled by then is sent once more."""
    while True:
        try:
            return await deps.database.mark(work)
        except StoreUnavailable:
            if clock() >= due.until:
                log.exception("send_not_settled", message=due.message_id, channel=due.channel)
                raise
        await asyncio.sleep(SETTLE_AGAIN.total_seconds())


def settle_in(
    connection: Connection,
    due: Due,
    message: StoredMessage,
    failure: SendFailed | None,
    now: datetime,
    *,
    metered: bool,
) -> Settled:
    """Store how it went with a message that was claimed."""
    exists = conversations.lock(connection, due.conversation_id)
    ours = exists and outbox.give_back(connection, due)
    if failure is None:
        outbox.sent(connection, due.message_id)
        if metered and (ours or not exists):  # not a second time, if an earlier try was stored after all
            _count(connection, due, message, now, conversation_id=due.conversation_id if exists else None)
        return Settled()
    if not ours:
        return Settled()
    if failure.retry and outbox.retry(connection, due, failure.code, now, failure.wait):
        return Settled(again=True)
    closes = failure.error is SendError.CLOSED
    lost = routes.fail(connection, due.conversation_id, due.message_id, failure.code, now, closes=closes)
    return Settled(unreached=lost)


def _count(
    connection: Connection, due: Due, message: StoredMessage, now: datetime, *, conversation_id: str | None
) -> None:
    parts, answers = segments(message.text), int(not due.urgent)
    spending.add(connection, due.channel, day_of(now), conversation_id, segments=parts, answers=answers)


async def _try(
    deps: Deps, channel: Channel | None, due: Due, message: StoredMessage, now: datetime
) -> SendFailed | None:
    provider: Provider | None = channel.provider if channel else None
    if provider is None or due.address is None:
        return SendFailed(SendError.REFUSED)  # a channel that has been switched off since
    if due.is_too_late(now):
        return SendFailed(SendError.UNREACHABLE)
    try:
        async with asyncio.timeout(LONGEST_SEND.total_seconds()):
            await provider.send(_outgoing(deps, due, message))
    except SendFailed as failure:
        return failure
    except TimeoutError:
        return SendFailed(SendError.UNREACHABLE)
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

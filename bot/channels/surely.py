"""Sending what cannot be stored: words after an erasure, or while the store is down. It is tried a few times, then given up."""

from asyncio import sleep
from datetime import timedelta

from bot.channels.channel import Provider
from bot.channels.errors import SendFailed
from bot.logs import logger
from bot.messages import Outgoing

TRIES = 4
PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(seconds=30)

log = logger(__name__)


async def send_surely(provider: Provider, message: Outgoing, *, pause: timedelta = PAUSE) -> bool:
    """Send a message, trying TRIES times if it may help; True if the provider took it."""
    failure: SendFailed | None = None
    for tried in range(TRIES):
        if failure:
            wait = max(pause * 2 ** (tried - 1), failure.wait or timedelta())
            await sleep(min(wait, LONGEST_PAUSE).total_seconds())
        failure = await _send(provider, message)
        if failure is None:
            return True
        if not failure.retry:
            break
    log.warning("send_failed_unstored", code=failure.code if failure else None)
    return False


async def _send(provider: Provider, message: Outgoing) -> SendFailed | None:
    try:
        await provider.send(message)
    except SendFailed as failure:
        return failure
    return None

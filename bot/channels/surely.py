"""Sending what cannot be stored: words after an erasure, or while the store is down. It is tried a few times, then given up."""

import asyncio
from datetime import timedelta

from bot.channels.channel import Provider
from bot.channels.errors import SendFailed
from bot.logs import logger
from bot.messages import Outgoing

TRIES = 4
PAUSE = timedelta(seconds=2)

log = logger(__name__)


async def send_surely(provider: Provider, message: Outgoing, *, pause: timedelta = PAUSE) -> bool:
    """Send a message, trying TRIES times if it may help; True if the provider took it."""
    for tried in range(TRIES):
        try:
            await provider.send(message)
        except SendFailed as failure:
            log.warning("send_failed_unstored", code=failure.code)
            if not failure.retry:
                return False
            await asyncio.sleep(max(pause * 2**tried, failure.wait or timedelta()).total_seconds())
        else:
            return True
    return False

"""Reading a message with the safety net without holding up anybody else."""

import asyncio
from datetime import datetime

from bot.safety.net import SafetyNet
from bot.safety.notice import Notice, SafetyState

LONG = 5_000
"""From this length (characters) a message is read in a thread: ordinary ones take about a millisecond, these up to a second."""


async def read(net: SafetyNet, text: str, state: SafetyState, now: datetime) -> Notice:
    """The notice on a message; never raises."""
    if len(text) < LONG:
        return net.notice(text, state, now)
    return await asyncio.to_thread(net.notice, text, state, now)

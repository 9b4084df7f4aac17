"""Reading a message with the safety net without holding up anybody else, and without waiting for ever."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from bot.logs import logger
from bot.safety.net import SafetyNet, without_second
from bot.safety.notice import Notice, SafetyState

LONG = 5_000
"""From this length (characters) the rules read a message in a thread: ordinary ones take about a millisecond."""
LONGEST_WAIT = 3.0
"""Seconds that a message waits for the second net. It takes about 0.03; the rest is for many people at once."""
log = logger(__name__)
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="second-net")


async def read(
    net: SafetyNet, text: str, state: SafetyState, now: datetime, *, longest_wait: float = LONGEST_WAIT
) -> Notice:
    """The notice on a message; never raises."""
    first = (
        net.by_rules(text, state, now)
        if len(text) < LONG
        else await asyncio.to_thread(net.by_rules, text, state, now)
    )
    if not net.wants_second(first):
        return first
    loop = asyncio.get_running_loop()
    second = loop.run_in_executor(_threads, net.by_both, first, text, state, now)
    try:
        return await asyncio.wait_for(second, longest_wait)
    except TimeoutError:
        log.error("second_net_late")  # noqa: TRY400 - nothing of interest is in the traceback
        return without_second(first)

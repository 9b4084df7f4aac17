"""Reading a message with the safety net without holding up anybody else, and without waiting for ever."""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from bot.logs import logger
from bot.safety.net import SafetyNet, without_rules, without_second
from bot.safety.notice import Notice, SafetyState

LONG = 5_000
"""From this length (characters) the rules read a message in a thread: ordinary ones take about a millisecond."""
LONGEST_WAIT = 3.0
"""Seconds that a message waits for the second net, or a long one for the rules. The second net takes about 0.03; the
rest is for many people at once."""
LONGEST_WAIT_FOR_DOUBT = 0.5
"""Seconds that a message waits for the second net if rules bring a person already: then they stand."""
HEARTBEAT_WAIT = 10.0
log = logger(__name__)
_PROCESSORS = os.cpu_count() or 2
# One processor is left to whoever stores and answers: with all of them reading, a provider's call waits (docs/benchmarks.md).
_threads = ThreadPoolExecutor(max_workers=min(4, max(1, _PROCESSORS - 1)), thread_name_prefix="second-net")


async def read(
    net: SafetyNet, text: str, state: SafetyState, now: datetime, *, longest_wait: float = LONGEST_WAIT
) -> Notice:
    """The notice on a message; never raises."""
    first = await _by_rules(net, text, state, now, longest_wait)
    if not net.wants_second(first):
        return first
    if first.response.brings_handler:
        longest_wait = min(longest_wait, LONGEST_WAIT_FOR_DOUBT)
    loop = asyncio.get_running_loop()
    try:
        second = loop.run_in_executor(_threads, net.by_both, first, text, state, now)
        return await asyncio.wait_for(second, longest_wait)
    except TimeoutError:
        log.error("second_net_late")  # noqa: TRY400 - nothing of interest is in the traceback
    except RuntimeError:  # no threads any more: the process is about to end
        log.exception("second_net_gone")
    return without_second(first)


async def _by_rules(
    net: SafetyNet, text: str, state: SafetyState, now: datetime, longest_wait: float
) -> Notice:
    if len(text) < LONG:
        return net.by_rules(text, state, now)
    try:
        return await asyncio.wait_for(asyncio.to_thread(net.by_rules, text, state, now), longest_wait)
    except TimeoutError:
        log.error("rules_late")  # noqa: TRY400 - nothing of interest is in the traceback
        return without_rules()


async def is_well(net: SafetyNet) -> bool:
    """True if the safety net still knows what it must, and says so in time."""
    loop = asyncio.get_running_loop()
    try:
        return await asyncio.wait_for(loop.run_in_executor(_threads, net.heartbeat), HEARTBEAT_WAIT)
    except TimeoutError:
        return False

"""Small things that nobody waits for, such as a typing sign: each runs to its end, and none is forgotten on the way."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from bot.logs import logger

STOP_SECONDS = 5.0
"""Whoever stops the bot kills it after 10 s (bot/supervise)."""

log = logger(__name__)


class Background:
    """What runs beside the turns. A failure is logged, and touches nothing else."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, object], what: str) -> None:
        """Run something; ``what`` names it in the log."""
        task = asyncio.create_task(_guarded(work, what))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def drain(self) -> None:
        """Let everything that runs come to its end, within STOP_SECONDS; what takes longer is cut short."""
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=STOP_SECONDS)
            for task in late:
                task.cancel()


async def _guarded(work: Coroutine[Any, Any, object], what: str) -> None:
    try:
        await work
    except Exception:  # nobody waits for it
        log.exception("background_failed", what=what)

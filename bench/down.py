"""What a person waits for when it matters: the crisis card, and the fallback words while the engine is dead or frozen."""

import asyncio
import os
import signal
import time
from contextlib import AsyncExitStack

from bench.doors import Doors
from bench.report import Row, longest
from bench.sizes import Sizes

RISK = "I want to end my life"
CARD_MS = 200.0
FALLBACK_SECONDS = 3.0
BACK_SECONDS = 120.0


async def measure(doors: Doors, sizes: Sizes) -> list[Row]:
    """The crisis card with the engine up and dead; the first words after its death, and while it hangs."""
    up = [await _card(doors) for _ in range(sizes.risks)]
    frozen = await _with_frozen_engine(doors)
    async with AsyncExitStack() as closing:
        talks = [await closing.enter_async_context(doors.api()) for _ in range(3)]
        for talk in talks:
            await talk.say("hello")
        os.kill(doors.site.processes()["engine"].pid, signal.SIGKILL)
        killed = time.monotonic()
        fallback = [await talk.say("I can't sleep") for talk in talks]
        down = [await _card(doors) for _ in range(sizes.risks)]
        back = await _engine_is_back(doors, killed)
    return [
        longest("crisis card, engine up", up, "ms", CARD_MS),
        longest("crisis card, engine killed", down, "ms", CARD_MS),
        longest("fallback words after kill -9 of the engine", fallback, "s", FALLBACK_SECONDS),
        longest("fallback words while the engine hangs", [frozen], "s", FALLBACK_SECONDS),
        Row("engine back by itself after kill -9", back, "s"),
    ]


async def _card(doors: Doors) -> float:
    async with doors.api() as talk:
        return await talk.say_until(RISK, lambda event: event["kind"] == "card")


async def _with_frozen_engine(doors: Doors) -> float:
    """The wait when the engine takes the question and says nothing; it goes on afterwards."""
    engine = doors.site.processes()["engine"]
    async with doors.api() as talk:
        await talk.say("hello")
        engine.suspend()
        try:
            return await talk.say("I can't sleep")
        finally:
            engine.resume()


async def _engine_is_back(doors: Doors, killed: float) -> float | None:
    """Seconds from the kill until the engine answers again; None if it does not in time."""
    while time.monotonic() - killed < BACK_SECONDS:
        if await asyncio.to_thread(doors.site.engine_is_ready):
            return time.monotonic() - killed
        await asyncio.sleep(0.2)
    return None

"""Turns a second with several conversations at once, by the bot's API and by Rasa's own REST channel."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack

import httpx

from bench.counted import Counted
from bench.doors import MESSAGES, Doors, Talk
from bench.report import Row, p95
from bench.sizes import Sizes

WORKERS = ("bot", "engine", "actions")


async def measure(doors: Doors, sizes: Sizes) -> list[Row]:
    """For each number of conversations: both doors, how they compare, and how often the engine was too late."""
    return [
        row
        for at_once, turns in sizes.turns.items()
        for row in await _level_or_why_not(doors, at_once, turns)
    ]


async def _level_or_why_not(doors: Doors, at_once: int, turns: int) -> list[Row]:
    """The rows of one level; a door that gives no answer there leaves the others' figures standing."""
    try:
        return await _level(doors, at_once, turns)
    except (TimeoutError, httpx.HTTPError) as error:
        return [Row(f"{at_once} at once: not measured ({type(error).__name__})", None, "")]


async def _level(doors: Doors, at_once: int, turns: int) -> list[Row]:
    async with AsyncExitStack() as closing:
        people = [await closing.enter_async_context(doors.api()) for _ in range(at_once)]
        before, cpu = Counted(await doors.metrics()), _cpu(doors)
        seconds, times = await _all(people, turns)
        worked = {name: used - cpu[name] for name, used in _cpu(doors).items()}
    failures = Counted(await doors.metrics()).engine_failures - before.engine_failures
    rest_seconds, rest_times = await _all([doors.rest() for _ in range(at_once)], turns)
    api, rest = (len(times) - failures) / seconds, len(rest_times) / rest_seconds
    who = f"{at_once} at once"
    return [
        Row(f"{who}: by the bot's API", api, "turns/s"),
        Row(f"{who}: by Rasa's REST channel", rest, "turns/s"),
        Row(f"{who}: API / REST channel", api / rest, "times"),
        Row(f"{who}: an API turn, p95", 1000 * p95(times), "ms"),
        *(
            Row(f"{who}: work of the {name} for an API turn", 1000 * worked[name] / len(times), "ms CPU")
            for name in WORKERS
        ),
        Row(f"{who}: API turns that the engine did not answer", failures, "turns", 0),
    ]


def _cpu(doors: Doors) -> dict[str, float]:
    """The processor time that each process has used so far: unlike a turn's time, hardly touched by a busy machine."""
    times = {name: process.cpu_times() for name, process in doors.site.processes().items()}
    return {name: used.user + used.system for name, used in times.items()}


async def _all(talks: Sequence[Talk], turns: int) -> tuple[float, list[float]]:
    """Seconds that all took, and the time of each turn; every conversation says its next thing once it has its answer."""
    each = turns // len(talks)
    began = time.perf_counter()
    times = await asyncio.gather(*(_converse(talk, each) for talk in talks))
    return time.perf_counter() - began, [time for some in times for time in some]


async def _converse(talk: Talk, turns: int) -> list[float]:
    return [await talk.say(MESSAGES[number % len(MESSAGES)]) for number in range(turns)]

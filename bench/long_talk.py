"""A long conversation: what a late turn costs, compared with an early one."""

from collections.abc import Sequence

from bench.doors import MESSAGES, Doors, Talk
from bench.report import Row, middle
from bench.sizes import Sizes

RATIO = 1.5
WINDOW = len(MESSAGES)
"""Turns whose median stands for one, so that each message is in both the early and the late ones."""


async def measure(doors: Doors, sizes: Sizes) -> list[Row]:
    """The bot's API, and for contrast the turn channel without new sessions."""
    api: list[list[float]] = []
    for _ in range(sizes.talks):
        async with doors.api() as talk:
            api.append(await _times(talk, sizes.long))
    straight = await _times(doors.turn(), sizes.long)
    return [
        *_rows("API", api, sizes.long, RATIO),
        *_rows("turn channel, one session", [straight], sizes.long, None),
    ]


async def _times(talk: Talk, turns: int) -> list[float]:
    """The times of the turns 2, 3, … up to ``turns`` and half a window beyond."""
    times = [await talk.say(MESSAGES[number % WINDOW]) for number in range(turns + WINDOW // 2)]
    return times[1:]


def _rows(door: str, talks: Sequence[Sequence[float]], turns: int, most: float | None) -> list[Row]:
    early = middle([time for times in talks for time in times[:WINDOW]])
    late = middle([time for times in talks for time in times[-WINDOW:]])
    return [
        Row(f"{door}: turn 2", 1000 * early, "ms"),
        Row(f"{door}: turn {turns}", 1000 * late, "ms"),
        Row(f"{door}: turn {turns} / turn 2", late / early, "times", most),
    ]

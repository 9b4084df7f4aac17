"""How much is measured. Everything is bounded in count, and each part in time."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many of what.

    rounds: conversations of one pass over the messages, at each door. turns: how many, by number of conversations at once.
    long: the late turn of a long conversation; talks: how many of these. risks: risk phrases, with the engine up and down.
    services: how many the directory holds. part_seconds: the longest that one part may take.
    """

    rounds: int
    turns: dict[int, int]
    long: int
    talks: int
    risks: int
    services: tuple[int, ...]
    part_seconds: float


FULL = Sizes(
    rounds=30,
    turns={1: 60, 10: 200, 50: 300},
    long=200,
    talks=3,
    risks=10,
    services=(1_000, 10_000, 100_000),
    part_seconds=240,
)
QUICK = Sizes(
    rounds=2, turns={1: 3, 10: 10, 50: 50}, long=35, talks=1, risks=2, services=(1_000,), part_seconds=60
)

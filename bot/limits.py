"""What text messages may cost: ordinary answers a person and a day. Crisis replies are never held back by any of it. Pure."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

RECENT = timedelta(minutes=1)
"""How far back a flood is looked for."""
_AT_EASE = 10
_STEP = timedelta(seconds=10)
_LONGEST = timedelta(minutes=1)
_NEAR = 0.8


class Limit(StrEnum):
    """Which limit is reached; each has its words in content/strings ``limits.<limit>``."""

    PERSON = "day"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Spent:
    """What has been sent today on one channel: ordinary answers to this person, segments to everybody.

    told: this person knows that a limit is reached. recent: their messages within RECENT.
    """

    answers: int = 0
    told: bool = False
    segments: int = 0
    recent: int = 0


def limit(spent: Spent, *, person_daily: int, pence: float, daily_pounds: float) -> Limit | None:
    """The limit that is reached; None if an ordinary answer may be sent."""
    if pounds(spent.segments, pence) >= daily_pounds:
        return Limit.SERVICE
    return Limit.PERSON if spent.answers >= person_daily else None


def pounds(segments: int, pence: float) -> float:
    """What segments cost, at so many pence each."""
    return segments * pence / 100


def is_near(segments: int, pence: float, daily_pounds: float) -> bool:
    """True from four fifths of the day's limit on: time for the operator to look."""
    return pounds(segments, pence) >= _NEAR * daily_pounds


def pause(recent: int) -> timedelta:
    """How long an ordinary answer waits when one number floods us: nothing up to 10 messages a minute, then more and more."""
    return min(max(recent - _AT_EASE, 0) * _STEP, _LONGEST)

"""When: what a person means by "tonight" or "Sunday", as a span of time in London."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.clock import LONDON, local

DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
_EVENING = time(17)
_LATE = time(2)
"""Tonight lasts until two, and at one in the morning it is still tonight."""


@dataclass(frozen=True, slots=True)
class Window:
    """A span of time that was asked about, under its name on the wire. ``now`` is a minute long."""

    name: str
    start: datetime
    end: datetime


def window(when: str | None, now: datetime) -> Window | None:
    """The span that a word of a query means; None for nothing, or for a word that is not known."""
    here = local(now)
    to_saturday = 5 - here.weekday()
    known = {
        "now": (here, here + timedelta(minutes=1)),
        "today": (here, _at(here, 1)),
        "tonight": _tonight(here),
        "tomorrow": (_at(here, 1), _at(here, 2)),
        "weekend": (max(here, _at(here, to_saturday)), _at(here, to_saturday + 2)),
        **{day: _day(here, number) for number, day in enumerate(DAYS)},
    }
    return Window(when, *known[when]) if when in known else None


def _day(here: datetime, weekday: int) -> tuple[datetime, datetime]:
    ahead = (weekday - here.weekday()) % 7
    return max(here, _at(here, ahead)), _at(here, ahead + 1)


def _tonight(here: datetime) -> tuple[datetime, datetime]:
    if here.time() < _LATE:
        return here, _at(here, 0, _LATE)
    return max(here, _at(here, 0, _EVENING)), _at(here, 1, _LATE)


def _at(here: datetime, days: int, clock: time = time(0)) -> datetime:
    """That time of that day by the clock on the wall, also over a change of the clocks."""
    return datetime.combine(here.date() + timedelta(days), clock, LONDON)

"""Opening hours as HSDS schedules, in London's wall time, and what HSDS has no words for: bank holidays and closures.

Only the standard library: the engine's environment imports this too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from bot.directory.model import ALWAYS
from bot.directory.notation import DAYS, HoursError, Part, Rule, rules

WEEKLY, MONTHLY = "WEEKLY", "MONTHLY"
DAY = 24 * 60
"""Minutes of a day on the wall clock."""

_BYDAY = re.compile(r"(-?\d)?([A-Z]{2})")
_CLOSED = re.compile(r"(\d{4}-\d\d-\d\d)(?:\.\.(\d{4}-\d\d-\d\d))?")
_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Schedule:
    """One HSDS schedule. Without ``opens_at`` the days are known and the times not.

    ``closes_at`` not after ``opens_at`` is on the next day; 24:00 is time(0). ``byday`` is "WE", monthly "2WE" or "-1FR".
    """

    freq: str
    byday: tuple[str, ...]
    opens_at: time | None
    closes_at: time | None
    interval: int = 1
    dtstart: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def days(self) -> Iterator[tuple[int, int]]:
        """Each day of the week (Monday is 0) with its ordinal in the month, which is 0 for every week."""
        for named in self.byday:
            match = _BYDAY.fullmatch(named)
            if match:
                yield DAYS.index(match[2].lower()), int(match[1] or 0)

    @property
    def span(self) -> tuple[int, int] | None:
        """The minutes of the day from opening to closing, past 1440 on the next day; None without times."""
        if self.opens_at is None or self.closes_at is None:
            return None
        return minutes(self.opens_at, self.closes_at)


class Session(NamedTuple):
    """What happens on one day of the week: a span of minutes if known, and the schedule if it is not every such day."""

    span: tuple[int, int] | None
    ordinal: int = 0
    schedule: Schedule | None = None

    def held_on(self, day: date) -> bool:
        """True if it is held on this day, which is its day of the week."""
        return self.schedule is None or _held_on(self.schedule, self.ordinal, day)


@dataclass(frozen=True, slots=True)
class Timetable:
    """All that is known of a service's hours.

    ``bank_holidays`` is "closed", "open" (at ``bank_holiday_times``) or "unknown". Closures include both their days.
    The rest is the same, laid out for looking up: the sessions of each day of the ``week``, earliest first, the
    ``last_day`` of which anything is said, and whether any session runs past midnight.
    """

    schedules: tuple[Schedule, ...]
    always: bool = False
    bank_holidays: str = "unknown"
    bank_holiday_times: tuple[tuple[time, time], ...] = ()
    closures: tuple[tuple[date, date], ...] = ()
    week: tuple[tuple[Session, ...], ...] = field(init=False, repr=False, compare=False)
    last_day: date | None = field(init=False, repr=False, compare=False)
    late: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        week: list[list[Session]] = [[] for _ in DAYS]
        for schedule in self.schedules:
            for day, ordinal in schedule.days:
                week[day].append(Session(schedule.span, ordinal, None if _plain(schedule) else schedule))
        spans = [schedule.span for schedule in self.schedules]
        spans += [minutes(*times) for times in self.bank_holiday_times]
        ends = [schedule.valid_to for schedule in self.schedules]
        known = [end for end in ends if end]
        # The class is frozen; these follow from the rest and are set once.
        object.__setattr__(self, "week", tuple(tuple(sorted(day, key=_begins)) for day in week))
        object.__setattr__(self, "last_day", max(known) if known and len(known) == len(ends) else None)
        object.__setattr__(self, "late", any(span is not None and span[1] > DAY for span in spans))


def minutes(opens: time, closes: time) -> tuple[int, int]:
    """A span as minutes from the beginning of its day."""
    start, end = opens.hour * 60 + opens.minute, closes.hour * 60 + closes.minute
    return start, end if end > start else end + DAY


@lru_cache(maxsize=16_384)
def timetable(hours: str, *, fortnightly_from: str = "", closed: str = "") -> Timetable:
    """Read the columns hours, fortnightly_from and closed of a row; HoursError says what to write instead."""
    closures = _closures(closed)
    start = _date(fortnightly_from, "fortnightly_from") if fortnightly_from else None
    if hours == ALWAYS or not hours:
        if start:
            raise HoursError("fortnightly_from needs hours with days, for instance 'We 10:00-12:00'")
        return Timetable((), always=hours == ALWAYS, closures=closures)
    read = rules(hours)
    schedules = tuple(schedule for rule in read for schedule in _schedules(rule, start))
    if start:
        _check_start(start, schedules)
    times = tuple(span for rule in read if rule.bank_holidays for span in rule.spans)
    off = any(rule.off for rule in read)
    return Timetable(
        schedules,
        bank_holidays="closed" if off else "open" if times else "unknown",
        bank_holiday_times=times,
        closures=closures,
    )


def _schedules(rule: Rule, start: date | None) -> Iterator[Schedule]:
    weekly = tuple(DAYS[day].upper() for part in rule.parts if not part.ordinals for day in part.days)
    monthly = tuple(named for part in rule.parts for named in _ordinal_days(part))
    if monthly and start:
        raise HoursError(
            "fortnightly_from cannot stand beside days of the month such as We[1]: keep one of the two"
        )
    for opens, closes in rule.spans or ((None, None),):
        if weekly:
            yield Schedule(
                WEEKLY, weekly, opens, closes, 2 if start else 1, start, rule.valid_from, rule.valid_to
            )
        if monthly:
            yield Schedule(
                MONTHLY, monthly, opens, closes, valid_from=rule.valid_from, valid_to=rule.valid_to
            )


def _ordinal_days(part: Part) -> tuple[str, ...]:
    return tuple(f"{ordinal}{DAYS[part.first].upper()}" for ordinal in part.ordinals)


def _check_start(start: date, schedules: tuple[Schedule, ...]) -> None:
    if not any(day == start.weekday() for schedule in schedules for day, _ in schedule.days):
        raise HoursError(
            f"fortnightly_from {start} is a {_DAY_NAMES[start.weekday()]}, which is not a day of the hours: "
            "write a date on which a session is held"
        )


def _closures(closed: str) -> tuple[tuple[date, date], ...]:
    found = []
    for part in filter(None, (part.strip() for part in closed.split(";"))):
        match = _CLOSED.fullmatch(part)
        if not match:
            raise HoursError(f"'{part}' is not a day: write 2026-12-24 or 2026-12-24..2027-01-02")
        first, last = (_date(written, "closed") for written in (match[1], match[2] or match[1]))
        if last < first:
            raise HoursError(f"'{part}' ends before it begins: write the earlier date first")
        found.append((first, last))
    return tuple(found)


def _date(written: str, column: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise HoursError(f"'{written}' in {column} is not a date: write for instance 2026-03-04") from None


def _begins(session: Session) -> int:
    return session.span[0] if session.span else 0


def _plain(schedule: Schedule) -> bool:
    """True if it is held every week without an end."""
    return (
        schedule.freq == WEEKLY and schedule.interval == 1 and not (schedule.valid_from or schedule.valid_to)
    )


def _held_on(schedule: Schedule, ordinal: int, day: date) -> bool:
    if (schedule.valid_from and day < schedule.valid_from) or (schedule.valid_to and day > schedule.valid_to):
        return False
    if schedule.freq == MONTHLY:
        return _is_ordinal(ordinal, day)
    if schedule.interval == 1 or not schedule.dtstart:
        return True
    # From Monday to Monday, so that the days of one week stay together; never by the number of the week in the year.
    weeks = (_monday(day) - _monday(schedule.dtstart)).days // 7
    return day >= schedule.dtstart and weeks % schedule.interval == 0


def _is_ordinal(ordinal: int, day: date) -> bool:
    if ordinal < 0:
        return (day + timedelta(weeks=1)).month != day.month
    return (day.day - 1) // 7 + 1 == ordinal


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())

"""A second opinion on hours: opening-hours-py must read the same notation as we do. Only for builds."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import zip_longest

from opening_hours import OpeningHours, validate

from bot.directory.notation import HoursError, tidy
from bot.directory.opening import spans_on
from bot.directory.schedule import Timetable, timetable

_FIRST_YEAR = 2025
_YEARS = 2
_BANK_HOLIDAYS = re.compile(r",ph\b|^ph\b,?", re.IGNORECASE)

Interval = tuple[datetime, datetime]


@lru_cache(maxsize=16_384)
def agrees(hours: str) -> str | None:
    """None if both read the hours alike over two ordinary years, bank holidays left out; else a sentence.

    Hours that we refuse, and hours without times, have nothing to compare. Each rule is read by itself, because ours
    stand for themselves: in OpenStreetMap a later rule cuts off the night of an earlier one.
    """
    try:
        table = timetable(hours)
    except HoursError as error:
        return str(error)
    if table.always or not table.schedules or any(each.span is None for each in table.schedules):
        return None
    years = [each.valid_from.year for each in table.schedules if each.valid_from]
    start = datetime(min(years, default=_FIRST_YEAR), 1, 1)  # noqa: DTZ001 - wall time on both sides
    end = start.replace(year=start.year + _YEARS)
    rules = list(_without_bank_holidays(hours))
    if not all(validate(rule) for rule in rules):
        return f"'{hours}' cannot be read by OpenStreetMap's rules: write for instance 'Mo-Fr 09:00-17:00; PH off'"
    theirs = _merged(each for rule in rules for each in _theirs(rule, start, end))
    ours = _merged(_ours(table, start, end))
    for mine, other in zip_longest(ours, theirs):
        if mine != other:
            moment = min(each[0] for each in (mine, other) if each)
            return (
                f"'{hours}' may be read in two ways, first on {moment:%Y-%m-%d} at {moment:%H:%M}: "
                "write each day once, with all its times"
            )
    return None


def _without_bank_holidays(hours: str) -> Iterator[str]:
    for rule in hours.split(";"):
        kept = _BANK_HOLIDAYS.sub("", tidy(rule))
        if not kept.startswith(" "):
            yield kept


def _ours(table: Timetable, start: datetime, end: datetime) -> Iterator[Interval]:
    day = start.date() - timedelta(days=1)
    while day < end.date():
        for opens, closes in spans_on(table, day, frozenset[date]()):
            midnight = datetime.combine(day, time())
            ends = midnight + timedelta(minutes=closes)
            if ends > start:
                yield max(start, midnight + timedelta(minutes=opens)), min(end, ends)
        day += timedelta(days=1)


def _theirs(rule: str, start: datetime, end: datetime) -> Iterator[Interval]:
    for opens, closes, state, *_comments in OpeningHours(rule).intervals(start, end):
        if str(state) == "open":
            yield opens, min(closes or end, end)


def _merged(intervals: Iterable[Interval]) -> list[Interval]:
    merged: list[Interval] = []
    for opens, closes in sorted(intervals):
        if merged and opens <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], closes)
        else:
            merged.append((opens, closes))
    return merged

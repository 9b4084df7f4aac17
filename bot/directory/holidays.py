"""Bank holidays in England and Wales, from the data that comes with the package govuk-bank-holidays: no network.

Only for the bot: the engine's environment has no such package, so it is imported when it is needed.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Self

_ENOUGH = timedelta(days=183)
_EVERY_YEAR = frozenset({(12, 25), (12, 26), (1, 1)})
_MONDAY, _TUESDAY, _SATURDAY = 0, 1, 5
_MAY, _AUGUST = 5, 8
_LAST_SEVEN_OF_AUGUST = 25


class BankHolidays(frozenset[date]):
    """Bank holidays that are known until a day. After it only Christmas, Boxing and New Year's Day are in it."""

    covered_until: date

    def __new__(cls, days: Iterable[date], covered_until: date) -> Self:
        """Take the days, and the last day of which it is known whether it is one."""
        made = super().__new__(cls, days)
        made.covered_until = covered_until
        return made

    def __contains__(self, day: object) -> bool:
        """True for a day that is one for sure."""
        if super().__contains__(day):
            return True
        return isinstance(day, date) and day > self.covered_until and (day.month, day.day) in _EVERY_YEAR

    def may_hold(self, day: date) -> bool:
        """True for a later day that is one in most years, or in the place of one: we are not to say what happens then."""
        return day > self.covered_until and _is_usual(day)


@cache
def bank_holidays() -> BankHolidays:
    """All known bank holidays, and Christmas Day, Boxing Day and New Year's Day themselves.

    When one of those falls on a weekend the official list has only the day off in its place, but doors are closed on both.
    """
    listed = _listed()
    years = {day.year for day in listed}
    themselves = {date(year, month, day) for year in years for month, day in _EVERY_YEAR}
    return BankHolidays(listed | themselves, last_covered())


def last_covered() -> date:
    """The last day of which we know whether it is a bank holiday."""
    return date(max(_listed()).year, 12, 31)


def check(today: date) -> str | None:
    """A sentence for the operator if the data ends within six months, else None."""
    if last_covered() - today >= _ENOUGH:
        return None
    return (
        f"Bank holidays are known only until {last_covered()}: update the package govuk-bank-holidays, "
        "or people will be told of later bank holidays that nobody knows whether a service is open."
    )


@cache
def _listed() -> frozenset[date]:
    from govuk_bank_holidays.bank_holidays import BankHolidays  # noqa: PLC0415 - see the top

    source = BankHolidays(use_cached_holidays=True)
    return frozenset(each["date"] for each in source.get_holidays(division=BankHolidays.ENGLAND_AND_WALES))


@lru_cache(maxsize=1000)
def _is_usual(day: date) -> bool:
    """Around Easter, a Monday of May, the last one of August, or a day off for Christmas or New Year at a weekend."""
    if day.weekday() == _MONDAY and (
        day.month == _MAY or (day.month == _AUGUST and day.day >= _LAST_SEVEN_OF_AUGUST)
    ):
        return True
    return day - _easter(day.year) in {timedelta(days=-2), timedelta(days=1)} or _is_instead(day)


def _is_instead(day: date) -> bool:
    before = [day - timedelta(days=days) for days in (1, 2)]
    fixed = [each for each in before if (each.month, each.day) in _EVERY_YEAR]
    return day.weekday() in {_MONDAY, _TUESDAY} and any(each.weekday() >= _SATURDAY for each in fixed)


def _easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar: the method of Meeus, Jones and Butcher."""
    century, of_century = divmod(year, 100)
    golden = year % 19
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)

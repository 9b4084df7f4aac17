"""Bank holidays in England and Wales, from the data that comes with the package govuk-bank-holidays: no network.

Only for the bot: the engine's environment has no such package, so it is imported when it is needed.
"""

from datetime import date, timedelta
from functools import cache

_ENOUGH = timedelta(days=183)


@cache
def bank_holidays() -> frozenset[date]:
    """All known bank holidays, and Christmas Day, Boxing Day and New Year's Day themselves.

    When one of those falls on a weekend the official list has only the day off in its place, but doors are closed on both.
    """
    listed = _listed()
    years = {day.year for day in listed}
    return listed | {date(year, month, day) for year in years for month, day in ((12, 25), (12, 26), (1, 1))}


def last_covered() -> date:
    """The last day of which we know whether it is a bank holiday."""
    return date(max(_listed()).year, 12, 31)


def check(today: date) -> str | None:
    """A sentence for the operator if the data ends within six months, else None."""
    if last_covered() - today >= _ENOUGH:
        return None
    return (
        f"Bank holidays are known only until {last_covered()}: update the package govuk-bank-holidays, "
        "or people will be told that services are open on the bank holidays after that day."
    )


@cache
def _listed() -> frozenset[date]:
    from govuk_bank_holidays.bank_holidays import BankHolidays  # noqa: PLC0415 - see the top

    source = BankHolidays(use_cached_holidays=True)
    return frozenset(each["date"] for each in source.get_holidays(division=BankHolidays.ENGLAND_AND_WALES))

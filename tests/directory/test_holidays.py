"""Bank holidays: the official list, and the days themselves when the list has only the day off in their place."""

from datetime import date, timedelta

import pytest

from bot.directory.holidays import BankHolidays, bank_holidays, check, last_covered

REVIEWED = date(2026, 11, 22)
"""When somebody last looked at the package's newest version. Set it to the day of the update; never read the clock here."""


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-01-01", True),
        ("2026-01-02", False),  # only in Scotland
        ("2026-03-17", False),  # only in Northern Ireland
        ("2026-04-03", True),
        ("2026-04-05", False),  # Easter Sunday is not one in law
        ("2026-04-06", True),
        ("2026-05-04", True),
        ("2026-05-25", True),
        ("2026-08-03", False),  # only in Scotland
        ("2026-08-31", True),
        ("2026-12-24", False),
        ("2026-12-25", True),
        ("2026-12-26", True),  # a Saturday: only we name it
        ("2026-12-27", False),
        ("2026-12-28", True),  # in its place
        ("2027-01-01", True),
        ("2027-12-25", True),
        ("2027-12-26", True),
        ("2027-12-27", True),
        ("2027-12-28", True),
    ],
)
def test_bank_holidays(day: str, expected: bool) -> None:
    assert (date.fromisoformat(day) in bank_holidays()) is expected


def test_every_bank_holiday_that_is_known_would_have_been_doubted_without_the_data() -> None:
    """But for those of a single year, which nobody can foresee: a jubilee, a coronation, a funeral, a day moved for one."""
    nothing = BankHolidays((), date(2000, 1, 1))
    unforeseen = {"2012-06-04", "2012-06-05", "2020-05-08", "2022-06-02", "2022-06-03", "2022-09-19"}
    missed = {str(day) for day in bank_holidays() if not (day in nothing or nothing.may_hold(day))}
    assert missed <= unforeseen


def test_what_is_covered_is_not_doubted() -> None:
    known = bank_holidays()
    assert known.covered_until == last_covered()
    assert not any(known.may_hold(last_covered() - timedelta(days)) for days in range(700))
    assert date(last_covered().year + 9, 12, 25) in known
    assert date(last_covered().year + 9, 12, 24) not in known


def test_the_data_reaches_at_least_six_months_beyond_the_last_review() -> None:
    """If it fails: update govuk-bank-holidays in requirements/bot.txt (`make lock`), then set REVIEWED."""
    assert check(REVIEWED) is None
    assert last_covered() >= REVIEWED + timedelta(days=183)


def test_the_operator_is_told_before_the_data_ends() -> None:
    end = last_covered()
    assert (end.month, end.day) == (12, 31)
    assert max(bank_holidays()) <= end
    assert check(end - timedelta(days=183)) is None
    told = check(end - timedelta(days=182))
    assert told
    assert str(end) in told
    assert "govuk-bank-holidays" in told

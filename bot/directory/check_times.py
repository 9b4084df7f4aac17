"""The checks of when: the columns of services.csv that hold hours and dates."""

import re
from collections.abc import Callable
from datetime import date

from bot.directory.known import Refuse, Row
from bot.directory.model import ALWAYS
from bot.directory.notation import HoursError
from bot.directory.numbers import NOT_A_NUMBER, is_uk_number
from bot.directory.schedule import timetable
from bot.directory.schedule_check import agrees

_PARTIAL_DATE = re.compile(r"(\d{4})(-\d{2})?(-\d{2})?")


def hours(row: Row, refuse: Refuse) -> None:
    """Hours that we and OpenStreetMap's rules read alike; a fortnight and closures that fit them."""
    problem = _problem(row["hours"])
    if problem:
        refuse("hours", problem)
    elif row["fortnightly_from"]:
        _refuse(
            "fortnightly_from", lambda start: timetable(row["hours"], fortnightly_from=start), row, refuse
        )
    if row["closed"]:
        _refuse("closed", lambda dates: timetable("", closed=dates), row, refuse)


def phone_hours(row: Row, refuse: Refuse) -> None:
    """A phone answered at some times needs both the times and the number for all others."""
    if row["phone_otherwise"] and not is_uk_number(row["phone_otherwise"]):
        refuse("phone_otherwise", f"'{row['phone_otherwise']}' {NOT_A_NUMBER}")
    problem = _problem(row["phone_hours"])
    if problem:
        refuse("phone_hours", problem)
    elif row["phone_hours"] == ALWAYS:
        refuse("phone_hours", "is 24/7, so that there are no other times: leave it empty")
    _all_or_none(row, refuse)


def _all_or_none(row: Row, refuse: Refuse) -> None:
    missing = {
        "phone": "write the number that is answered at phone_hours",
        "phone_hours": "write when the number in phone is answered",
        "phone_otherwise": "write the number for all times outside phone_hours",
    }
    if row["phone_hours"] or row["phone_otherwise"]:
        for name, what in missing.items():
            if not row[name]:
                refuse(name, f"is empty: {what}")


def dates(row: Row, refuse: Refuse, today: date) -> None:
    """When the row was confirmed and last seen."""
    for name, whole in (("confirmed_on", True), ("last_seen", False)):
        if not row[name]:
            continue
        day = _day(row[name])
        if day is None or (whole and len(row[name]) != 10):
            form = "2026-03-31" if whole else "2026-03-31, 2026-03 or 2026"
            refuse(name, f"'{row[name]}' is not a date: write it as {form}")
        elif day > today:
            refuse(name, f"'{row[name]}' is still to come: look at the date again")


def _problem(written: str) -> str | None:
    if not written:
        return None
    try:
        timetable(written)
    except HoursError as error:
        return str(error)
    return agrees(written)


def _refuse(name: str, read: Callable[[str], object], row: Row, refuse: Refuse) -> None:
    try:
        read(row[name])
    except HoursError as error:
        refuse(name, str(error))


def _day(written: str) -> date | None:
    """The first day of a date, a month or a year."""
    if not _PARTIAL_DATE.fullmatch(written):
        return None
    try:
        return date.fromisoformat((written + "-01-01")[:10])
    except ValueError:
        return None

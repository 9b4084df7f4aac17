"""The checks of one row of services.csv: what is refused, and what to write instead."""

import re
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from enum import StrEnum

from opening_hours import validate

from bot.directory.hours import HoursError, check_hours
from bot.directory.model import ALWAYS, Assurance, Audience, Kind, Service
from bot.directory.numbers import NOT_A_NUMBER, is_uk_number

COLUMNS = tuple(each.name for each in fields(Service) if each.name != "region")
GROUPS = frozenset(
    ["carers", "deaf_people", "lgbt", "men", "older_people", "students", "veterans", "women", "young_people"]
)
# Shown even when the row is stale, so a number here would get past the rule that hides it.
_SHOWN = (
    "name",
    "short_name",
    "description",
    "alert",
    "address",
    "town",
    "ages",
    "eligibility",
    "access",
    "referred_by",
)
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}")
OUTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?")
_PARTIAL_DATE = re.compile(r"(\d{4})(-\d{2})?(-\d{2})?")
_NUMBER_IN_PROSE = re.compile(r"\d(?:[ -]?\d){6,}")
_TAG = re.compile(r"\[(?:PRO-ONLY|STALE|VERIFY)\]")

Row = dict[str, str]
Refuse = Callable[[str, str], None]


def read_service(row: Row, region: str, refuse: Refuse, *, today: date) -> Service | None:
    """Turn a row into a Service, or refuse it field by field and return None."""
    faults: list[tuple[str, str]] = []
    note = lambda name, problem: faults.append((name, problem))  # noqa: E731
    for check in _CHECKS:
        check(row, note)
    _id_of_region(row, region, note)
    _dates(row, note, today)
    for name, problem in faults:
        refuse(name, problem)
    if faults:
        return None
    return Service.from_row({**row, "region": region, "always_stands": row["always_stands"] == "yes"})


def _id_of_region(row: Row, region: str, refuse: Refuse) -> None:
    if not _ID.fullmatch(row["id"]) or not row["id"].startswith(f"{region}-"):
        refuse("id", f"'{row['id']}' must be small letters, digits and hyphens and begin with '{region}-'")


def _words(row: Row, refuse: Refuse) -> None:
    if not row["name"]:
        refuse("name", "is empty: write the name that people know")
    for name in _SHOWN:
        if _TAG.search(row[name]):
            refuse(name, "holds a tag of the research file: use the columns assurance and audience")
        elif _NUMBER_IN_PROSE.search(row[name]):
            refuse(name, "holds a phone number: move it to the column phone or sms")
        elif "\n" in row[name]:
            refuse(name, "has more than one line: write it on one line")


def _closed_lists(row: Row, refuse: Refuse) -> None:
    choices: dict[str, type[StrEnum]] = {"kind": Kind, "assurance": Assurance, "audience": Audience}
    for name, members in choices.items():
        if row[name] not in set(members):
            refuse(name, f"'{row[name]}' is not one of {', '.join(members)}")
    if row["always_stands"] not in {"yes", "no"}:
        refuse("always_stands", f"'{row['always_stands']}' is not yes or no")
    for group in filter(None, map(str.strip, row["groups"].split(";"))):
        if group not in GROUPS:
            refuse("groups", f"'{group}' is not one of {', '.join(sorted(GROUPS))}")


def _numbers(row: Row, refuse: Refuse) -> None:
    for name in ("phone", "sms"):
        if row[name] and not is_uk_number(row[name]):
            refuse(name, f"'{row[name]}' {NOT_A_NUMBER}")
    if row["sms_keyword"] and not row["sms"]:
        refuse("sms_keyword", "needs a number in the column sms")


def _links(row: Row, refuse: Refuse) -> None:
    if row["url"] and not re.fullmatch(r"https?://[^\s/]+\.[^\s]+", row["url"]):
        refuse("url", f"'{row['url']:.60}' is not a web address: begin with https://")
    if row["email"] and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", row["email"]):
        refuse("email", f"'{row['email']:.60}' is not an email address")


def _where(row: Row, refuse: Refuse) -> None:
    if row["postcode"] and not _POSTCODE.fullmatch(row["postcode"]):
        refuse(
            "postcode",
            f"'{row['postcode']}' is not a postcode: write it in capitals with one space, such as LE16 7AG",
        )
    if row["outcode"] and not OUTCODE.fullmatch(row["outcode"]):
        refuse("outcode", f"'{row['outcode']}' is not the first half of a postcode, such as LE16")
    elif _POSTCODE.fullmatch(row["postcode"]) and row["postcode"].split()[0] != row["outcode"]:
        refuse("outcode", f"'{row['outcode']}' is not the first half of {row['postcode']}")


def _hours(row: Row, refuse: Refuse) -> None:
    if not row["hours"]:
        return
    try:
        check_hours(row["hours"])
    except HoursError as error:
        refuse("hours", str(error))
    else:
        if not validate(row["hours"]):
            refuse(
                "hours",
                f"'{row['hours']}' cannot be read: write for instance 'Mo-Fr 09:00-17:00; PH off' or 24/7",
            )


def _assurance(row: Row, refuse: Refuse) -> None:
    confirmed = row["assurance"] == Assurance.CONFIRMED
    for name in ("confirmed_on", "confirmed_by"):
        if confirmed and not row[name]:
            refuse(name, "is empty: a confirmed row says who confirmed it, and on which date")
        if row[name] and not confirmed:
            refuse("assurance", f"is not confirmed but {name} is filled in: make them agree")
    if row["always_stands"] == "yes" and not (row["phone"] and row["hours"] == ALWAYS and _may_be_shown(row)):
        refuse("always_stands", "is only for a public phone line that is open 24/7 and not stale")
    if row["audience"] == Audience.PROFESSIONALS and not row["referred_by"]:
        refuse("referred_by", "is empty: a row for professionals says who refers people to it")


def _may_be_shown(row: Row) -> bool:
    return row["assurance"] != Assurance.STALE and row["audience"] == Audience.PUBLIC


def _dates(row: Row, refuse: Refuse, today: date) -> None:
    for name, whole in (("confirmed_on", True), ("last_seen", False)):
        if not row[name]:
            continue
        day = _day(row[name])
        if day is None or (whole and len(row[name]) != 10):
            form = "2026-03-31" if whole else "2026-03-31, 2026-03 or 2026"
            refuse(name, f"'{row[name]}' is not a date: write it as {form}")
        elif day > today:
            refuse(name, f"'{row[name]}' is still to come: look at the date again")


def _day(written: str) -> date | None:
    """The first day of a date, a month or a year."""
    if not _PARTIAL_DATE.fullmatch(written):
        return None
    try:
        return date.fromisoformat((written + "-01-01")[:10])
    except ValueError:
        return None


_CHECKS = (_words, _closed_lists, _numbers, _links, _where, _hours, _assurance)

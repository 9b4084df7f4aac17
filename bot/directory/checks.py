"""The checks of one row of services.csv: what is refused, and what to write instead."""

import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from enum import StrEnum

from bot.directory import check_times
from bot.directory.known import Known, Refuse, Row
from bot.directory.misprints import problem_in
from bot.directory.model import ALWAYS, Assurance, Audience, Kind, Service
from bot.directory.numbers import NOT_A_NUMBER, is_uk_number
from bot.directory.sheet import listed


class Doubt(StrEnum):
    """Why an editor must look at a row again (content/regions/README.md)."""

    ONE_SOURCE = "one_source"
    UNDATED = "undated"
    OLD = "old"
    SOURCES_DISAGREE = "sources_disagree"
    NUMBER_UNSURE = "number_unsure"
    HOURS_UNSURE = "hours_unsure"
    AGES_UNSURE = "ages_unsure"
    AREA_UNSURE = "area_unsure"
    PROVIDER_UNSURE = "provider_unsure"
    PUBLIC_ACCESS_UNSURE = "public_access_unsure"
    MAY_HAVE_CLOSED = "may_have_closed"


COLUMNS = tuple(each.name for each in fields(Service) if each.name != "region")
GROUPS = frozenset(
    [
        "carers",
        "deaf_people",
        "lgbt",
        "men",
        "older_people",
        "refugees",
        "students",
        "veterans",
        "women",
        "young_people",
    ]
)
LANGUAGES = frozenset(
    re.findall(
        r"\w+",
        """
    af am ar as az be bg bm bn bo br bs ca cs cy da de dv ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gu ha he hi
    hr ht hu hy id ig is it ja jv ka kg kk km kn ko ks ku ky la lb lg ln lo lt lv mg mi mk ml mn mr ms mt my ne nl no ny
    om or pa pl ps pt qu rm rn ro rom ru rw sa sd sg si sk sl sn so sq sr ss st su sv sw syl ta te tg th ti tk tl tn tr
    ts tt ug uk ur uz ve vi wo xh yi yo zh zu
    """,
    )
)
_BY_REFERRAL = "professional referral only"
_A_MONTH = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b")
YES_OR_NO = ("bsl", "step_free", "free", "drop_in")
OLDEST_AGE = 120
# Shown even when the row is stale, so a number here would get past the rule that hides it.
_SHOWN = (
    "name",
    "short_name",
    "description",
    "what_happens",
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
_NUMBER_IN_PROSE = re.compile(
    # As many digits as a phone number however they are grouped, a number to text, or one of those that begin with 116.
    r"\d(?:[ .()-]{0,3}\d){6,}|\d{5,}|(?<!\d)116[ .-]?\d{3}(?!\d)"
)
_TAG = re.compile(r"\[(?:PRO-ONLY|STALE|VERIFY)\]")


def read_service(
    row: Row, region: str, refuse: Refuse, *, today: date, known: Known | None = None
) -> Service | None:
    """Turn a row into a Service, or refuse it field by field and return None.

    Without ``known``, what the row names is not looked up.
    """
    faults: list[tuple[str, str]] = []
    note = lambda name, problem: faults.append((name, problem))  # noqa: E731
    for check in _CHECKS:
        check(row, note)
    _id_of_region(row, region, note)
    check_times.dates(row, note, today)
    if known is not None:
        _names(row, known, note)
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
    if not row["owner"]:
        refuse("owner", "is empty: write which organisation is to confirm the row")
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
    for name, words in (("groups", GROUPS), ("doubts", frozenset(Doubt))):
        for word in listed(row[name]):
            if word not in words:
                refuse(name, f"'{word}' is not one of {', '.join(sorted(words))}")
    for language in listed(row["languages"]):
        if language not in LANGUAGES:
            refuse("languages", f"'{language}' is not the code of a language, such as en, gu or pa")


def _yes_or_no(row: Row, refuse: Refuse) -> None:
    if row["always_stands"] not in {"yes", "no"}:
        refuse("always_stands", f"'{row['always_stands']}' is not yes or no")
    for name in YES_OR_NO:
        if row[name] not in {"", "yes", "no"}:
            refuse(name, f"'{row[name]}' is not yes or no: leave it empty if nobody knows")


def _ages(row: Row, refuse: Refuse) -> None:
    if _A_MONTH.search(row["ages"]):
        refuse(
            "ages", f"'{row['ages']}' is a date that a spreadsheet made of ages: write for instance 11 to 19"
        )
    for name in ("age_min", "age_max"):
        if row[name] and not (re.fullmatch(r"[0-9]{1,3}", row[name]) and int(row[name]) <= OLDEST_AGE):
            refuse(name, f"'{row[name]}' is not an age in years: write for instance 18")
            return
    if row["age_min"] and row["age_max"] and int(row["age_min"]) > int(row["age_max"]):
        refuse(
            "age_max", f"{row['age_max']} is less than age_min, {row['age_min']}: write the older age here"
        )


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
            f"'{row['postcode']}' is not a postcode: write it in capitals with one space, such as LE1 1AA",
        )
    if row["outcode"] and not OUTCODE.fullmatch(row["outcode"]):
        refuse("outcode", f"'{row['outcode']}' is not the first half of a postcode, such as LE16")
    elif _POSTCODE.fullmatch(row["postcode"]) and row["postcode"].split()[0] != row["outcode"]:
        refuse("outcode", f"'{row['outcode']}' is not the first half of {row['postcode']}")


def _assurance(row: Row, refuse: Refuse) -> None:
    confirmed = row["assurance"] == Assurance.CONFIRMED
    for name in ("confirmed_on", "confirmed_by"):
        if confirmed and not row[name]:
            refuse(name, "is empty: a confirmed row says who confirmed it, and on which date")
        if row[name] and not confirmed:
            refuse("assurance", f"is not confirmed but {name} is filled in: make them agree")
    if row["always_stands"] == "yes" and not (row["phone"] and row["hours"] == ALWAYS and _may_be_shown(row)):
        refuse("always_stands", "is only for a public phone line that is open 24/7 and not stale")
    if row["audience"] == Audience.PUBLIC and (row["referred_by"] or row["access"] == _BY_REFERRAL):
        refuse("audience", "is public, but people are referred to it: write professionals, or mend access")
    if row["audience"] == Audience.PROFESSIONALS and not row["referred_by"]:
        refuse("referred_by", "is empty: a row for professionals says who refers people to it")


def _may_be_shown(row: Row) -> bool:
    return row["assurance"] != Assurance.STALE and row["audience"] == Audience.PUBLIC


def _names(row: Row, known: Known, refuse: Refuse) -> None:
    """Everything that a row names must be there: its place, its needs, the area that it serves."""
    for name, problem in (*_misprinted(row, known), *_elsewhere(row, known)):
        refuse(name, problem)
    for need in listed(row["needs"]):
        if need not in known.needs:
            refuse("needs", f"'{need}' is not in needs.csv: add it there, or mend the name")
    for area in listed(row["serves"]):
        if area not in known.districts | known.outcodes:
            refuse(
                "serves", f"'{area}' is not a district of places.csv nor an outcode of region.yml: mend it"
            )


def _misprinted(row: Row, known: Known) -> Iterator[tuple[str, str]]:
    for name in ("phone", "sms", "phone_otherwise", *_SHOWN, "languages_access"):
        problem = problem_in(row[name], known.misprints)
        if problem:
            yield name, problem


def _elsewhere(row: Row, known: Known) -> Iterator[tuple[str, str]]:
    if row["place"] and row["place"] not in known.places:
        yield "place", f"'{row['place']}' is not in places.csv: add it there, or mend the name"
    outside = row["outcode"] and known.outcodes and row["outcode"] not in known.outcodes
    if outside and not row["serves"]:
        name = "postcode" if row["postcode"] else "outcode"
        problem = f"'{row[name]}' is outside this region: mend it, add {row['outcode']} to region.yml, "
        yield name, problem + "or name in the column serves the districts whose people may go there"


_CHECKS = (
    _words,
    _closed_lists,
    _yes_or_no,
    _ages,
    _numbers,
    _links,
    _where,
    check_times.hours,
    check_times.phone_hours,
    _assurance,
)

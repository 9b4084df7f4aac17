"""Open now, until when, and when next: the tables of hours_cases.py, and what the tables cannot say."""

import time
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opening_hours import OpeningHours

from bot.clock import LONDON
from bot.directory.holidays import BankHolidays, bank_holidays
from bot.directory.model import Assurance, Kind, Service
from bot.directory.opening import State, doubt_between, opens_between, phone_at, state_at
from bot.directory.schedule import timetable
from tests.directory import hours_cases

NO_HOLIDAYS: frozenset[date] = frozenset()


def london(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=LONDON)


def told(state: State, zone: object = LONDON) -> str:
    """A state as the tables write it."""
    moment = state.until or state.opens
    written = moment and f"{moment.astimezone(UTC if zone is UTC else LONDON):%Y-%m-%dT%H:%M}"
    if state.kind == "unknown":
        return f"unknown: {state.reason}"
    if not written:
        return state.kind
    return f"open until {written}" if state.until else f"closed, opens {written}"


CASES = [
    *hours_cases.WEEKLY,
    *hours_cases.ALWAYS,
    *hours_cases.UNKNOWN,
    *hours_cases.BANK_HOLIDAYS,
    *hours_cases.MIDNIGHT,
    *hours_cases.MONTHLY,
    *hours_cases.SEASONS,
]


def test_there_are_enough_cases() -> None:
    tables = (CASES, hours_cases.FORTNIGHTLY, hours_cases.CLOSURES, hours_cases.CLOCK_CHANGES)
    assert sum(len(set(table)) for table in tables) >= 120


@pytest.mark.parametrize(("at", "hours", "expected"), CASES)
def test_state(at: str, hours: str, expected: str) -> None:
    assert told(state_at(timetable(hours), london(at), bank_holidays())) == expected


@pytest.mark.parametrize(("at", "hours", "fortnightly_from", "expected"), hours_cases.FORTNIGHTLY)
def test_fortnightly(at: str, hours: str, fortnightly_from: str, expected: str) -> None:
    table = timetable(hours, fortnightly_from=fortnightly_from)
    assert told(state_at(table, london(at), bank_holidays())) == expected


@pytest.mark.parametrize(("at", "hours", "closed", "expected"), hours_cases.CLOSURES)
def test_closures(at: str, hours: str, closed: str, expected: str) -> None:
    assert told(state_at(timetable(hours, closed=closed), london(at), bank_holidays())) == expected


@pytest.mark.parametrize(("at", "hours", "expected"), hours_cases.CLOCK_CHANGES)
def test_clock_changes(at: str, hours: str, expected: str) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert told(state_at(timetable(hours), moment, bank_holidays()), UTC) == expected


@pytest.mark.parametrize(("at", "hours", "expected"), hours_cases.PHONES)
def test_the_number_that_is_answered(at: str, hours: str, expected: str) -> None:
    service = Service(
        id="am-one",
        region="am",
        name="One",
        kind=Kind.OTHER,
        assurance=Assurance.CONFIRMED,
        phone=hours_cases.DAYTIME,
        phone_hours=hours,
        phone_otherwise=hours_cases.OTHERWISE,
    )
    assert phone_at(service, london(at), bank_holidays()) == expected


def test_no_hours_at_all() -> None:
    assert told(state_at(None, london("2026-11-25T12:00"), bank_holidays())) == "unknown: no_hours"


@pytest.mark.parametrize(
    ("at", "hours", "expected"),
    [
        # What is known until the end of 2026 only.
        ("2026-12-28T12:00", "Mo-Su 09:00-17:00", "unknown: bank_holiday"),
        ("2027-01-01T12:00", "Mo-Su 09:00-17:00", "unknown: bank_holiday"),
        ("2027-01-01T12:00", "Mo-Su 09:00-17:00; PH off", "closed, opens 2027-01-02T09:00"),
        ("2027-01-04T12:00", "Mo-Su 09:00-17:00", "open until 2027-01-04T17:00"),
        ("2027-03-26T12:00", "Mo-Su 09:00-17:00", "unknown: bank_holiday"),
        ("2027-03-26T12:00", "Mo-Su 09:00-17:00; PH off", "unknown: bank_holiday"),
        ("2027-03-26T18:00", "Mo-Su 09:00-17:00; PH off", "closed, opens 2027-03-27T09:00"),
        ("2027-03-26T12:00", "Sa 09:00-17:00", "closed, opens 2027-03-27T09:00"),
        ("2027-03-26T12:00", "Mo 09:00-17:00; PH 10:00-14:00", "unknown: bank_holiday"),
        ("2027-03-26T12:00", "Fr 14:00-17:00; PH 10:00-13:00", "unknown: bank_holiday"),
        ("2027-03-26T12:00", "24/7", "always"),
        ("2027-03-29T12:00", "Mo 09:00-17:00; PH off", "unknown: bank_holiday"),
        ("2027-03-28T12:00", "Mo 09:00-17:00", "closed, opens 2027-04-05T09:00"),
        ("2027-03-30T12:00", "Mo-Su 09:00-17:00", "open until 2027-03-30T17:00"),
        ("2027-05-03T12:00", "Mo-Su 09:00-17:00", "unknown: bank_holiday"),
        ("2027-05-31T12:00", "Mo-Su 09:00-17:00", "unknown: bank_holiday"),
        ("2027-06-07T12:00", "Mo-Su 09:00-17:00; PH off", "open until 2027-06-07T17:00"),
        ("2027-08-30T12:00", "Mo-Su 09:00-17:00", "unknown: bank_holiday"),
        ("2027-12-25T12:00", "Mo-Su 09:00-17:00; PH 10:00-13:00", "open until 2027-12-25T13:00"),
        ("2027-12-26T12:00", "Mo-Su 09:00-17:00; PH off", "closed, opens 2027-12-29T09:00"),
        ("2027-12-27T12:00", "Mo-Su 09:00-17:00", "unknown: bank_holiday"),
        ("2027-12-28T12:00", "Mo-Su 09:00-17:00", "unknown: bank_holiday"),
        ("2028-01-03T12:00", "Mo-Su 09:00-17:00", "unknown: bank_holiday"),
        ("2028-12-27T12:00", "Mo-Su 09:00-17:00", "open until 2028-12-27T17:00"),
    ],
)
def test_after_the_last_known_year_a_day_that_may_be_a_bank_holiday_is_not_stated_as_open(
    at: str, hours: str, expected: str
) -> None:
    known = BankHolidays((day for day in bank_holidays() if day.year <= 2026), date(2026, 12, 31))
    assert told(state_at(timetable(hours), london(at), known)) == expected


def test_a_plain_set_of_bank_holidays_is_taken_as_it_is() -> None:
    state = state_at(timetable("Mo-Su 09:00-17:00"), london("2027-12-25T12:00"), NO_HOLIDAYS)
    assert told(state) == "open until 2027-12-25T17:00"


def test_results_are_on_londons_clocks() -> None:
    state = state_at(timetable("We 12:00-20:00"), datetime(2026, 7, 15, 12, tzinfo=UTC), NO_HOLIDAYS)
    assert state.until
    assert state.until.isoformat() == "2026-07-15T20:00:00+01:00"


@pytest.mark.parametrize(
    ("hours", "start", "end", "expected"),
    [
        ("24/7", "2026-12-25T18:00", "2026-12-26T00:00", "2026-12-25T18:00"),
        ("We 12:00-20:00", "2026-11-25T18:00", "2026-11-26T00:00", "2026-11-25T18:00"),
        ("We 12:00-20:00", "2026-11-25T10:00", "2026-11-26T00:00", "2026-11-25T12:00"),
        ("We 12:00-20:00", "2026-11-25T20:00", "2026-11-26T00:00", None),
        ("We 12:00-20:00", "2026-11-25T10:00", "2026-11-25T12:00", None),
        ("Mo-Su 17:00-24:00", "2026-11-28T00:00", "2026-11-30T00:00", "2026-11-28T17:00"),
        ("Su 10:00-12:00", "2026-11-28T00:00", "2026-11-30T00:00", "2026-11-29T10:00"),
        ("Sa; Su 10:00-12:00", "2026-11-28T00:00", "2026-11-30T00:00", "2026-11-29T10:00"),
        ("Fr 22:00-02:00", "2026-11-28T00:00", "2026-11-30T00:00", "2026-11-28T00:00"),
        ("Mo-Fr 09:00-17:00", "2026-11-28T00:00", "2026-11-30T00:00", None),
        ("Mo-Fr", "2026-11-25T00:00", "2026-11-26T00:00", None),
        ("", "2026-11-25T00:00", "2026-11-26T00:00", None),
        ("Mo-Su 18:00-22:00", "2026-12-26T00:00", "2026-12-28T00:00", "2026-12-27T18:00"),
        ("Mo-Su 18:00-22:00; PH 12:00-14:00", "2026-12-26T00:00", "2026-12-28T00:00", "2026-12-26T12:00"),
        ("Sa 18:00-22:00", "2026-12-26T00:00", "2026-12-28T00:00", None),
        ("We[1] 10:00-12:00", "2026-12-01T00:00", "2027-01-01T00:00", "2026-12-02T10:00"),
        ("We 12:00-20:00", "2026-11-26T00:00", "2026-11-25T00:00", None),
    ],
)
def test_opens_between(hours: str, start: str, end: str, expected: str | None) -> None:
    found = opens_between(timetable(hours), london(start), london(end), bank_holidays())
    assert found == (london(expected) if expected else None)


@pytest.mark.parametrize(
    ("hours", "start", "end", "expected"),
    [
        ("Sa 18:00-22:00", "2026-12-26T00:00", "2026-12-27T00:00", "bank_holiday"),
        ("Sa 18:00-22:00", "2026-12-26T00:00", "2026-12-26T18:00", ""),
        ("Sa 18:00-22:00", "2026-12-26T22:00", "2026-12-27T00:00", ""),
        ("Sa 18:00-22:00", "2026-12-19T00:00", "2026-12-20T00:00", ""),
        ("Sa 18:00-22:00; PH off", "2026-12-26T00:00", "2026-12-27T00:00", ""),
        ("Fr 22:00-02:00", "2026-12-26T00:00", "2026-12-27T00:00", "bank_holiday"),
        ("Mo-Fr", "2026-11-25T00:00", "2026-11-26T00:00", "no_times"),
        ("Mo-Fr", "2026-11-28T00:00", "2026-11-30T00:00", ""),
        ("", "2026-11-28T00:00", "2026-11-30T00:00", "no_hours"),
        ("24/7", "2026-12-25T00:00", "2026-12-26T00:00", ""),
    ],
)
def test_doubt_between(hours: str, start: str, end: str, expected: str) -> None:
    assert doubt_between(timetable(hours), london(start), london(end), bank_holidays()) == expected


def test_nothing_opens_without_hours() -> None:
    window = london("2026-11-25T00:00"), london("2026-11-26T00:00")
    assert opens_between(None, *window, bank_holidays()) is None
    assert doubt_between(None, *window, bank_holidays()) == "no_hours"


WEEKLY = st.sampled_from(sorted({case[1] for case in hours_cases.WEEKLY}))
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31))  # noqa: DTZ001 - hypothesis wants them without


@settings(max_examples=150, deadline=None)
@given(WEEKLY, MOMENTS)
def test_a_second_reader_says_the_same(hours: str, moment: datetime) -> None:
    state = state_at(timetable(hours), moment.replace(tzinfo=LONDON), NO_HOLIDAYS)
    theirs = OpeningHours(hours)
    changes = theirs.next_change(moment)
    assert (state.kind == "open") == theirs.is_open(moment)
    mine = state.until or state.opens
    assert mine
    assert mine.replace(tzinfo=None) == changes


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted({case[1] for case in CASES if case[1]})),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),  # noqa: DTZ001 - hypothesis wants them without
)
def test_a_state_keeps_what_it_promises(hours: str, moment: datetime) -> None:
    """It is still open just before its end and closed or unknown at it; it is open at the next opening."""
    table, at = timetable(hours), moment.replace(tzinfo=UTC)
    state = state_at(table, at, bank_holidays())
    if state.until:
        assert state.until > at
        assert state_at(table, _before(state.until), bank_holidays()).kind == "open"
        assert state_at(table, state.until, bank_holidays()).kind != "open"
    if state.opens:
        assert state.opens > at
        assert state_at(table, state.opens, bank_holidays()).kind == "open"
        assert state_at(table, _before(state.opens), bank_holidays()).kind != "open"


def _before(moment: datetime) -> datetime:
    return moment.astimezone(UTC) - timedelta(seconds=1)


@pytest.mark.parametrize(
    ("hours", "columns", "at", "most"),
    [
        ("Mo-Fr 09:00-17:00; PH off", {}, "2026-11-25T12:00", 20e-6),
        ("Mo-Fr 09:00-17:00; PH off", {}, "2026-11-27T18:00", 200e-6),
        ("We[5] 10:00-12:00", {}, "2026-09-30T13:00", 200e-6),
        ("Mo-Su 09:00-12:00,13:00-17:00", {"closed": "2026-01-01..2027-12-31"}, "2026-11-25T12:00", 200e-6),
        ("Mo-Su 10:00-12:00", {"fortnightly_from": "2027-06-02"}, "2026-11-25T12:00", 200e-6),
        ("Mo-Fr 09:00-17:00", {}, "2032-11-24T12:00", 20e-6),
        ("We[5] 10:00-12:00", {}, "2032-03-31T13:00", 200e-6),
    ],
)
def test_is_fast(hours: str, columns: dict[str, str], at: str, most: float) -> None:
    """The best of many runs, five times the promise: it fails for a wrong way of looking, not for a busy machine."""
    table, moment, holidays = timetable(hours, **columns), london(at), bank_holidays()
    best = min(_seconds(lambda: state_at(table, moment, holidays)) for _ in range(50))
    assert best < most * 5


def _seconds(work: object) -> float:
    started = time.perf_counter()
    assert callable(work)
    work()
    return time.perf_counter() - started

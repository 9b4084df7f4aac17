"""The columns of hours become HSDS schedules, or are refused with what to write instead."""

from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.directory.lookup import Directory
from bot.directory.model import Kind
from bot.directory.notation import DAYS, HoursError
from bot.directory.schedule import MONTHLY, WEEKLY, Schedule, Timetable, timetable
from bot.directory.schedule_check import agrees
from tests.directory import hours_cases

TEN, NOON, TWO = time(10), time(12), time(14)


@pytest.mark.parametrize(
    ("hours", "schedules"),
    [
        ("We 10:00-12:00", [Schedule(WEEKLY, ("WE",), TEN, NOON)]),
        ("we 10:00-12:00", [Schedule(WEEKLY, ("WE",), TEN, NOON)]),
        ("Mo, We 10:00-12:00", [Schedule(WEEKLY, ("MO", "WE"), TEN, NOON)]),
        ("Sa-Mo 10:00-12:00", [Schedule(WEEKLY, ("SA", "SU", "MO"), TEN, NOON)]),
        (
            "We 10:00-12:00,14:00-24:00",
            [Schedule(WEEKLY, ("WE",), TEN, NOON), Schedule(WEEKLY, ("WE",), TWO, time())],
        ),
        ("Fr 14:00-10:00", [Schedule(WEEKLY, ("FR",), TWO, TEN)]),
        ("Mo-Tu", [Schedule(WEEKLY, ("MO", "TU"), None, None)]),
        ("We[2,4] 10:00-12:00", [Schedule(MONTHLY, ("2WE", "4WE"), TEN, NOON)]),
        ("Fr[-1] 10:00-12:00", [Schedule(MONTHLY, ("-1FR",), TEN, NOON)]),
        (
            "Mo,We[1] 10:00-12:00",
            [Schedule(WEEKLY, ("MO",), TEN, NOON), Schedule(MONTHLY, ("1WE",), TEN, NOON)],
        ),
        (
            "2026 Dec 01-2026 Dec 31: Mo 10:00-12:00",
            [Schedule(WEEKLY, ("MO",), TEN, NOON, valid_from=date(2026, 12, 1), valid_to=date(2026, 12, 31))],
        ),
    ],
)
def test_schedules(hours: str, schedules: list[Schedule]) -> None:
    assert timetable(hours) == Timetable(tuple(schedules))


def test_the_rest_of_a_timetable() -> None:
    assert timetable("24/7") == Timetable((), always=True)
    assert timetable("") == Timetable(())
    assert timetable("We 10:00-12:00; PH off").bank_holidays == "closed"
    own_times = timetable("We 10:00-12:00; PH 12:00-14:00")
    assert (own_times.bank_holidays, own_times.bank_holiday_times) == ("open", ((NOON, TWO),))
    as_ever = timetable("Mo-Fr,PH 10:00-12:00")
    assert (as_ever.bank_holidays, as_ever.bank_holiday_times) == ("open", ((TEN, NOON),))
    fortnightly = timetable("We 10:00-12:00", fortnightly_from="2026-03-04")
    assert fortnightly.schedules == (
        Schedule(WEEKLY, ("WE",), TEN, NOON, interval=2, dtstart=date(2026, 3, 4)),
    )
    closed = timetable("We 10:00-12:00", closed="2026-12-23; 2026-12-30..2027-01-06")
    assert closed.closures == (
        (date(2026, 12, 23), date(2026, 12, 23)),
        (date(2026, 12, 30), date(2027, 1, 6)),
    )
    assert timetable("We 10:00-12:00") is timetable("We 10:00-12:00")


@pytest.mark.parametrize(
    ("hours", "says"),
    [
        ("PH off", "names no day"),
        ("PH 10:00-12:00", "names no day"),
        ("Wednesdays 12pm", "write Mo, Tu"),
        ("We[6] 10:00-12:00", "We[-1] for the last"),
        ("We[0] 10:00-12:00", "We[1] for the first"),
        ("We[1", "is not a day"),
        ("Mo-Fr 9-5", "09:00-17:30"),
        ("Mo-Fr 09:00 - 17:00", "09:00-17:30"),
        ("Mo-Fr 09:00–17:00", "09:00-17:30"),
        ("We 25:00-20:00", "09:00-17:30"),
        ("We 12:00-24:30", "write 24:00 or 00:30"),
        ("We 24:00-02:00", "name the next day"),
        ("We 12:00-12:00", "write 00:00-24:00"),
        ("We 09:00-12:00,11:00-13:00", "overlap"),
        ("We 13:00-15:00,09:00-12:00", "in order"),
        ("We 22:00-02:00,23:00-23:30", "overlap"),
        ("We 12:00-14:00; We 16:00-18:00", "one day twice"),
        ("Mo-Fr 12:00-14:00; We[1] 16:00-18:00", "one day twice"),
        ("Mo,Mo 12:00-14:00", "one day twice"),
        ("We[4] 12:00-14:00; We[-1] 16:00-18:00", "one day twice"),
        ("We[1,1] 12:00-14:00", "one day twice"),
        ("We 12:00-14:00; PH off; PH 10:00-12:00", "one day twice"),
        ("We 12:00-14:00; Fr off", "in the column closed"),
        ("We 12:00-14:00; PH", "PH off"),
        ("24/7; PH off", "is not a day"),
        ("We 12:00-14:00;", "leave that out"),
        ("We 12:00-14:00;; Fr 10:00-12:00", "leave that out"),
        ("; We 12:00-14:00", "leave that out"),
        ("week 1-53/2 We 10:00-12:00", "fortnightly_from"),
        ("week 02-52/2: We 10:00-12:00", "fortnightly_from"),
        ("2026 Feb 01-2026 Feb 30: We 10:00-12:00", "2026 Dec 01-2026 Dec 31"),
        ("2026 Mrz 01-2026 Apr 30: We 10:00-12:00", "2026 Dec 01-2026 Dec 31"),
        ("2026 Dec 01-2026 Nov 30: We 10:00-12:00", "ends before it begins"),
        ("2026 Dec 01-2026 Dec 31: PH off", "PH off"),
        ("2026 Jan 01-2026 Jun 30: We 10:00-12:00; 2026 Jun 01-2026 Jul 31: We 12:00-14:00", "one day twice"),
        ("'; drop table services; --", "is not a day"),
        ("🕐" * 50, "is not a day"),
    ],
)
def test_hours_refused(hours: str, says: str) -> None:
    with pytest.raises(HoursError) as error:
        timetable(hours)
    assert says in str(error.value)


@pytest.mark.parametrize(
    ("hours", "columns", "says"),
    [
        ("We 10:00-12:00", {"fortnightly_from": "4/3/2026"}, "fortnightly_from is not a date"),
        ("We 10:00-12:00", {"fortnightly_from": "2026-03-05"}, "is a Thursday"),
        ("We[1] 10:00-12:00", {"fortnightly_from": "2026-03-04"}, "keep one of the two"),
        ("24/7", {"fortnightly_from": "2026-03-04"}, "needs hours with days"),
        ("", {"fortnightly_from": "2026-03-04"}, "needs hours with days"),
        ("We 10:00-12:00", {"closed": "Christmas"}, "2026-12-24..2027-01-02"),
        ("We 10:00-12:00", {"closed": "2026-12-24-2026-12-26"}, "2026-12-24..2027-01-02"),
        ("We 10:00-12:00", {"closed": "2026-12-32"}, "closed is not a date"),
        ("We 10:00-12:00", {"closed": "2026-12-24..2026-12-01"}, "ends before it begins"),
    ],
)
def test_columns_refused(hours: str, columns: dict[str, str], says: str) -> None:
    with pytest.raises(HoursError, match=says.replace("..", r"\.\.")):
        timetable(hours, **columns)


def test_a_second_reader_agrees_on_all_our_cases(directory: Directory) -> None:
    tables = (hours_cases.WEEKLY, hours_cases.BANK_HOLIDAYS, hours_cases.MIDNIGHT, hours_cases.MONTHLY)
    hours = {case[1] for table in (*tables, hours_cases.SEASONS) for case in table}
    hours |= {row.hours for kind in Kind for row in directory.by_kind(kind, "llr")}
    assert {each: agrees(each) for each in hours if agrees(each)} == {}


@pytest.mark.parametrize(
    "hours",
    [
        "tu, th  17:00-21:00",
        "Mo-Fr,PH 09:00-17:00",
        "PH,Mo-Fr 09:00-17:00",
        "ph off; Mo-Fr 09:00-17:00",
        "2028 Feb 01-2028 Feb 29: Mo-Su 22:00-02:00",
        "Fr-Mo 22:00-02:00; We[-1] 00:00-24:00",
    ],
)
def test_a_second_reader_agrees(hours: str) -> None:
    assert agrees(hours) is None


@pytest.mark.parametrize("hours", ["24/7", "", "Mo-Fr", "Mo-Fr; PH 10:00-12:00"])
def test_without_times_there_is_nothing_to_compare(hours: str) -> None:
    assert agrees(hours) is None


def test_hours_that_are_refused_do_not_agree() -> None:
    assert "is not a day" in str(agrees("never"))


def test_a_difference_is_told_with_its_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.directory.schedule_check.spans_on", lambda *_args: ())
    assert "first on 2025-01-01 at 10:30" in str(agrees("We 10:30-12:00"))


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@st.composite
def _weekly_hours(draw: st.DrawFn) -> str:
    days = draw(st.permutations(range(7)))
    rules = []
    for day in days[: draw(st.integers(1, 7))]:
        times = draw(st.lists(st.integers(0, 24 * 60), min_size=2, max_size=6, unique=True).map(sorted))
        pairs = list(zip(times[::2], times[1::2], strict=False))
        if draw(st.booleans()) and pairs[-1][0] > 0:
            pairs[-1] = (pairs[-1][0], draw(st.integers(0, pairs[0][0])))
        spans = [f"{_clock(opens)}-{_clock(closes)}" for opens, closes in pairs if opens < 24 * 60]
        ordinal = draw(st.sampled_from(["", "", "[1]", "[2,4]", "[-1]", "[1,3]", "[5]"]))
        rules.append(f"{DAYS[day].title()}{ordinal} {','.join(spans)}")
    return "; ".join(rules)


@settings(max_examples=60, deadline=None)
@given(_weekly_hours())
def test_a_second_reader_agrees_on_any_hours(hours: str) -> None:
    """opening-hours-py reads each rule to the same minutes over two years."""
    try:
        timetable(hours)
    except HoursError:
        return
    assert agrees(hours) is None

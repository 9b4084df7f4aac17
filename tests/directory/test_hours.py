"""Opening hours in words, and what is said of a moment."""

from datetime import UTC, datetime

import pytest

from bot.clock import LONDON
from bot.directory.holidays import bank_holidays
from bot.directory.hours import HoursError, Text, in_words, state_in_words
from bot.directory.lookup import Directory
from bot.directory.model import Kind
from bot.directory.opening import State, state_at
from bot.directory.schedule import timetable


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ("24/7", "day and night, every day"),
        ("We 12:00-20:00", "Wednesday, 12pm to 8pm"),
        ("Mo-Fr 09:00-17:00", "Monday to Friday, 9am to 5pm"),
        ("Mo-Fr 09:00-17:00; PH off", "Monday to Friday, 9am to 5pm; not on bank holidays"),
        ("We 17:00-21:00; Fr 09:00-13:00", "Wednesday, 5pm to 9pm; Friday, 9am to 1pm"),
        ("Mo-Su 17:00-24:00", "every day, 5pm to midnight"),
        (
            "Mo-Fr 19:00-23:00; Sa-Su 16:00-23:00",
            "Monday to Friday, 7pm to 11pm; Saturday to Sunday, 4pm to 11pm",
        ),
        ("Mo-Fr", "Monday to Friday"),
        ("Tu,Th 17:00-21:00", "Tuesday and Thursday, 5pm to 9pm"),
        ("tu, th 17:00-21:00", "Tuesday and Thursday, 5pm to 9pm"),
        ("Sa 10:30-12:00,13:15-16:45", "Saturday, 10:30am to 12pm and 1:15pm to 4:45pm"),
        ("Fr-Mo 22:00-02:00", "Friday to Monday, 10pm to 2am"),
        ("Su 00:30-12:30", "Sunday, 12:30am to 12:30pm"),
        ("Su 00:00-01:00", "Sunday, midnight to 1am"),
        ("We[1] 10:00-12:00", "the first Wednesday of the month, 10am to 12pm"),
        ("We[2,4] 10:00-12:00", "the second and fourth Wednesday of the month, 10am to 12pm"),
        ("Fr[-1] 10:00-12:00", "the last Friday of the month, 10am to 12pm"),
        ("Mo,We[3] 10:00-12:00", "Monday and the third Wednesday of the month, 10am to 12pm"),
        ("Mo-Fr 09:00-17:00; PH 10:00-14:00", "Monday to Friday, 9am to 5pm; bank holidays, 10am to 2pm"),
        ("Mo-Su,PH 10:00-22:00", "every day and bank holidays, 10am to 10pm"),
        (
            "2026 Dec 01-2027 Jan 31: Mo 10:00-12:00",
            "from 1 December 2026 to 31 January 2027: Monday, 10am to 12pm",
        ),
    ],
)
def test_in_words(text: Text, hours: str, words: str) -> None:
    assert in_words(hours, text) == words


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ("We 10:00-12:00", "every second Wednesday, 10am to 12pm"),
        ("Tu,Th 10:00-12:00", "every second week, Tuesday and Thursday, 10am to 12pm"),
        (
            "Mo-Fr 10:00-12:00; PH off",
            "every second week, Monday to Friday, 10am to 12pm; not on bank holidays",
        ),
        (
            "We 10:00-12:00; PH 12:00-14:00",
            "every second Wednesday, 10am to 12pm; bank holidays, 12pm to 2pm",
        ),
    ],
)
def test_fortnightly_in_words(text: Text, hours: str, words: str) -> None:
    assert in_words(hours, text, fortnightly=True) == words


def test_all_hours_of_the_packs_can_be_said(directory: Directory, text: Text) -> None:
    said = [in_words(row.hours, text) for kind in Kind for row in directory.by_kind(kind, "llr") if row.hours]
    assert len(said) > 25


@pytest.mark.parametrize("hours", ["", "PH off", "Wednesdays", "24/7; PH off", "We 12:00-24:30"])
def test_hours_that_cannot_be_said(text: Text, hours: str) -> None:
    with pytest.raises(HoursError):
        in_words(hours, text)


@pytest.mark.parametrize(
    ("hours", "at", "words"),
    [
        ("24/7", "2026-12-25T03:00", "Open day and night"),
        ("We 12:00-21:00", "2026-11-25T13:00", "Open now until 9pm"),
        ("We 12:00-20:30", "2026-11-25T13:00", "Open now until 8:30pm"),
        ("We 17:00-24:00", "2026-11-25T18:00", "Open now until midnight"),
        ("We 22:00-02:00", "2026-11-25T23:00", "Open now until 2am"),
        ("We 22:00-02:00", "2026-11-26T01:00", "Open now until 2am"),
        ("Fr-Su 00:00-24:00", "2026-11-27T12:00", "Open now until midnight on Monday"),
        ("We 00:00-24:00; Th 00:00-21:00", "2026-11-25T12:00", "Open now until 9pm on Thursday"),
        ("Mo-Su 00:00-24:00", "2026-11-25T12:00", "Open day and night"),
        ("We 12:00-21:00", "2026-11-25T09:00", "Opens today at 12pm"),
        ("Th 10:00-12:00", "2026-11-25T09:00", "Opens tomorrow at 10am"),
        ("We 12:00-20:00", "2026-11-22T09:00", "Opens on Wednesday at 12pm"),
        ("We 12:00-20:00", "2026-11-25T21:00", "Opens on Wednesday 2 December at 12pm"),
        ("We[1] 12:00-20:00; PH off", "2026-12-31T21:00", "Opens on Wednesday at 12pm"),
        ("We[1] 12:00-20:00; PH off", "2026-12-30T21:00", "Opens on Wednesday 6 January at 12pm"),
        ("We[5] 12:00-20:00", "2026-09-30T21:00", "Closed now"),
        ("", "2026-11-25T09:00", "I don't know its hours, so check before you go or call"),
        (
            "Mo-Fr",
            "2026-11-25T09:00",
            "I don't know at what time it is open, so check before you go or call",
        ),
        (
            "Mo-Fr 09:00-17:00",
            "2026-12-25T10:00",
            "It is a bank holiday, so the hours may be different. Check before you go or call",
        ),
    ],
)
def test_state_in_words(text: Text, hours: str, at: str, words: str) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=LONDON)
    assert state_in_words(state_at(timetable(hours), moment, bank_holidays()), moment, text) == words


def test_a_state_may_be_given_in_any_time_zone(text: Text) -> None:
    late = datetime(2026, 7, 15, 23, 30, tzinfo=UTC)
    assert state_in_words(State("closed", opens=late), datetime(2026, 7, 15, 12, tzinfo=UTC), text) == (
        "Opens tomorrow at 12:30am"
    )

"""Opening hours in words, and whether something is open."""

from datetime import datetime

import pytest

from bot.clock import LONDON
from bot.directory.hours import Text, in_words, is_open
from bot.directory.lookup import Directory
from bot.directory.model import Kind


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
        ("Sa 10:30-12:00,13:15-16:45", "Saturday, 10:30am to 12pm and 1:15pm to 4:45pm"),
        ("Fr-Mo 22:00-02:00", "Friday to Monday, 10pm to 2am"),
        ("Su 00:30-12:30", "Sunday, 12:30am to 12:30pm"),
        ("Su 00:00-01:00", "Sunday, midnight to 1am"),
    ],
)
def test_in_words(text: Text, hours: str, words: str) -> None:
    assert in_words(hours, text) == words


def test_all_hours_of_the_packs_can_be_said(directory: Directory, text: Text) -> None:
    said = [in_words(row.hours, text) for kind in Kind for row in directory.by_kind(kind, "llr") if row.hours]
    assert len(said) > 25


@pytest.mark.parametrize(
    ("hours", "moment", "expected"),
    [
        ("24/7", "2026-12-25T03:00", True),
        ("", "2026-11-25T12:00", None),
        ("Mo-Fr", "2026-11-25T12:00", None),
        ("never 09:00-17:00", "2026-11-25T12:00", None),
        ("We 12:00-20:00", "2026-11-25T12:00", True),
        ("We 12:00-20:00", "2026-11-25T20:00", False),
        ("We 12:00-20:00", "2026-11-26T13:00", False),
        ("We 12:00-20:00", "2026-07-15T19:30", True),
        ("Mo-Su 17:00-24:00", "2026-11-25T23:59", True),
        ("Fr 22:00-02:00", "2026-11-28T01:30", True),
        ("Mo-Fr 09:00-17:00; PH off", "2026-12-25T10:00", False),
    ],
)
def test_is_open(hours: str, moment: str, expected: bool | None) -> None:
    assert is_open(hours, datetime.fromisoformat(moment).replace(tzinfo=LONDON)) is expected

"""What people mean by a word for a time, on London's clocks."""

from datetime import datetime

import pytest

from bot.clock import LONDON
from bot.directory.window import window

SUNDAY_NIGHT = datetime(2026, 11, 22, 21, 30, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("when", "now", "start", "end"),
    [
        ("now", "2026-11-22T21:30", "2026-11-22T21:30", "2026-11-22T21:31"),
        ("today", "2026-11-22T21:30", "2026-11-22T21:30", "2026-11-23T00:00"),
        ("tonight", "2026-11-22T21:30", "2026-11-22T21:30", "2026-11-23T02:00"),
        ("tonight", "2026-11-22T09:00", "2026-11-22T17:00", "2026-11-23T02:00"),
        ("tonight", "2026-11-22T01:00", "2026-11-22T01:00", "2026-11-22T02:00"),
        ("tomorrow", "2026-12-31T12:00", "2027-01-01T00:00", "2027-01-02T00:00"),
        ("weekend", "2026-11-25T12:00", "2026-11-28T00:00", "2026-11-30T00:00"),
        ("weekend", "2026-11-28T12:00", "2026-11-28T12:00", "2026-11-30T00:00"),
        ("weekend", "2026-11-22T21:30", "2026-11-22T21:30", "2026-11-23T00:00"),
        ("su", "2026-11-22T21:30", "2026-11-22T21:30", "2026-11-23T00:00"),
        ("mo", "2026-11-22T21:30", "2026-11-23T00:00", "2026-11-24T00:00"),
        ("sa", "2026-11-22T21:30", "2026-11-28T00:00", "2026-11-29T00:00"),
        ("su", "2026-03-28T12:00", "2026-03-29T00:00", "2026-03-30T00:00"),
        ("su", "2026-10-24T12:00", "2026-10-25T00:00", "2026-10-26T00:00"),
    ],
)
def test_the_span(when: str, now: str, start: str, end: str) -> None:
    moment, first, last = (datetime.fromisoformat(each).replace(tzinfo=LONDON) for each in (now, start, end))
    found = window(when, moment)
    assert found
    assert (found.name, found.start, found.end) == (when, first, last)


@pytest.mark.parametrize("when", [None, "", "someday", "Monday", "🙂"])
def test_what_is_no_time(when: str | None) -> None:
    assert window(when, SUNDAY_NIGHT) is None

"""Which rows must be confirmed, and when a confirmation ends."""

from datetime import date, timedelta

import pytest

from bot.directory.due import REVIEW_DAYS, assurance_on, due
from bot.directory.model import Assurance, Kind
from tests.directory.rows import cafe, service

TODAY = date(2026, 11, 21)


def ago(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


@pytest.mark.parametrize(
    ("kind", "days"),
    [
        (Kind.CRISIS_LINE, 30),
        (Kind.TEXT_LINE, 30),
        (Kind.URGENT_CARE_HUB, 30),
        (Kind.CRISIS_CAFE, 91),
        (Kind.CARERS, 91),
        (Kind.OTHER, 91),
    ],
)
def test_crisis_rows_monthly_and_the_rest_every_three_months(kind: Kind, days: int) -> None:
    assert REVIEW_DAYS[kind] == days


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"assurance": "confirmed", "confirmed_on": ago(0)}, Assurance.CONFIRMED),
        ({"assurance": "confirmed", "confirmed_on": ago(91)}, Assurance.CONFIRMED),
        ({"assurance": "confirmed", "confirmed_on": ago(92)}, Assurance.NEEDS_CONFIRMATION),
        (
            {"assurance": "confirmed", "confirmed_on": ago(31), "kind": "crisis_line"},
            Assurance.NEEDS_CONFIRMATION,
        ),
        ({"assurance": "confirmed"}, Assurance.NEEDS_CONFIRMATION),
        ({"assurance": "needs_confirmation", "last_seen": ago(1)}, Assurance.NEEDS_CONFIRMATION),
        ({"assurance": "stale"}, Assurance.STALE),
    ],
)
def test_a_confirmation_ends_with_its_review_date(cells: dict[str, str], expected: Assurance) -> None:
    assert assurance_on(cafe(**cells), TODAY) is expected


ROWS = [
    service(id="am-seen", last_seen="2026-10", kind="carers"),
    service(id="am-undated", kind="carers"),
    service(id="am-fresh", assurance="confirmed", confirmed_on=ago(1)),
    service(id="am-soon", assurance="confirmed", confirmed_on=ago(85)),
    service(id="am-late", assurance="confirmed", confirmed_on=ago(120)),
    service(id="am-year", last_seen="2021", assurance="stale"),
    service(id="am-line", kind="crisis_line"),
    service(id="am-standing", kind="crisis_line", always_stands="yes"),
]


@pytest.mark.parametrize(
    ("within", "expected"),
    [
        (0, "am-standing am-line am-undated am-year am-late am-seen"),
        (14, "am-standing am-line am-undated am-year am-late am-soon am-seen"),
        (1000, "am-standing am-line am-undated am-year am-late am-soon am-seen am-fresh"),
    ],
)
def test_most_overdue_first_and_what_nobody_dated_before_all(within: int, expected: str) -> None:
    assert [each.service.id for each in due(ROWS, TODAY, within=within)] == expected.split()


def test_how_long_it_is_overdue() -> None:
    days = {each.service.id: each.days for each in due(ROWS, TODAY, within=14)}
    assert (days["am-late"], days["am-soon"], days["am-line"]) == (29, -6, None)

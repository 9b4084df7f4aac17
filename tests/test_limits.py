"""The cost guard's arithmetic."""

from datetime import timedelta

import pytest

from bot.limits import Limit, Spent, is_near, limit, pause


@pytest.mark.parametrize(
    ("spent", "reached"),
    [
        (Spent(), None),
        (Spent(answers=9, segments=124), None),
        (Spent(answers=10), Limit.PERSON),
        (Spent(answers=11), Limit.PERSON),
        (Spent(segments=125), Limit.SERVICE),
        (Spent(answers=10, segments=125), Limit.SERVICE),
    ],
)
def test_limit(spent: Spent, reached: Limit | None) -> None:
    # 125 segments at 4 pence are 5 pounds.
    assert limit(spent, person_daily=10, pence=4.0, daily_pounds=5.0) is reached


def test_messages_that_cost_nothing_have_no_limit_in_all() -> None:
    assert limit(Spent(segments=10**9), person_daily=10, pence=0.0, daily_pounds=5.0) is None


@pytest.mark.parametrize(("segments", "near"), [(0, False), (99, False), (100, True), (500, True)])
def test_near_from_four_fifths_on(segments: int, near: bool) -> None:
    assert is_near(segments, pence=4.0, daily_pounds=5.0) is near


@pytest.mark.parametrize(("recent", "seconds"), [(0, 0), (10, 0), (11, 10), (13, 30), (16, 60), (100, 60)])
def test_a_flood_is_slowed_and_never_stopped(recent: int, seconds: int) -> None:
    assert pause(recent) == timedelta(seconds=seconds)

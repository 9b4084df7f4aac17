"""Flood limits without waiting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.pace import CHAT, OVERALL, Pace, Rate


def burst(pace: Pace, times: int, now: float = 0.0, *, urgent: bool = False) -> list[bool]:
    return [pace.take("1", now, urgent=urgent) == 0.0 for _ in range(times)]


def test_four_at_once_then_one_a_second() -> None:
    pace = Pace()
    assert burst(pace, 6) == [True] * 4 + [False] * 2
    assert pace.take("1", 0.25) == pytest.approx(0.75)
    assert burst(pace, 2, 1.0) == [True, False]
    assert burst(pace, 6, 60.0) == [True] * 4 + [False] * 2


def test_one_chat_does_not_hold_up_another() -> None:
    pace = Pace()
    burst(pace, 5)
    assert pace.take("2", 0.0) == 0.0


def test_thirty_a_second_overall() -> None:
    pace = Pace()
    went = [pace.take(str(chat), 0.0) == 0.0 for chat in range(40)]
    assert went == [True] * 30 + [False] * 10
    assert pace.take("new", 0.0) == pytest.approx(1 / 30)


def test_what_is_refused_does_not_count() -> None:
    pace = Pace()
    burst(pace, 100)
    assert pace.take("1", 1.0) == 0.0


def test_urgent_always_goes_and_counts() -> None:
    pace = Pace()
    assert burst(pace, 100, urgent=True) == [True] * 100
    assert burst(pace, 1) == [False]
    assert pace.take("1", 0.0) <= CHAT.burst + 1


def test_chats_that_have_rested_are_forgotten() -> None:
    pace = Pace(overall=Rate(1e9, 1e9))
    for chat in range(1_000):
        pace.take(str(chat), chat * 10.0)
    assert len(pace) == 1


def test_memory_is_bounded_at_any_speed() -> None:
    pace = Pace(overall=Rate(1e9, 1e9), chats=50)
    for chat in range(1_000):
        pace.take(str(chat), 0.0)
    assert len(pace) == 50


steps = st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 3), st.booleans()), max_size=200)


@given(steps)
def test_no_second_has_more_than_allowed_and_the_wait_is_enough(
    events: list[tuple[str, float, bool]],
) -> None:
    pace, now, went = Pace(), 0.0, []
    for chat, passed, urgent in events:
        now += passed
        wait = pace.take(chat, now, urgent=urgent)
        assert wait >= 0.0
        assert not (urgent and wait)
        if wait:
            now += wait
            assert pace.take(chat, now) == 0.0
        if not urgent:
            went.append((now, chat))
    for start, chat in went:
        within = [at for at, whose in went if whose == chat and start <= at <= start + 10]
        assert len(within) <= CHAT.burst + 10 * CHAT.per_second + 1
    assert OVERALL.burst >= CHAT.burst

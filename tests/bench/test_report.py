"""What the bench makes of its figures, and what it reads from the bot's metrics."""

import pytest

from bench.counted import Counted
from bench.report import Row, line, longest, p95, spread
from bot.metrics import Metrics


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        (Row("memory", 160, "MB", 160), "ok"),
        (Row("memory", 160.1, "MB", 160), "over"),
        (Row("memory", 1, "MB"), ""),
        (Row("memory", None, "MB", 160), ""),
    ],
)
def test_an_aim_is_met_or_not(row: Row, verdict: str) -> None:
    assert row.verdict == verdict
    assert line(row).endswith(verdict)


@pytest.mark.parametrize(
    ("figure", "shown"), [(0, "0"), (1.234, "1.23"), (12.345, "12.3"), (123.45, "123"), (None, "-")]
)
def test_a_figure_has_no_more_digits_than_it_deserves(figure: float | None, shown: str) -> None:
    assert line(Row("a turn", figure, "ms")).split() == ["a", "turn", shown, "ms"]


@pytest.mark.parametrize(("count", "expected"), [(1, 1), (2, 2), (20, 19), (100, 95), (101, 96)])
def test_95_of_100_do_not_exceed_it(count: int, expected: int) -> None:
    assert p95(list(range(count, 0, -1))) == expected


def test_the_aim_of_a_set_is_for_its_slow_end() -> None:
    assert spread("a turn", [0.010, 0.030, 0.020], most=25) == [
        Row("a turn, p50", 20.0, "ms"),
        Row("a turn, p95", 30.0, "ms", 25),
    ]
    assert longest("card", [0.1, 0.25], "ms", 200) == Row("card, longest of 2", 250.0, "ms", 200)


def test_what_the_bot_counts_is_read_from_its_metrics() -> None:
    metrics = Metrics()
    before = Counted(metrics.text().decode())
    metrics.stage_seconds.labels("dialogue").observe(0.25)
    metrics.stage_seconds.labels("dialogue").observe(0.75)
    metrics.engine_failures.labels("late").inc()
    metrics.engine_failures.labels("status").inc()
    after = Counted(metrics.text().decode())
    assert after.seconds_since(before, "dialogue") == 1.0
    assert after.mean_since(before, "dialogue") == 0.5
    assert after.mean_since(before, "render") == 0.0
    assert after.engine_failures - before.engine_failures == 2

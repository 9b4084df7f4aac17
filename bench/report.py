"""What the bench prints: one line a figure, with its aim and whether it was met. A time never makes the bench fail."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. most is the aim: the most it should be; None if there is none. figure None: not measured."""

    name: str
    figure: float | None
    unit: str
    most: float | None = None

    @property
    def verdict(self) -> str:
        """'ok' or 'over', for a figure with an aim."""
        if self.most is None or self.figure is None:
            return ""
        return "ok" if self.figure <= self.most else "over"


def line(row: Row) -> str:
    """One line of the table."""
    figure = "-" if row.figure is None else _short(row.figure)
    aim = "" if row.most is None else f"<= {row.most:g}"
    return f"{row.name:<58} {figure:>8} {row.unit:<8} {aim:<8} {row.verdict}".rstrip()


def heading() -> str:
    """The first line of the table."""
    return f"{'':<58} {'figure':>8} {'unit':<8} {'aim':<8} verdict"


def _short(figure: float) -> str:
    """Three digits or so: more would be noise."""
    if figure >= 100 or figure == int(figure):
        return f"{figure:.0f}"
    return f"{figure:.1f}" if figure >= 10 else f"{figure:.2f}"


def middle(figures: Sequence[float]) -> float:
    """The median."""
    return statistics.median(figures)


def p95(figures: Sequence[float]) -> float:
    """What 95 of 100 figures do not exceed."""
    ordered = sorted(figures)
    return ordered[max(0, -(-len(ordered) * 95 // 100) - 1)]


def p99(figures: Sequence[float]) -> float:
    """What 99 of 100 figures do not exceed."""
    ordered = sorted(figures)
    return ordered[max(0, -(-len(ordered) * 99 // 100) - 1)]


def spread(name: str, seconds: Sequence[float], most: float | None = None) -> list[Row]:
    """Two rows for a set of times: p50 and p95, in milliseconds; the aim is for p95."""
    return [
        Row(f"{name}, p50", 1000 * middle(seconds), "ms"),
        Row(f"{name}, p95", 1000 * p95(seconds), "ms", most),
    ]


def longest(name: str, seconds: Sequence[float], unit: str, most: float) -> Row:
    """One row for a set of times: the longest."""
    factor = 1000 if unit == "ms" else 1
    return Row(f"{name}, longest of {len(seconds)}", factor * max(seconds), unit, most)

"""Counts with their confidence, and the groups that are counted."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.safety.examples import Example
from bot.safety.notice import Response
from evaluation.material import lengths

_Z = 1.96
"""For an interval that holds 95 times in 100."""


@dataclass(frozen=True, slots=True)
class Figure:
    """``hits`` of ``total`` messages."""

    hits: int
    total: int

    @property
    def share(self) -> float:
        """Between 0 and 1; 0 of nothing."""
        return self.hits / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Where the true share lies, 95 times in 100 (Wilson)."""
        if not self.total:
            return 0.0, 1.0
        n, p = self.total, self.share
        middle = (p + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
        width = _Z * math.sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2)) / (1 + _Z**2 / n)
        return max(0.0, middle - width), min(1.0, middle + width)


@dataclass(frozen=True, slots=True)
class Judged:
    """A held-out message and what the safety net gave it."""

    example: Example
    given: Response

    @property
    def is_right(self) -> bool:
        """What calls for a person brings one, a check-in gets that or more, the rest gets nothing."""
        if self.example.response.brings_handler:
            return self.given.brings_handler
        if self.example.response is Response.CHECK_IN:
            return self.given is not Response.NONE
        return self.given is Response.NONE


def found(judged: Iterable[Judged]) -> Figure:
    """How many got what they call for, or more."""
    rights = [each.is_right for each in judged]
    return Figure(sum(rights), len(rights))


def brought_handler(judged: Iterable[Judged]) -> Figure:
    """How many brought a person in."""
    brought = [each.given.brings_handler for each in judged]
    return Figure(sum(brought), len(brought))


def answered(judged: Iterable[Judged]) -> Figure:
    """How many got any response."""
    any_ = [each.given is not Response.NONE for each in judged]
    return Figure(sum(any_), len(any_))


def groups(judged: list[Judged]) -> dict[str, dict[str, Figure]]:
    """Every table: title, then row, then figure."""
    calling = [each for each in judged if each.example.response.brings_handler]
    asking = [each for each in judged if each.example.response is Response.CHECK_IN]
    quiet = [each for each in judged if each.example.response is Response.NONE]
    return {
        "What calls for a person and brings one": {
            "all": found(calling),
            **_by(calling, lambda each: [str(each.example.response)]),
            **_by(calling, lambda each: [f"register: {each.example.register}"]),
        },
        "The same by category": _by(calling, lambda each: each.example.categories),
        "The same by language": _by(calling, lambda each: [each.example.language]),
        "The same by length": _by(calling, lambda each: [lengths(each.example.text)]),
        "What calls for a check-in and gets one or more": {
            "all": found(asking),
            **_by(asking, lambda each: [f"register: {each.example.register}"]),
        },
        "False alarms: what needs nothing and brings a person in": {
            "all": brought_handler(quiet),
            **_by(quiet, lambda each: [f"register: {each.example.register}"], brought_handler),
        },
        "False alarms: what needs nothing and gets any response": {
            "all": answered(quiet),
            **_by(quiet, lambda each: [f"register: {each.example.register}"], answered),
        },
    }


def _by(
    judged: Iterable[Judged],
    names: Callable[[Judged], Iterable[str]],
    count: Callable[[Iterable[Judged]], Figure] = found,
) -> dict[str, Figure]:
    kept: dict[str, list[Judged]] = defaultdict(list)
    for each in judged:
        for name in names(each):
            kept[name].append(each)
    return {name: count(kept[name]) for name in sorted(kept)}

"""What a check is given: a row as it stands in the file, how to refuse it, and what its pack knows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.directory.misprints import Misprint

Row = dict[str, str]
Refuse = Callable[[str, str], None]
"""Takes the column and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a row may name: needs, places with their districts, outcodes; and the numbers that it must not hold."""

    needs: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    districts: frozenset[str] = frozenset()
    outcodes: frozenset[str] = frozenset()
    misprints: Mapping[str, Misprint] = field(default_factory=dict)

"""Parts of long texts: joined once, whatever order they come in, and never lost."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations

import pytest

from bot.store import parts
from bot.store.database import Database
from bot.store.parts import KEEP, LATE, WAIT, StoredPart
from tests.store.samples import NOW


def part(number: int, total: int = 3, whole: str = "7", at: datetime = NOW) -> StoredPart:
    return StoredPart(
        channel="sms",
        provider_id=f"{whole}-{number}",
        conversation_id="c1",
        whole=whole,
        number=number,
        total=total,
        said=f"sealed {number}",
        received_at=at,
    )


def take(database: Database, one: StoredPart, *, at_once: bool = False) -> list[str]:
    """Add a part and take what it completes, as one text."""
    if not database.run_now(parts.add, one):
        return ["repeated"]
    return joined(database, database.run_now(parts.take, one, at_once=at_once))


def joined(database: Database, found: list[StoredPart]) -> list[str]:
    database.run_now(parts.joined, found)
    return [each.said for each in found]


def overdue(database: Database, now: datetime) -> list[list[str]]:
    return [
        joined(database, database.run_now(parts.take_overdue, text, now))
        for text in database.run_now(parts.overdue, now)
    ]


@pytest.mark.parametrize("order", list(permutations((1, 2, 3))))
def test_the_last_one_completes_the_text(database: Database, order: tuple[int, ...]) -> None:
    *earlier, last = order
    assert [take(database, part(number)) for number in earlier] == [[], []]
    assert take(database, part(last)) == ["sealed 1", "sealed 2", "sealed 3"]


def test_a_repeated_part_changes_nothing_also_after_joining(database: Database) -> None:
    for number in (1, 2, 3):
        take(database, part(number))
    assert take(database, part(2)) == ["repeated"]


def test_texts_do_not_mix(database: Database) -> None:
    take(database, part(1, total=2, whole="a"))
    assert take(database, part(2, total=2, whole="b")) == []
    assert take(database, part(2, total=2, whole="a")) == ["sealed 1", "sealed 2"]


def test_what_waited_long_enough_is_taken_as_it_is_once(database: Database) -> None:
    take(database, part(1))
    take(database, part(3))
    assert overdue(database, NOW + WAIT) == []
    assert overdue(database, NOW + WAIT + timedelta(seconds=1)) == [["sealed 1", "sealed 3"]]
    assert overdue(database, NOW + timedelta(days=1)) == []


def test_what_is_late_is_looked_at_again_before_it_is_taken(database: Database) -> None:
    """Between the list and the taking, its last part may have come, or another process may have taken it."""
    take(database, part(1, total=2))
    later = NOW + WAIT + timedelta(seconds=1)
    (late,) = database.run_now(parts.overdue, later)
    assert take(database, part(2, total=2, at=later)) == ["sealed 1", "sealed 2"]
    assert database.run_now(parts.take_overdue, late, later) == []


def test_what_cannot_wait_is_taken_at_once_and_so_is_what_comes_after_it(database: Database) -> None:
    take(database, part(3))
    assert take(database, part(1), at_once=True) == ["sealed 1", "sealed 3"]
    assert take(database, part(2)) == ["sealed 2"]


def test_a_phone_that_counts_from_the_beginning_again_makes_a_new_text(database: Database) -> None:
    for number in (1, 2):
        take(database, part(number, total=2))
    again = [replace(part(n, total=2, at=NOW + LATE), provider_id=f"again-{n}") for n in (1, 2)]
    assert take(database, again[0]) == []
    assert take(database, again[1]) == ["sealed 1", "sealed 2"]


def test_what_is_taken_and_not_stored_is_there_again(database: Database) -> None:
    take(database, part(1, total=2))
    database.run_now(parts.add, part(2, total=2))
    for _ in range(2):
        assert len(database.run_now(parts.take, part(2, total=2))) == 2


def test_joined_parts_are_forgotten_in_the_end_and_waiting_ones_are_not(database: Database) -> None:
    take(database, part(1, total=1, whole="a"))
    take(database, part(1, whole="b"))
    database.run_now(parts.forget, NOW + KEEP + timedelta(seconds=1))
    assert take(database, part(1, total=1, whole="a")) == ["sealed 1"]
    assert take(database, part(1, whole="b")) == ["repeated"]

"""Parts of long texts: joined once, whatever order they come in, and never lost."""

from datetime import timedelta
from itertools import permutations

import pytest

from bot.store import parts
from bot.store.database import Database
from bot.store.parts import KEEP, WAIT, StoredPart
from tests.store.samples import NOW


def part(number: int, total: int = 3, whole: str = "7") -> StoredPart:
    return StoredPart(
        channel="sms",
        provider_id=f"{whole}-{number}",
        conversation_id="c1",
        whole=whole,
        number=number,
        total=total,
        said=f"sealed {number}",
        received_at=NOW,
    )


def take(database: Database, one: StoredPart) -> list[str]:
    if not database.run_now(parts.add, one):
        return ["repeated"]
    return [each.said for each in database.run_now(parts.take, one)]


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
    assert database.run_now(parts.take_overdue, NOW + WAIT) == []
    (found,) = database.run_now(parts.take_overdue, NOW + WAIT + timedelta(seconds=1))
    assert [each.said for each in found] == ["sealed 1", "sealed 3"]
    assert database.run_now(parts.take_overdue, NOW + timedelta(days=1)) == []


def test_joined_parts_are_forgotten_in_the_end_and_waiting_ones_are_not(database: Database) -> None:
    take(database, part(1, total=1, whole="a"))
    take(database, part(1, whole="b"))
    database.run_now(parts.forget, NOW + KEEP + timedelta(seconds=1))
    assert take(database, part(1, total=1, whole="a")) == ["sealed 1"]
    assert take(database, part(1, whole="b")) == ["repeated"]

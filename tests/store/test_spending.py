"""What was sent in a day, to each person and in all."""

from datetime import UTC, datetime

from bot.limits import Spent
from bot.store import spending
from bot.store.database import Database

DAY = "2026-03-01"


def add(database: Database, conversation: str, segments: int, answers: int, day: str = DAY) -> None:
    database.run_now(spending.add, "sms", day, conversation, segments=segments, answers=answers)


def today(database: Database, conversation: str) -> Spent:
    return database.run_now(spending.today, "sms", DAY, conversation)


def test_a_person_and_the_sum(database: Database) -> None:
    assert today(database, "c1") == Spent()
    add(database, "c1", 2, 1)
    add(database, "c1", 1, 0)
    add(database, "c2", 4, 1)
    add(database, "c1", 9, 9, day="2026-02-28")
    assert today(database, "c1") == Spent(answers=1, segments=7)
    assert database.run_now(spending.segments, "sms", DAY) == 7
    assert database.run_now(spending.segments, "telegram", DAY) == 0


def test_without_a_conversation_the_sum_counts_all_the_same(database: Database) -> None:
    database.run_now(spending.add, "sms", DAY, None, segments=2, answers=1)
    assert database.run_now(spending.segments, "sms", DAY) == 2


def test_being_told_holds_for_the_day(database: Database) -> None:
    database.run_now(spending.tell, "sms", DAY, "c1")
    add(database, "c1", 1, 1)
    assert today(database, "c1").told
    assert not today(database, "c2").told


def test_earlier_days_keep_their_sums_only(database: Database) -> None:
    add(database, "c1", 2, 1, day="2026-02-28")
    add(database, "c1", 2, 1)
    database.run_now(spending.forget, datetime(2026, 3, 1, 12, tzinfo=UTC))
    assert database.run_now(spending.today, "sms", "2026-02-28", "c1") == Spent(segments=2)
    assert today(database, "c1") == Spent(answers=1, segments=2)

"""One owner at a time, whatever processes there are; a lease that ran out can be taken."""

from datetime import UTC, datetime, timedelta

from bot.store import leases
from bot.store.database import Database

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(seconds=leases.SECONDS + 1)


def test_second_owner_waits_until_release(database: Database) -> None:
    assert database.run_now(leases.acquire, "c", "a", NOW)
    assert not database.run_now(leases.acquire, "c", "b", NOW)
    assert database.run_now(leases.acquire, "c", "a", NOW)  # renewed
    database.run_now(leases.release, "c", "b")  # not theirs to give back
    assert not database.run_now(leases.acquire, "c", "b", NOW)
    database.run_now(leases.release, "c", "a")
    assert database.run_now(leases.acquire, "c", "b", NOW)


def test_lease_that_ran_out_can_be_taken_and_is_no_longer_held(database: Database) -> None:
    assert database.run_now(leases.acquire, "c", "a", NOW)
    assert database.run_now(leases.held, "c", "a", NOW)
    assert not database.run_now(leases.held, "c", "a", LATER)
    assert database.run_now(leases.acquire, "c", "b", LATER)
    assert not database.run_now(leases.held, "c", "a", LATER)


def test_clear_frees_everything(database: Database) -> None:
    database.run_now(leases.acquire, "c", "a", NOW)
    database.run_now(leases.clear)
    assert database.run_now(leases.acquire, "c", "b", NOW)

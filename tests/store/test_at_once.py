"""What two do at the same moment comes out as if one had come after the other."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TypeVar

import pytest

from bot.safety.notice import Notice, Response
from bot.store import conversations, erase, inbox, leases, messages, outbox, turns
from bot.store.database import Database
from bot.store.messages import NewMessage
from bot.store.turns import LeaseLost, Outcome
from tests.store import samples
from tests.store.samples import NOW

T = TypeVar("T")
TRIES = range(8)


def at_once(*jobs: Callable[[], T]) -> list[T]:
    """Run the jobs in a thread each, all let go at the same moment."""
    barrier = threading.Barrier(len(jobs))

    def run(job: Callable[[], T]) -> T:
        barrier.wait(10)
        return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def test_the_same_message_twice_is_stored_once(database: Database) -> None:
    for index in TRIES:
        arrival = samples.arrival(conversation=f"c{index}")
        both = at_once(*[lambda a=arrival: database.run_now(inbox.receive, a)] * 2)
        assert sorted(each.repeated for each in both) == [False, True]
        assert len(database.run_now(messages.since, f"c{index}", 0)) == 1


def test_two_first_messages_make_one_conversation(database: Database) -> None:
    for index in TRIES:
        first = replace(samples.arrival(conversation=f"c{index}", number=1), opening="Hello")
        second = replace(samples.arrival(conversation=f"c{index}", number=2), opening="Hello")
        at_once(
            lambda a=first: database.run_now(inbox.receive, a),  # type: ignore[misc]  # bound in the loop
            lambda a=second: database.run_now(inbox.receive, a),  # type: ignore[misc]  # bound in the loop
        )
        kinds = [message.kind for message in database.run_now(messages.since, f"c{index}", 0)]
        assert sorted(kinds) == ["opening", "text", "text"]


def test_a_lease_has_one_owner(database: Database) -> None:
    for index in TRIES:
        taken = at_once(
            *[lambda o=owner, c=f"c{index}": database.run_now(leases.acquire, c, o, NOW) for owner in "ab"]
        )
        assert sorted(taken) == [False, True]


def test_a_message_to_be_sent_is_claimed_once(database: Database) -> None:
    for index in TRIES:
        samples.conversation(database, f"c{index}")
        samples.bot_message(database, f"c{index}")
        claimed = at_once(*[lambda: database.run_now(outbox.claim, NOW)] * 2)
        assert sorted(len(each) for each in claimed) == [0, 1]


def test_many_that_wait_do_not_hold_up_one_that_is_due(database: Database) -> None:
    for index in range(5):
        samples.conversation(database, f"a{index}")
        samples.bot_message(database, f"a{index}")
    for due in database.run_now(outbox.claim, NOW):
        database.run_now(outbox.retry, due, "busy", NOW)
    samples.conversation(database, "z")
    samples.bot_message(database, "z")
    (due,) = database.run_now(outbox.claim, NOW, None, 3)
    assert due.conversation_id == "z"


@pytest.mark.parametrize("other", ["record", "receive"])
def test_erasing_in_the_middle_of_a_turn_or_a_message(database: Database, other: str) -> None:
    for index in TRIES:
        name = f"c{index}"
        turn_id = samples.conversation(database, name)
        samples.lease(database, name)
        conversation = database.run_now(conversations.get, name)
        assert conversation is not None
        outcome = Outcome(
            turn_id, "me", conversation, [NewMessage("bot", "x")], Notice(Response.NONE), "", None, NOW, True
        )

        def record(outcome: Outcome = outcome) -> object:
            try:
                return database.run_now(turns.record, outcome)
            except LeaseLost:
                return "lost"

        def receive(name: str = name) -> object:
            return database.run_now(inbox.receive, samples.arrival(conversation=name, number=2))

        def remove(name: str = name) -> object:
            return database.run_now(erase.erase, name, f"sender-{name}", NOW)

        assert at_once(remove, record if other == "record" else receive)[0] is True

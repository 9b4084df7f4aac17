"""What is to be sent stays in the outbox until the channel has taken it, or never can."""

from datetime import timedelta

from bot.store import outbox
from bot.store.database import Database
from tests.store import samples
from tests.store.samples import NOW


def test_due_at_once_then_sent(database: Database) -> None:
    samples.conversation(database)
    message_id = samples.bot_message(database)
    (due,) = database.run_now(outbox.claim, NOW)
    assert (due.message_id, due.conversation_id, due.attempts) == (message_id, "c1", 0)
    assert database.run_now(outbox.oldest) == NOW
    database.run_now(outbox.sent, message_id)
    assert database.run_now(outbox.claim, NOW + outbox.CLAIM) == []
    assert database.run_now(outbox.oldest) is None


def test_claimed_by_one_worker_only_until_the_claim_runs_out_or_is_released(database: Database) -> None:
    samples.conversation(database)
    samples.bot_message(database)
    assert database.run_now(outbox.claim, NOW)
    assert database.run_now(outbox.claim, NOW) == []
    assert database.run_now(outbox.claim, NOW + outbox.CLAIM)
    database.run_now(outbox.release, NOW)
    assert database.run_now(outbox.claim, NOW)


def test_retry_waits_twice_as_long_each_time_up_to_five_minutes(database: Database) -> None:
    samples.conversation(database)
    samples.bot_message(database)
    waits = []
    moment = NOW
    (due,) = database.run_now(outbox.claim, moment)
    for _ in range(9):
        database.run_now(outbox.retry, due, "busy", moment)
        for seconds in (2, 4, 8, 16, 32, 64, 128, 256, 300):
            claimed = database.run_now(outbox.claim, moment + timedelta(seconds=seconds))
            if claimed:
                break
        (due,) = claimed
        waits.append(seconds)
        moment += timedelta(seconds=seconds)
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 300]


def test_failed_is_not_tried_again(database: Database) -> None:
    samples.conversation(database)
    message_id = samples.bot_message(database)
    database.run_now(outbox.failed, message_id, "closed")
    assert database.run_now(outbox.claim, NOW + timedelta(days=1)) == []


def test_messages_of_a_conversation_wait_for_the_one_before(database: Database) -> None:
    samples.conversation(database)
    first, second = samples.bot_message(database), samples.bot_message(database)
    claimed = database.run_now(outbox.claim, NOW)
    assert [due.message_id for due in claimed] == [first, second]
    database.run_now(outbox.retry, claimed[0], "busy", NOW)
    database.run_now(outbox.retry, claimed[1], "order", NOW - timedelta(seconds=60))
    assert database.run_now(outbox.claim, NOW + timedelta(seconds=1)) == []
    assert len(database.run_now(outbox.claim, NOW + timedelta(seconds=2))) == 2


def test_claim_of_one_conversation(database: Database) -> None:
    for conversation in ("c1", "c2"):
        samples.conversation(database, conversation)
        samples.bot_message(database, conversation)
    (due,) = database.run_now(outbox.claim, NOW, "c2")
    assert due.conversation_id == "c2"

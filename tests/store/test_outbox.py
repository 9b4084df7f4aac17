"""What is to be sent stays in the outbox until the channel has taken it, or never can."""

from datetime import datetime, timedelta

from bot.store import messages, outbox
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


def claimed(database: Database, moment: datetime = NOW) -> list[str]:
    return [due.message_id for due in database.run_now(outbox.claim, moment)]


def test_messages_of_a_conversation_wait_for_the_one_before(database: Database) -> None:
    samples.conversation(database)
    first, second = samples.bot_message(database), samples.bot_message(database)
    (due,) = database.run_now(outbox.claim, NOW)
    assert due.message_id == first
    database.run_now(outbox.retry, due, "busy", NOW)
    assert claimed(database, NOW + timedelta(seconds=1)) == []
    assert claimed(database, NOW + timedelta(seconds=2)) == [first]
    database.run_now(outbox.sent, first)
    assert claimed(database, NOW + timedelta(seconds=2)) == [second]


def test_what_is_urgent_waits_for_what_is_urgent_only(database: Database) -> None:
    samples.conversation(database)
    first = samples.bot_message(database)
    urgent = [samples.bot_message(database, urgent=True) for _ in range(2)]
    (due, _) = database.run_now(outbox.claim, NOW)
    assert due.message_id == first
    database.run_now(outbox.retry, due, "unreachable", NOW)
    database.run_now(outbox.sent, urgent[0])
    assert claimed(database, NOW + timedelta(seconds=1)) == [urgent[1]]


def test_a_provider_that_says_when_is_asked_again_then(database: Database) -> None:
    samples.conversation(database)
    samples.bot_message(database)
    (due,) = database.run_now(outbox.claim, NOW)
    database.run_now(outbox.retry, due, "busy", NOW, timedelta(seconds=40))
    assert claimed(database, NOW + timedelta(seconds=39)) == []
    assert claimed(database, NOW + timedelta(seconds=40))


def test_an_answer_of_yesterday_is_not_sent_any_more(database: Database) -> None:
    samples.conversation(database)
    samples.bot_message(database)
    (due,) = database.run_now(outbox.claim, NOW + outbox.GIVE_UP)
    later = NOW + outbox.GIVE_UP + timedelta(seconds=1)
    database.run_now(outbox.retry, due, "unreachable", later)
    assert claimed(database, later + timedelta(days=1)) == []


def test_a_receipt_may_come_before_the_answer_to_the_sending(database: Database) -> None:
    samples.conversation(database)
    message_id = samples.bot_message(database)
    (due,) = database.run_now(outbox.claim, NOW)
    assert database.run_now(outbox.arrived, message_id) == "c1"
    database.run_now(outbox.retry, due, "unreachable", NOW)  # we never heard that it was taken
    database.run_now(outbox.sent, message_id)
    assert claimed(database, NOW + timedelta(days=1)) == []
    assert database.run_now(outbox.arrived, "never sent") is None


def test_after_stop_only_what_is_urgent_goes_out(database: Database) -> None:
    samples.conversation(database)
    samples.bot_message(database)
    urgent = samples.bot_message(database, urgent=True)
    database.run_now(outbox.drop, "c1", "closed")
    assert claimed(database) == [urgent]


def test_a_pause_holds_up_what_is_not_urgent(database: Database) -> None:
    samples.conversation(database)
    message_id = samples.bot_message(database)
    database.run_now(outbox.sent, message_id)
    for urgent in (False, True):
        new = messages.NewMessage("bot", "Hi")
        named = database.run_now(messages.append, "c1", new, now=NOW, turn_id=None)
        pause = timedelta(seconds=30)
        database.run_now(outbox.add, named, "c1", "web", NOW, pause=pause, urgent=urgent)
    assert len(claimed(database)) == 1
    assert len(claimed(database, NOW + timedelta(seconds=30))) == 2


def test_claim_of_one_conversation(database: Database) -> None:
    for conversation in ("c1", "c2"):
        samples.conversation(database, conversation)
        samples.bot_message(database, conversation)
    (due,) = database.run_now(outbox.claim, NOW, "c2")
    assert due.conversation_id == "c2"

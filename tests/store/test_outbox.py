"""What is to be sent stays in the outbox until the channel has taken it, or never can."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, delete

from bot.store import messages, outbox
from bot.store.database import Database
from bot.store.schema import outbox as outbox_table
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


def test_what_is_urgent_goes_first_and_waits_for_what_is_urgent_only(database: Database) -> None:
    samples.conversation(database)
    first = samples.bot_message(database)
    urgent = [samples.bot_message(database, urgent=True) for _ in range(2)]
    both = database.run_now(outbox.claim, NOW)
    assert [due.message_id for due in both] == [urgent[0], first]
    database.run_now(outbox.retry, both[1], "unreachable", NOW)
    assert claimed(database, NOW + timedelta(seconds=1)) == []  # the first urgent one is on its way
    database.run_now(outbox.sent, urgent[0])
    assert claimed(database, NOW + timedelta(seconds=1)) == [urgent[1]]


def test_what_is_urgent_does_not_wait_for_what_is_tried_again_later(database: Database) -> None:
    samples.conversation(database)
    urgent = [samples.bot_message(database, urgent=True) for _ in range(2)]
    (due,) = database.run_now(outbox.claim, NOW)
    assert database.run_now(outbox.retry, due, "busy", NOW, timedelta(seconds=20))
    assert claimed(database, NOW + timedelta(seconds=1)) == [urgent[1]]
    assert claimed(database, NOW + timedelta(seconds=20)) == [urgent[0]]


@pytest.mark.parametrize(("urgent", "longest"), [(False, 300), (True, 30)])
def test_no_provider_makes_us_wait_longer_than_so(database: Database, urgent: bool, longest: int) -> None:
    samples.conversation(database)
    message_id = samples.bot_message(database, urgent=urgent)
    (due,) = database.run_now(outbox.claim, NOW)
    assert database.run_now(outbox.retry, due, "busy", NOW, timedelta(days=1))
    assert claimed(database, NOW + timedelta(seconds=longest - 1)) == []
    assert claimed(database, NOW + timedelta(seconds=longest)) == [message_id]


def test_claim_of_one_channel_and_of_what_is_urgent(database: Database) -> None:
    made = {}
    for number, channel in enumerate(("sms", "telegram")):
        for urgent in (False, True):
            name = f"c{number}{urgent}"
            samples.conversation(database, name)
            made[channel, urgent] = samples.bot_message(database, name, channel=channel, urgent=urgent)
    assert set(database.run_now(outbox.due_kinds, NOW)) == set(made)
    for (channel, urgent), message_id in made.items():
        (due,) = database.run_now(outbox.claim, NOW, channel=channel, urgent=urgent)
        assert due.message_id == message_id
    assert database.run_now(outbox.due_kinds, NOW) == []


def test_a_claim_is_renewed_by_its_holder_only(database: Database) -> None:
    samples.conversation(database)
    samples.bot_message(database)
    (first,) = database.run_now(outbox.claim, NOW)
    later = NOW + timedelta(seconds=10)
    renewed = database.run_now(outbox.renew, first, later)
    assert renewed is not None
    assert renewed.until == later + outbox.CLAIM
    assert claimed(database, NOW + outbox.CLAIM) == []
    (other,) = database.run_now(outbox.claim, renewed.until)
    assert database.run_now(outbox.renew, renewed, renewed.until) is None
    assert not database.run_now(outbox.give_back, renewed)
    assert [database.run_now(outbox.give_back, other) for _ in range(2)] == [True, False]


def test_a_claim_of_what_is_not_to_be_sent_any_more_is_not_renewed(database: Database) -> None:
    samples.conversation(database)
    samples.bot_message(database)
    (due,) = database.run_now(outbox.claim, NOW)
    database.run_now(outbox.drop, "c1", "closed")
    assert database.run_now(outbox.renew, due, NOW) is None


def test_claiming_and_erasing_at_once_wait_for_one_another_in_no_ring(database: Database) -> None:
    samples.conversation(database)
    rows = [samples.bot_message(database, urgent=urgent) for urgent in (False, True)]
    begun, claimed = threading.Event(), threading.Event()

    def erase(connection: Connection) -> None:
        """As an erasure does, slowly, and one row after another."""
        for message_id in reversed(rows):
            connection.execute(delete(outbox_table).where(outbox_table.c.message_id == message_id))
            begun.set()
            claimed.wait(0.2)

    with ThreadPoolExecutor(1) as pool:
        erasing = pool.submit(database.run_now, erase)
        assert begun.wait(5)
        database.run_now(outbox.claim, NOW)
        claimed.set()
        erasing.result(5)


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
    assert not database.run_now(outbox.retry, due, "unreachable", later)


def test_only_the_loss_of_an_urgent_message_is_news_and_only_once(database: Database) -> None:
    samples.conversation(database)
    ordinary, urgent, arrived = [samples.bot_message(database, urgent=each) for each in (False, True, True)]
    database.run_now(outbox.arrived, arrived)
    found = [database.run_now(outbox.failed, each, "closed") for each in (ordinary, urgent, urgent, arrived)]
    assert found == [False, True, False, False]


def test_a_receipt_may_come_before_the_answer_to_the_sending(database: Database) -> None:
    samples.conversation(database)
    message_id = samples.bot_message(database)
    (due,) = database.run_now(outbox.claim, NOW)
    assert database.run_now(outbox.conversation_of, message_id) == "c1"
    database.run_now(outbox.arrived, message_id)
    database.run_now(outbox.retry, due, "unreachable", NOW)  # we never heard that it was taken
    database.run_now(outbox.sent, message_id)
    assert claimed(database, NOW + timedelta(days=1)) == []
    assert database.run_now(outbox.conversation_of, "never sent") is None


def test_a_receipt_that_says_no_stands_too(database: Database) -> None:
    samples.conversation(database)
    urgent = samples.bot_message(database, urgent=True)
    database.run_now(outbox.claim, NOW)
    assert database.run_now(outbox.failed, urgent, "not_delivered")
    database.run_now(outbox.sent, urgent)
    assert not database.run_now(outbox.failed, urgent, "not_delivered")


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

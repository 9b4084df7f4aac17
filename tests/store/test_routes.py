"""Routes are changed by providers and by turns, and neither undoes the other's; what never arrives is shown in the case."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import Connection, select

from bot.channels import handover
from bot.channels.errors import SendError, SendFailed
from bot.routes import Route
from bot.safety.notice import Notice, Response
from bot.store import cases, conversations, messages, outbox, routes, turns
from bot.store.database import Database
from bot.store.routes import Unreached
from bot.store.schema import case_events
from bot.store.turns import Outcome
from tests.store import samples
from tests.store.samples import NOW


def begin(database: Database, route: Route = Route.OPEN) -> Outcome:
    """A conversation on a route, and a turn of it that changes nothing."""
    turn_id = samples.conversation(database)
    samples.lease(database)
    database.run_now(conversations.set_route, "c1", route)
    found = database.run_now(conversations.get, "c1")
    assert found is not None
    return Outcome(turn_id, "me", found, [], Notice(Response.NONE), None, None, NOW, True, was=route)


def route(database: Database) -> Route:
    return database.run_now(conversations.route_of, "c1")


def events(database: Database) -> list[tuple[str, str]]:
    """What has happened in the cases, as kind and why, but for their opening."""
    query = select(case_events.c.kind, case_events.c.why).where(case_events.c.kind != "opened")
    return database.run_now(lambda store: [(kind, why) for kind, why in store.execute(query)])


@pytest.mark.parametrize(
    ("was", "provider", "turn", "then"),
    [
        (Route.OPEN, Route.BLOCKED, Route.OPEN, Route.BLOCKED),
        (Route.BLOCKED, Route.OPEN, Route.BLOCKED, Route.OPEN),
        (Route.STOPPED, Route.BLOCKED, Route.OPEN, Route.BLOCKED),
        (Route.OPEN, None, Route.STOPPED, Route.STOPPED),
        (Route.BLOCKED, None, Route.OPEN, Route.OPEN),
    ],
)
def test_a_turn_writes_the_route_only_if_it_changed_it_and_nobody_else_has(
    database: Database, was: Route, provider: Route | None, turn: Route, then: Route
) -> None:
    outcome = begin(database, was)
    if provider:
        database.run_now(routes.change, "c1", provider, NOW)
    database.run_now(turns.record, replace(outcome, conversation=replace(outcome.conversation, route=turn)))
    assert route(database) is then


@pytest.mark.parametrize(("provider", "shown"), [(Route.BLOCKED, [("route_closed", "blocked")]), (None, [])])
def test_a_case_that_opens_shows_that_the_route_is_closed(
    database: Database, provider: Route | None, shown: list[tuple[str, str]]
) -> None:
    outcome = begin(database)
    if provider:
        database.run_now(routes.change, "c1", provider, NOW)
    database.run_now(turns.record, replace(outcome, case_reason="asked_for_person"))
    assert events(database) == shown


@pytest.mark.parametrize("code", ["closed", "not_delivered"])
def test_a_receipt_that_an_urgent_message_is_lost_is_shown_once(database: Database, code: str) -> None:
    begin(database, Route.BLOCKED)
    message_id = samples.bot_message(database, urgent=True)
    case, _ = database.run_now(cases.bring_handler, "c1", Response.TAKEOVER, "some_rule", NOW)

    def receipt() -> Unreached | None:
        return database.run_now(routes.settle_receipt, message_id, code, NOW, closes=code == "closed")

    assert [receipt(), receipt()] == [Unreached(case.reference), None]
    assert events(database) == [("not_reached", code)]


def test_receipts_of_other_messages_show_nothing(database: Database) -> None:
    begin(database)
    database.run_now(cases.bring_handler, "c1", Response.TAKEOVER, "some_rule", NOW)
    ordinary, urgent = samples.bot_message(database), samples.bot_message(database, urgent=True)
    for message_id, error in ((ordinary, "not_delivered"), (urgent, None), ("unknown", "closed")):
        assert database.run_now(routes.settle_receipt, message_id, error, NOW, closes=False) is None
    assert events(database) == []


def test_without_a_case_a_lost_message_is_news_all_the_same(database: Database) -> None:
    begin(database)
    message_id = samples.bot_message(database, urgent=True)
    lost = database.run_now(routes.settle_receipt, message_id, "not_delivered", NOW, closes=False)
    assert lost == Unreached(None)


@pytest.mark.parametrize("by", ["receipt", "sender"])
def test_settling_and_recording_at_once_wait_for_one_another_in_no_ring(database: Database, by: str) -> None:
    samples.conversation(database)
    name = samples.bot_message(database)
    (due,) = database.run_now(outbox.claim, NOW)
    message = database.run_now(messages.by_ids, [name])[name]
    locked, settled = threading.Event(), threading.Event()

    def record(connection: Connection) -> None:
        """What a turn does that answers STOP, slowly."""
        conversations.lock(connection, "c1")
        locked.set()
        settled.wait(0.2)
        outbox.drop(connection, "c1", "closed")

    def settle(connection: Connection) -> None:
        if by == "receipt":
            routes.settle_receipt(connection, name, "closed", NOW, closes=True)
        else:
            failure = SendFailed(SendError.CLOSED)
            handover.settle_in(connection, due, message, failure, NOW, metered=True)
        settled.set()

    with ThreadPoolExecutor(2) as pool:
        recording = pool.submit(database.run_now, record)
        assert locked.wait(5)
        pool.submit(database.run_now, settle).result(5)
        recording.result(5)
    assert route(database) is Route.BLOCKED

"""Delivery through a channel that fails when it is told to: at least once, in order, with back-off, and never in silence."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import start
from bot.channels.capabilities import Capabilities
from bot.channels.channel import Channel
from bot.channels.errors import SendError, SendFailed
from bot.channels.sender import deliver
from bot.limits import Spent
from bot.pipeline.context import Deps
from bot.routes import Route
from bot.safety.notice import Response
from bot.settings import Settings
from bot.store import cases, conversations, inbox, spending
from bot.store.schema import case_events
from tests.store import samples
from tests.store.samples import NOW
from tests.support.post import Post, wait_error


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def deps(tmp_path: Path, post: Post) -> Deps:
    made = start.make(Settings.model_validate({"data_dir": tmp_path}))
    made.channels = {"post": Channel("post", Capabilities(metered=True), post)}
    begin(made, "c1")
    for text in ("one", "two"):
        samples.bot_message(made.database, text=text, channel="post")
    return made


def begin(deps: Deps, conversation_id: str) -> None:
    """A conversation by the post."""
    arrival = replace(samples.arrival(conversation=conversation_id), address=deps.keys.encrypt("here"))
    deps.database.run_now(inbox.receive, arrival)


def texts(post: Post) -> list[str]:
    return [message.text for message in post.carried]


def route(deps: Deps) -> Route:
    found = deps.database.run_now(conversations.get, "c1")
    assert found is not None
    return found.route


async def test_sent_once_in_order(deps: Deps, post: Post) -> None:
    assert await deliver(deps, NOW) == 2
    assert await deliver(deps, NOW + timedelta(hours=1)) == 0
    assert texts(post) == ["one", "two"]


@pytest.mark.parametrize("error", [SendError.UNREACHABLE, SendError.BUSY])
async def test_passing_failure_is_tried_again_and_the_rest_waits_its_turn(
    deps: Deps, post: Post, error: SendError
) -> None:
    post.errors = [SendFailed(error)]
    assert await deliver(deps, NOW) == 0
    assert await deliver(deps, NOW + timedelta(seconds=1)) == 0
    assert await deliver(deps, NOW + timedelta(seconds=5)) == 2
    assert texts(post) == ["one", "two"]
    assert f'code="{error.value.code}"'.encode() in deps.metrics.text()


@pytest.mark.parametrize("error", [SendError.REFUSED, SendError.CLOSED])
async def test_final_failure_is_not_tried_again_and_holds_nothing_up(
    deps: Deps, post: Post, error: SendError
) -> None:
    post.errors = [SendFailed(error)]
    assert await deliver(deps, NOW) == 1
    assert await deliver(deps, NOW + timedelta(days=1)) == 0
    assert texts(post) == ["two"]


def test_every_error_has_a_sentence() -> None:
    assert all(error.value.sentence.endswith(".") for error in SendError)
    assert len({error.value.code for error in SendError}) == len(SendError)


async def test_message_that_breaks_the_sender_holds_up_no_other_conversation(deps: Deps, post: Post) -> None:
    begin(deps, "c2")
    samples.bot_message(deps.database, "c2", "three", channel="post")
    post.breaks = {"one"}
    assert await deliver(deps, NOW) == 1
    assert texts(post) == ["three"]


async def test_a_provider_that_says_when_is_heeded(deps: Deps, post: Post) -> None:
    post.errors = [wait_error(SendError.BUSY, 30)]
    assert await deliver(deps, NOW) == 0
    assert await deliver(deps, NOW + timedelta(seconds=29)) == 0
    assert await deliver(deps, NOW + timedelta(seconds=31)) == 2


async def test_a_closed_route_is_noted_and_shown_to_whoever_handles_the_case(deps: Deps, post: Post) -> None:
    case, _ = deps.database.run_now(cases.bring_handler, "c1", Response.TAKEOVER, "some_rule", NOW)
    post.errors = [SendFailed(SendError.CLOSED)]
    await deliver(deps, NOW)
    assert route(deps) is Route.BLOCKED
    events = deps.database.run_now(lambda store: store.execute(select(case_events.c.kind)).scalars().all())
    assert (case.reference, events[-1]) == (case.reference, "route_closed")


async def test_what_was_sent_on_a_metered_channel_is_counted(deps: Deps, post: Post) -> None:
    samples.bot_message(deps.database, text="card " * 50, channel="post", urgent=True)
    await deliver(deps, NOW)
    # "one" and "two" are answers; what is urgent is not, but costs its segments.
    assert deps.database.run_now(spending.today, "post", "2026-03-01", "c1") == Spent(answers=2, segments=4)


async def test_conversations_do_not_wait_for_one_another(deps: Deps, post: Post) -> None:
    begin(deps, "c2")
    samples.bot_message(deps.database, "c2", "three", channel="post")
    post.errors = [SendFailed(SendError.UNREACHABLE)]
    assert await deliver(deps, NOW) == 1
    assert texts(post) == ["three"]


async def test_a_channel_that_is_switched_off_sends_nothing_and_breaks_nothing(
    deps: Deps, post: Post
) -> None:
    deps.channels = {}
    assert await deliver(deps, NOW) == 0
    assert await deliver(deps, NOW + timedelta(days=1)) == 0
    assert post.carried == []

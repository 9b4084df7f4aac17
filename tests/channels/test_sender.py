"""Delivery through a channel that fails when it is told to: at least once, in order, with back-off, and never in silence."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import select

from bot import clock, start
from bot.channels import sender
from bot.channels.channel import Channel
from bot.channels.errors import SendError, SendFailed
from bot.channels.sender import Lanes, deliver
from bot.limits import Spent
from bot.messages import Inbound, Outgoing
from bot.pipeline.context import Deps, Turn
from bot.pipeline.stages import deliver as deliver_stage
from bot.routes import Route
from bot.safety.notice import Response
from bot.store import cases, conversations, outbox, spending
from bot.store.schema import case_events
from bot.store.schema import outbox as outbox_table
from tests.channels.posted import (
    METERED,
    Slow,
    begin,
    look,
    route,
    states,
    texts,
    until,
    with_two_messages,
)
from tests.store import samples
from tests.store.samples import NOW
from tests.support.bot_thread import running_bot
from tests.support.post import Post, wait_error

T = TypeVar("T")


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def deps(tmp_path: Path, post: Post) -> Deps:
    return with_two_messages(tmp_path, post)


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


class TestClaims:
    async def test_no_more_is_claimed_than_is_sent_at_once(
        self, deps: Deps, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sender, "AT_ONCE", 2)
        slow = Slow()
        deps.channels = {"post": Channel("post", METERED, slow)}
        for name in ("c2", "c3", "c4"):
            begin(deps, name)
            samples.bot_message(deps.database, name, name, channel="post")
        sending = asyncio.create_task(deliver(deps, NOW))
        await until(lambda: len(slow.carried) == 2)
        claimed = select(outbox_table.c.next_at).where(outbox_table.c.next_at > NOW)
        assert len(look(deps, claimed)) == 2
        slow.go.set()
        assert await sending == 5
        assert sorted(texts(slow)) == ["c2", "c3", "c4", "one", "two"]

    async def test_what_another_has_claimed_meanwhile_is_left_to_it(
        self, deps: Deps, post: Post, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        mark = deps.database.mark
        others: list[outbox.Due] = []

        async def slowly(work: Callable[..., T], *args: object, **kwargs: object) -> T:
            done = await mark(work, *args, **kwargs)
            if not others:
                others.extend(deps.database.run_now(outbox.claim, NOW + 2 * outbox.CLAIM))
            return done

        monkeypatch.setattr(deps.database, "mark", slowly)
        assert await deliver(deps, NOW) == 0
        assert len(others) == 1
        assert post.carried == []

    async def test_a_claim_runs_from_when_it_is_made(self, deps: Deps) -> None:
        """A turn may have begun long before."""
        slow = Slow()
        deps.channels = {"post": Channel("post", METERED, slow)}
        known = deps.database.run_now(conversations.get, "c1")
        assert known is not None
        now = clock.now() - timedelta(seconds=14)
        samples.bot_message(deps.database, channel="post", urgent=True, now=now)
        message = Inbound("t1", "post", "c1", "hello", None, now)
        turn = Turn(message, now, "me", conversation=replace(known, channel="post"))
        await deliver_stage.run(turn, deps)
        await until(lambda: bool(slow.carried))
        (ends,) = look(deps, select(outbox_table.c.next_at).where(outbox_table.c.urgent))
        assert ends > now + timedelta(seconds=14) + outbox.CLAIM - timedelta(seconds=1)
        slow.go.set()
        await deps.background.drain()


class TestLanes:
    @pytest.fixture
    def slow(self, deps: Deps, post: Post, monkeypatch: pytest.MonkeyPatch) -> Slow:
        """A second channel, which hangs; either takes one message at a time."""
        monkeypatch.setattr(sender, "AT_ONCE", 1)
        slow = Slow()
        deps.channels = {"post": Channel("post", METERED, post), "slow": Channel("slow", METERED, slow)}
        return slow

    def put(self, deps: Deps, name: str, channel: str, *, urgent: bool = False) -> None:
        begin(deps, name)
        samples.bot_message(deps.database, name, name, channel=channel, urgent=urgent, now=clock.now())

    async def test_nothing_waits_for_another_channel_and_nothing_urgent_for_what_is_not(
        self, deps: Deps, post: Post, slow: Slow
    ) -> None:
        lanes = Lanes(deps)
        for name in ("a1", "a2"):
            self.put(deps, name, "slow")
        await lanes.fill()
        await until(lambda: texts(slow) == ["a1"])
        self.put(deps, "b", "post", urgent=True)
        self.put(deps, "c", "slow", urgent=True)
        await lanes.fill()
        await until(lambda: "b" in texts(post) and texts(slow) == ["a1", "c"])
        slow.go.set()
        await lanes.close()
        assert texts(slow) == ["a1", "c"]  # closing begins nothing more

    async def test_filling_again_begins_nothing_twice_and_nothing_beyond_its_places(
        self, deps: Deps, slow: Slow
    ) -> None:
        lanes = Lanes(deps)
        for name in ("a1", "a2"):
            self.put(deps, name, "slow")
        for _ in range(3):
            await lanes.fill()
        await until(lambda: bool(slow.carried))
        slow.go.set()
        await until(lambda: states(deps)[-2:] == ["sent", "sent"])
        assert texts(slow) == ["a1", "a2"]

    async def test_closing_waits_for_what_is_on_its_way_but_not_for_ever(
        self, deps: Deps, slow: Slow, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sender, "STOP", timedelta(seconds=0.01))
        lanes = Lanes(deps)
        self.put(deps, "a1", "slow")
        await lanes.fill()
        await until(lambda: bool(slow.carried))
        await lanes.close()
        await lanes.fill()
        assert states(deps)[-1] == "waiting"


class Late(Post):
    """Takes half a second to say that it has taken a message."""

    async def send(self, message: Outgoing) -> None:
        await super().send(message)
        await asyncio.sleep(0.5)


async def test_a_bot_that_stops_stores_what_it_has_just_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = Late()
    monkeypatch.setattr(start, "make_channels", lambda *_: {"post": Channel("post", METERED, late)})
    with running_bot(tmp_path / "data") as running:
        begin(running.deps, "c1")
        samples.bot_message(running.deps.database, channel="post", now=clock.now())
        await until(lambda: bool(late.carried))
    again = start.make(running.deps.settings)
    assert (states(again), len(late.carried)) == (["sent"], 1)


class TestWaits:
    @pytest.mark.parametrize(("urgent", "longest"), [(False, 300), (True, 30)])
    async def test_no_provider_silences_us_for_a_day(
        self, deps: Deps, post: Post, urgent: bool, longest: int
    ) -> None:
        begin(deps, "c2")
        samples.bot_message(deps.database, "c2", "three", channel="post", urgent=urgent)
        post.errors = [wait_error(SendError.BUSY, 86_400)]
        assert await deliver(deps, NOW, "c2") == 0
        assert await deliver(deps, NOW + timedelta(seconds=longest - 1), "c2") == 0
        assert await deliver(deps, NOW + timedelta(seconds=longest + 1), "c2") == 1

    async def test_the_next_urgent_message_does_not_wait_for_one_that_waits(
        self, deps: Deps, post: Post
    ) -> None:
        for text in ("first", "second"):
            begin(deps, "c2")
            samples.bot_message(deps.database, "c2", text, channel="post", urgent=True)
        post.errors = [wait_error(SendError.BUSY, 20)]
        assert await deliver(deps, NOW, "c2") == 0
        assert await deliver(deps, NOW + timedelta(seconds=1), "c2") == 1
        assert texts(post) == ["second"]

    async def test_what_is_too_late_is_not_sent_at_all(self, deps: Deps, post: Post) -> None:
        assert await deliver(deps, NOW + outbox.GIVE_UP + timedelta(seconds=1)) == 0
        assert post.carried == []
        assert states(deps) == ["failed", "failed"]

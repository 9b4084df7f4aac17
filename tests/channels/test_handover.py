"""What becomes of a message that was handed over: stored once, counted once, and told when it was urgent and is lost."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import select
from structlog.testing import CapturingLogger

from bot.channels import handover
from bot.channels.channel import Channel
from bot.channels.errors import SendError, SendFailed
from bot.channels.incoming import Call, Receipt
from bot.channels.sender import deliver
from bot.channels.take import Taker
from bot.messages import Outgoing
from bot.pipeline.context import Deps
from bot.routes import Route
from bot.safety.notice import Response
from bot.store import cases, conversations, erase, messages, outbox, spending
from bot.store.database import StoreUnavailable
from bot.store.schema import spending as spending_table
from bot.worker import TurnWorker
from tests.channels.posted import METERED, Slow, begin, events, look, texts, with_two_messages
from tests.store import samples
from tests.store.samples import NOW
from tests.support.post import Post

T = TypeVar("T")


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def deps(tmp_path: Path, post: Post) -> Deps:
    return with_two_messages(tmp_path, post)


class TestSettling:
    @pytest.fixture
    def fail(self, deps: Deps, post: Post, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
        """Has the store fail so many times once something was sent."""
        mark, left = deps.database.mark, [0]

        async def failing(work: Callable[..., T], *args: object, **kwargs: object) -> T:
            if post.carried and left[0]:
                left[0] -= 1
                raise StoreUnavailable("for this test")
            return await mark(work, *args, **kwargs)

        def times(number: int) -> None:
            left[0] = number

        monkeypatch.setattr(deps.database, "mark", failing)
        monkeypatch.setattr(handover, "SETTLE_AGAIN", timedelta(milliseconds=1))
        return times

    async def test_what_was_sent_is_not_sent_again_because_the_store_had_a_bad_moment(
        self, deps: Deps, post: Post, fail: Callable[[int], None]
    ) -> None:
        fail(3)
        assert await deliver(deps, NOW) == 2
        assert await deliver(deps, NOW + timedelta(hours=1)) == 0
        assert texts(post) == ["one", "two"]

    async def test_it_is_given_up_when_the_claim_is_over_and_stops_no_other(
        self, deps: Deps, post: Post, fail: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(outbox, "CLAIM", timedelta(seconds=0.05))
        fail(1_000)
        assert await deliver(deps, NOW) == 1
        fail(0)
        assert await deliver(deps, NOW + timedelta(seconds=1)) == 2
        assert texts(post) == ["one", "one", "two"]

    async def test_a_settling_that_was_stored_after_all_is_not_counted_twice(self, deps: Deps) -> None:
        (due,) = deps.database.run_now(outbox.claim, NOW)
        message = deps.database.run_now(messages.by_ids, [due.message_id])[due.message_id]
        for _ in range(2):
            deps.database.run_now(handover.settle_in, due, message, None, NOW, metered=True)
        assert deps.database.run_now(spending.segments, "post", "2026-03-01") == 1

    async def test_what_was_on_its_way_during_an_erasure_counts_for_nobody(
        self, deps: Deps, post: Post, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def send(message: Outgoing) -> None:
            deps.database.run_now(erase.erase, "c1", "sender", NOW)

        monkeypatch.setattr(post, "send", send)
        assert await deliver(deps, NOW) == 1
        assert look(deps, select(spending_table.c.conversation_id)) == [""]
        assert deps.database.run_now(spending.segments, "post", "2026-03-01") == 1

    async def test_a_provider_that_never_answers_is_left_in_time(
        self, deps: Deps, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(handover, "LONGEST_SEND", timedelta(seconds=0.01))
        deps.channels = {"post": Channel("post", METERED, Slow())}
        assert await deliver(deps, NOW) == 0
        assert b'code="unreachable"' in deps.metrics.text()


class TestUnreached:
    """The route was closed before, so that nothing else tells whoever handles the case."""

    @pytest.fixture
    def said(self, monkeypatch: pytest.MonkeyPatch) -> CapturingLogger:
        capturing = CapturingLogger()
        monkeypatch.setattr(handover, "log", capturing)
        return capturing

    @pytest.fixture
    def urgent(self, deps: Deps) -> str:
        """An urgent message in a conversation of its own, with a case."""
        begin(deps, "c2")
        deps.database.run_now(conversations.set_route, "c2", Route.BLOCKED)
        deps.database.run_now(cases.bring_handler, "c2", Response.TAKEOVER, "some_rule", NOW)
        return samples.bot_message(deps.database, "c2", "card", channel="post", urgent=True)

    def alarms(self, said: CapturingLogger) -> list[tuple[str | None, str]]:
        """The alarms: the case's reference, and the code."""
        calls = [call for call in said.calls if call.args == ("urgent_message_not_reached",)]
        assert all(call.method_name == "error" and set(call.kwargs) == {"case", "code"} for call in calls)
        return [(call.kwargs["case"], call.kwargs["code"]) for call in calls]

    @pytest.mark.parametrize("error", [SendError.CLOSED, SendError.REFUSED, SendError.NOT_DELIVERED])
    async def test_when_it_is_refused(
        self, deps: Deps, post: Post, urgent: str, said: CapturingLogger, error: SendError
    ) -> None:
        post.errors = [SendFailed(error)]
        await deliver(deps, NOW, "c2")
        await self.check(deps, said, error.value.code)

    @pytest.mark.parametrize("moment", [outbox.GIVE_UP, outbox.GIVE_UP + timedelta(days=1)])
    async def test_when_it_is_given_up(
        self, deps: Deps, post: Post, urgent: str, said: CapturingLogger, moment: timedelta
    ) -> None:
        post.errors = [SendFailed(SendError.UNREACHABLE)]
        await deliver(deps, NOW + moment, "c2")
        await self.check(deps, said, "unreachable")

    @pytest.mark.parametrize("error", [SendError.CLOSED, SendError.NOT_DELIVERED])
    async def test_when_a_receipt_says_so(
        self, deps: Deps, urgent: str, said: CapturingLogger, error: SendError
    ) -> None:
        assert await deliver(deps, NOW, "c2") == 1
        taker = Taker(deps, TurnWorker(deps))
        call = Call("", "https://example.org/hooks/post", (), {}, b"", NOW)
        for _ in range(2):  # providers repeat themselves
            await taker.take(Receipt(urgent, error), "post", call)
        await self.check(deps, said, error.value.code)
        (failed, _) = [each for each in said.calls if each.args == ("send_failed",)]
        assert failed.kwargs == {"message": urgent, "channel": "post", "code": error.value.code}

    async def check(self, deps: Deps, said: CapturingLogger, code: str) -> None:
        case = deps.database.run_now(cases.open_for, "c2")
        assert case is not None
        assert events(deps) == [("not_reached", code)]
        assert self.alarms(said) == [(case.reference, code)]

"""The one way in for providers: verified, stored, answered at once, worked on once."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import anyio
import pytest
from sqlalchemy import func, select
from structlog.testing import CapturingLogger

from bot import access
from bot.access import MOST_BYTES
from bot.channels.arrivals import conversation_of
from bot.channels.incoming import NotSigned, Said, TooOld
from bot.channels.take import Taker
from bot.routes import Route
from bot.store import conversations, messages, parts, unread
from bot.store.schema import conversations as conversations_table
from bot.store.schema import inbox, outbox
from bot.worker import Reach, TurnWorker
from tests.channels.conftest import PostBot
from tests.support.post import SECRET, Writer

Someone = Callable[..., Writer]


def stored(bot: PostBot, writer: Writer, channel: str = "post") -> list[tuple[str, str]]:
    """Who said what in the writer's conversation."""
    name = conversation_of(bot.running.deps, channel, writer.address)
    return [(m.sender, m.text) for m in bot.running.deps.database.run_now(messages.since, name, 0)]


def route(bot: PostBot, writer: Writer) -> Route:
    found = bot.running.deps.database.run_now(
        conversations.get, conversation_of(bot.running.deps, "post", writer.address)
    )
    assert found is not None
    return found.route


def test_what_is_said_is_stored_and_answered_and_a_repeat_changes_nothing(
    post_bot: PostBot, someone: Someone
) -> None:
    writer = someone()
    said = writer.said("hello")
    for _ in range(3):
        assert writer.call(said).status_code == 200
    heard = writer.wait(lambda: len(writer.heard) >= 2)
    assert len(heard) == 2  # what this is, and the answer
    assert [text for who, text in stored(post_bot, writer) if who == "person"] == ["hello"]


def test_addresses_are_stored_encrypted_only(post_bot: PostBot, someone: Someone) -> None:
    writer = someone()
    writer.ask("hello")
    name = conversation_of(post_bot.running.deps, "post", writer.address)
    row = post_bot.running.deps.database.run_now(
        lambda store: store.execute(select(conversations_table).where(conversations_table.c.id == name)).one()
    )
    assert writer.address not in str(row)
    assert post_bot.running.deps.keys.decrypt(row.address) == writer.address
    assert row.address_hash == name


@pytest.mark.parametrize("secret", ["", "wrong", SECRET.upper()])
def test_a_forged_call_is_refused_and_leaves_nothing(
    post_bot: PostBot, someone: Someone, secret: str
) -> None:
    writer = someone()
    writer._http.headers["x-secret"] = secret
    assert writer.call(writer.said("hello")).status_code == 403
    assert stored(post_bot, writer) == []
    assert b'waymark_refused_calls_total{channel="post"}' in post_bot.running.deps.metrics.text()


@pytest.mark.parametrize("path", ["/hooks/pigeon", "/hooks/web", "/hooks/post/pigeon"])
def test_nothing_else_is_there(post_bot: PostBot, someone: Someone, path: str) -> None:
    assert someone()._http.post(path, content=b"[]").status_code == 404


def test_an_unreadable_call_is_kept_sealed_and_read_by_a_version_that_can(
    post_bot: PostBot, someone: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer, deps = someone(), post_bot.running.deps
    assert writer.call("unreadable").status_code == 200
    (kept,) = deps.database.run_now(unread.waiting)
    assert "unreadable" not in kept.body
    said = writer.said("hello")
    monkeypatch.setattr(post_bot.post, "parse", lambda _: [_said(said)])
    anyio.run(Taker(deps, NoTurns(deps)).read_again)
    assert deps.database.run_now(unread.waiting) == []
    assert ("person", "hello") in stored(post_bot, writer)


def _said(raw: dict[str, Any]) -> Said:
    return Said(raw["provider_id"], raw["address"], raw["text"])


class NoTurns(TurnWorker):
    """Wakes nobody: the running bot's own sweep finds what is stored."""

    def wake(self, conversation_id: str, words: str = "", reach: Reach | None = None) -> None:
        pass


class TestParts:
    def part(self, writer: Writer, number: int, total: int, text: str) -> dict[str, Any]:
        said = writer.said(text)
        named = {"whole": "77", "number": number, "total": total}
        return {**said, **named, "kind": "part", "provider_id": f"{writer.address}-{number}"}

    def test_a_long_text_in_parts_is_one_message(self, post_bot: PostBot, someone: Someone) -> None:
        writer = someone()
        for number, text in ((2, "lo"), (1, "hel"), (2, "lo")):
            writer.call(self.part(writer, number, 2, text))
        writer.wait(lambda: len(writer.heard) >= 2)
        writer.call(self.part(writer, 1, 2, "hel"))
        assert [text for who, text in stored(post_bot, writer) if who == "person"] == ["hello"]

    def test_parts_whose_rest_never_comes_are_taken_as_they_are(
        self, post_bot: PostBot, someone: Someone, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        writer = someone()
        writer.call(self.part(writer, 2, 2, "hello"))
        assert stored(post_bot, writer) == []
        monkeypatch.setattr(parts, "WAIT", timedelta())
        writer.wait(lambda: len(writer.heard) >= 2)
        assert ("person", "hello") in stored(post_bot, writer)


class TestReceipts:
    def settle(self, bot: PostBot, writer: Writer, error: str | None) -> str:
        """Have the last message to somebody settled by a receipt; its state then."""
        message = [each for each in bot.post.carried if each.address == writer.address][-1]
        event = {"kind": "receipt", "message_id": message.id, "error": error}
        assert writer.call(event, hook="receipts").status_code == 200
        query = select(outbox.c.state).where(outbox.c.message_id == message.id)
        state: str = bot.running.deps.database.run_now(lambda store: store.execute(query).scalar_one())
        return state

    def test_arrived(self, post_bot: PostBot, someone: Someone) -> None:
        writer = someone()
        writer.ask("hello")
        assert self.settle(post_bot, writer, None) == "arrived"

    def test_not_delivered(self, post_bot: PostBot, someone: Someone) -> None:
        writer = someone()
        writer.ask("hello")
        assert self.settle(post_bot, writer, "NOT_DELIVERED") == "failed"
        assert route(post_bot, writer) is Route.OPEN

    def test_closed(self, post_bot: PostBot, someone: Someone) -> None:
        writer = someone()
        writer.ask("hello")
        assert self.settle(post_bot, writer, "CLOSED") == "failed"
        assert route(post_bot, writer) is Route.BLOCKED

    def test_of_a_message_that_is_not_ours(self, someone: Someone) -> None:
        event = {"kind": "receipt", "message_id": "unknown", "error": "CLOSED"}
        assert someone().call(event, hook="receipts").status_code == 200


def test_blocking_and_unblocking(post_bot: PostBot, someone: Someone) -> None:
    writer = someone()
    writer.ask("hello")
    for closed, expected in ((True, Route.BLOCKED), (False, Route.OPEN)):
        writer.call({"kind": "route", "address": writer.address, "closed": closed})
        assert route(post_bot, writer) is expected


class TestElsewhere:
    def test_a_group_is_asked_once_to_write_privately_and_nothing_is_kept(
        self, post_bot: PostBot, someone: Someone
    ) -> None:
        group = someone()
        event = {"kind": "elsewhere", "provider_id": "1", "address": group.address, "text": "@waymark hello"}
        for _ in range(3):
            group.call(event)
        heard = group.wait(lambda: bool(group.heard))
        assert heard == [post_bot.running.deps.library.text("telegram.group")]
        assert stored(post_bot, group) == []

    def test_numbers_are_given_to_words_of_distress(self, post_bot: PostBot, someone: Someone) -> None:
        group = someone()
        event = {"kind": "elsewhere", "provider_id": "1", "address": group.address, "text": "I want to die"}
        group.call(event)
        (heard,) = group.wait(lambda: bool(group.heard))
        assert post_bot.running.deps.library.card("numbers").text in heard


def test_a_press_is_acknowledged(post_bot: PostBot, someone: Someone) -> None:
    writer = someone()
    writer.ask("menu please")
    message = next(each for each in reversed(post_bot.post.carried) if each.choices)
    writer.ask("", choice=message.choices[0]["id"], handle={"press": "1"})
    assert post_bot.post.acknowledged[-1].handle == {"press": "1"}
    assert ("person", "Sleep") in stored(post_bot, writer)


def test_a_typing_sign_is_shown_while_the_engine_thinks(post_bot: PostBot, someone: Someone) -> None:
    writer = someone()
    writer.ask("hello")
    assert writer.address in post_bot.post.typed


def test_a_bad_moment_is_nobodys_loss(post_bot: PostBot, someone: Someone) -> None:
    """Every call that was answered 2xx is in the inbox, answered exactly once."""
    writers = [someone() for _ in range(5)]
    for writer in writers:
        writer.call(writer.said("hello"), writer.said("hello"))
    for writer in writers:
        writer.wait(lambda writer=writer: len(writer.heard) >= 3)  # type: ignore[misc]
    waiting = post_bot.running.deps.database.run_now(
        lambda store: store.execute(select(func.count()).where(inbox.c.done_at.is_(None))).scalar_one()
    )
    assert waiting == 0


class TestTooLong:
    """Nobody makes us take in, or make out, what no provider sends."""

    @pytest.mark.parametrize("declared", [True, False])
    def test_a_body_that_is_too_long_is_refused_before_it_is_verified(
        self, post_bot: PostBot, someone: Someone, monkeypatch: pytest.MonkeyPatch, *, declared: bool
    ) -> None:
        monkeypatch.setattr(post_bot.post, "verify", lambda _: pytest.fail("it was looked at"))
        body = b" " * (MOST_BYTES + 1)
        answer = someone()._http.post("/hooks/post", content=body if declared else iter([body]))
        assert answer.status_code == 413

    def test_the_longest_is_taken(self, post_bot: PostBot, someone: Someone) -> None:
        writer = someone()
        body = json.dumps([writer.said("hello")]).encode().ljust(MOST_BYTES)
        assert writer._http.post("/hooks/post", content=body).status_code == 200
        writer.wait(lambda: len(writer.heard) >= 2)


@pytest.mark.parametrize(
    ("refusal", "level", "event"),
    [(NotSigned("no"), "warning", "call_refused"), (TooOld("late"), "error", "call_too_old")],
)
def test_too_old_is_told_apart_from_forged(
    post_bot: PostBot,
    someone: Someone,
    monkeypatch: pytest.MonkeyPatch,
    refusal: NotSigned,
    level: str,
    event: str,
) -> None:
    def refuse(_: object) -> None:
        raise refusal

    logged = CapturingLogger()
    monkeypatch.setattr(access, "log", logged)
    monkeypatch.setattr(post_bot.post, "verify", refuse)
    writer = someone()
    assert writer.call(writer.said("hello")).status_code == 403
    assert [(each.method_name, each.args) for each in logged.calls] == [(level, (event,))]

"""What is done with what providers tell us when something is not as usual."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from starlette.responses import Response

from bot import clock
from bot.channels import joined, take
from bot.channels.arrivals import arrival_of, conversation_of
from bot.channels.channel import Channel, Provider
from bot.channels.incoming import Call, Part, Said
from bot.channels.receive import Unstored
from bot.channels.sealed import seal
from bot.channels.take import STILL_NEW, Taker
from bot.messages import Gesture, Reply
from bot.store import conversations, messages, unread
from bot.store.database import StoreUnavailable
from bot.worker import Reach, TurnWorker
from tests.channels.conftest import BUTTONS, PostBot
from tests.support.post import Post, Writer

Someone = Callable[..., Writer]
DISTRESS = "I want to kill myself"
REPLIES = (
    Reply("one", kind="text", language="en"),
    Reply("card", kind="card", language="en"),
    Reply("two", kind="text", language="en"),
)


class Turns(TurnWorker):
    """Wakes nobody, and notes who would be: the running bot's own sweep finds what is stored."""

    woken: list[tuple[str, str]]

    def wake(self, conversation_id: str, words: str = "", reach: Reach | None = None) -> None:
        self.woken.append((conversation_id, words))


@pytest.fixture
def turns(post_bot: PostBot) -> Turns:
    made = Turns(post_bot.running.deps)
    made.woken = []
    return made


@pytest.fixture
def taker(post_bot: PostBot, turns: Turns) -> Taker:
    return Taker(post_bot.running.deps, turns)


def call(body: bytes = b"") -> Call:
    return Call("", "https://waymark.example.org/hooks/post", (), {}, body, clock.now())


def said_in(bot: PostBot, writer: Writer) -> list[str]:
    name = conversation_of(bot.running.deps, "post", writer.address)
    found = bot.running.deps.database.run_now(messages.since, name, 0)
    return [message.text for message in found if message.sender == "person"]


class TestUnstored:
    """The store is down."""

    async def told(
        self, taker: Taker, monkeypatch: pytest.MonkeyPatch, said: Said, *, kept: bool = True
    ) -> Response | None:
        async def unstored(*_: object) -> Unstored:
            return Unstored(REPLIES, kept)

        with monkeypatch.context() as patch:
            patch.setattr(take, "receive", unstored)
            answer = await taker.take(said, "post", call())
            await taker._deps.background.drain()
        return answer

    @pytest.mark.parametrize("kept", [True, False])
    async def test_each_reply_is_a_message_cards_first_and_a_repeat_says_nothing(
        self,
        post_bot: PostBot,
        taker: Taker,
        someone: Someone,
        monkeypatch: pytest.MonkeyPatch,
        *,
        kept: bool,
    ) -> None:
        writer = someone()
        said = Said("u1", writer.address, "hello")
        for _ in range(3):
            answer = await self.told(taker, monkeypatch, said, kept=kept)
            assert (answer.status_code if answer else 0) == (0 if kept else 503)
        assert writer.heard == ["card", "one", "two"]

    async def test_the_answer_holds_them_if_it_can_each_time(
        self, post_bot: PostBot, taker: Taker, someone: Someone, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A repeat means that the answer before was lost."""
        heard: list[Sequence[str]] = []

        class Answering(Post):
            def saying(self, call: Call, said: Said, texts: Sequence[str]) -> Response | None:
                heard.append(texts)
                return Response("said")

        writer = someone()
        self.answering(post_bot, monkeypatch, Answering())
        for _ in range(2):
            answer = await self.told(taker, monkeypatch, Said("u2", writer.address, "hello"))
            assert answer is not None
            assert answer.body == b"said"
        assert heard == [["card", "one", "two"]] * 2
        assert writer.heard == []

    def answering(self, bot: PostBot, monkeypatch: pytest.MonkeyPatch, provider: Provider) -> None:
        deps = bot.running.deps
        channels = dict(deps.channels) | {"post": Channel("post", BUTTONS, provider)}
        monkeypatch.setattr(deps, "channels", channels)


class TestParts:
    def part(self, writer: Writer, number: int, text: str, total: int = 3) -> Part:
        return Part("9", number, total, Said(f"{writer.address}-{number}", writer.address, text))

    async def test_a_part_that_calls_for_a_person_waits_for_no_other(
        self, post_bot: PostBot, taker: Taker, turns: Turns, someone: Someone
    ) -> None:
        writer = someone()
        await taker.take(self.part(writer, 1, "Hello. "), "post", call())
        assert said_in(post_bot, writer) == []
        await taker.take(self.part(writer, 2, DISTRESS), "post", call())
        assert said_in(post_bot, writer) == [f"Hello. {DISTRESS}"]
        await taker.take(self.part(writer, 3, " and goodbye"), "post", call())
        assert said_in(post_bot, writer) == [f"Hello. {DISTRESS}", " and goodbye"]
        name = conversation_of(post_bot.running.deps, "post", writer.address)
        assert turns.woken == [(name, f"Hello. {DISTRESS}"), (name, " and goodbye")]

    async def test_a_part_that_cannot_be_joined_is_a_message(
        self, post_bot: PostBot, taker: Taker, someone: Someone, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def broken(*_: object, **__: object) -> None:
            raise ValueError

        monkeypatch.setattr(joined, "add", broken)
        writer = someone()
        assert await taker.take(self.part(writer, 1, "hello"), "post", call()) is None
        assert said_in(post_bot, writer) == ["hello"]


class TestAside:
    @pytest.mark.parametrize(
        ("text", "aside", "stored"),
        [
            ("", "Alex Green", ""),
            ("look", "letter.pdf", "look"),
            ("", DISTRESS, DISTRESS),
            ("LE1", DISTRESS, f"LE1\n{DISTRESS}"),
        ],
    )
    async def test_names_are_kept_only_if_they_are_a_cry_for_help(
        self, post_bot: PostBot, taker: Taker, someone: Someone, text: str, aside: str, stored: str
    ) -> None:
        writer = someone()
        said = Said("a1" + writer.address, writer.address, text, gesture=Gesture.FILE, aside=aside)
        await taker.take(said, "post", call())
        assert said_in(post_bot, writer) == [stored]


class TestLinks:
    @pytest.mark.parametrize(
        ("payload", "region", "language", "first", "text"),
        [
            ("lsc-en-sleep", "lsc", "en", "sleep", ""),
            ("lsc-en", "lsc", "en", None, ""),
            ("lsc", "lsc", None, None, ""),
            ("kill-me", "kill", "me", None, "kill-me"),
            ("end-it-now", "end", "it", "now", "end-it-now"),
            ("hopeless", "hopeless", None, None, "hopeless"),
            ("lsc-en please help", None, None, None, "lsc-en please help"),
        ],
    )
    def test_only_a_link_to_a_region_that_is_here_says_nothing(
        self,
        post_bot: PostBot,
        payload: str,
        region: str | None,
        language: str | None,
        first: str | None,
        text: str,
    ) -> None:
        said = Said("1", "a", payload, Gesture.START, region=region, language=language, first=first)
        arrival = arrival_of(post_bot.running.deps, said, "post", clock.now())
        assert arrival.text == text
        assert bool(arrival.linked_region) is (text == "")

    def test_each_part_of_a_link_counts_if_it_is_known(self, post_bot: PostBot, someone: Someone) -> None:
        writer = someone()

        def follow(**named: str) -> tuple[str, str, bool]:
            writer.ask("/start", gesture="start", **named)
            name = conversation_of(post_bot.running.deps, "post", writer.address)
            found = post_bot.running.deps.database.run_now(conversations.get, name)
            assert found is not None
            return found.region, found.language, found.language_pinned

        assert follow(region="lsc") == ("lsc", "en", False)
        assert follow(region="nowhere", language="xx") == ("lsc", "en", False)
        assert follow(region="nowhere", language="en") == ("lsc", "en", True)
        assert follow(region="llr") == ("llr", "en", True)


class TestReadAgain:
    def keep(self, bot: PostBot, body: str, age: timedelta = timedelta()) -> str:
        """Keep a call that could not be read; its id."""
        deps, now = bot.running.deps, clock.now() - age
        deps.database.run_now(unread.keep, "post", "", seal(call(body.encode()), deps.keys), now)
        return next(each.id for each in deps.database.run_now(unread.waiting) if each.received_at == now)

    @pytest.fixture(autouse=True)
    def _readable(self, post_bot: PostBot, monkeypatch: pytest.MonkeyPatch) -> None:
        """This version reads it: the body is the address."""
        read = lambda call: [Said(call.body.decode(), call.body.decode(), "hello")]  # noqa: E731
        monkeypatch.setattr(post_bot.post, "parse", read)

    def waiting(self, bot: PostBot) -> set[str]:
        return {each.id for each in bot.running.deps.database.run_now(unread.waiting)}

    async def test_what_is_older_than_a_day_is_left_to_the_operator(
        self, post_bot: PostBot, taker: Taker, someone: Someone
    ) -> None:
        old, new = someone(), someone()
        name = self.keep(post_bot, old.address, STILL_NEW + timedelta(minutes=1))
        self.keep(post_bot, new.address, STILL_NEW - timedelta(minutes=1))
        await taker.read_again()
        assert (said_in(post_bot, old), said_in(post_bot, new)) == ([], ["hello"])
        assert self.waiting(post_bot) == {name}
        post_bot.running.deps.database.run_now(unread.done, name)

    async def test_one_that_cannot_be_opened_does_not_end_it(
        self, post_bot: PostBot, taker: Taker, someone: Someone
    ) -> None:
        deps, writer = post_bot.running.deps, someone()
        now = clock.now() - timedelta(hours=1)
        deps.database.run_now(unread.keep, "post", "", "sealed with another key", now)
        self.keep(post_bot, writer.address)
        await taker.read_again()
        assert said_in(post_bot, writer) == ["hello"]
        (left,) = self.waiting(post_bot)
        deps.database.run_now(unread.done, left)

    @pytest.mark.parametrize("status", [503, 500])
    async def test_what_could_not_be_taken_is_kept_and_taken_the_next_time(
        self,
        post_bot: PostBot,
        taker: Taker,
        someone: Someone,
        monkeypatch: pytest.MonkeyPatch,
        status: int,
    ) -> None:
        async def refuse(*_: object) -> Response:
            return Response(status_code=status)

        writer = someone()
        name = self.keep(post_bot, writer.address)
        with monkeypatch.context() as patch:
            patch.setattr(taker, "take", refuse)
            await taker.read_again()
        assert self.waiting(post_bot) == {name}
        await taker.read_again()
        assert self.waiting(post_bot) == set()
        assert said_in(post_bot, writer) == ["hello"]

    async def test_with_the_store_down_it_can_be_called_again(
        self, post_bot: PostBot, taker: Taker, someone: Someone, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def down(*_: Any) -> None:
            raise StoreUnavailable("timeout")

        writer = someone()
        self.keep(post_bot, writer.address)
        with monkeypatch.context() as patch:
            patch.setattr(post_bot.running.deps.database, "read", down)
            with pytest.raises(StoreUnavailable):
                await taker.read_again()
        await taker.read_again()
        assert said_in(post_bot, writer) == ["hello"]

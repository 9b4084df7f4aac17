"""Groups, and senders whom nobody can answer: the safety net reads all of it, and nothing is kept."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest
from structlog.testing import CapturingLogger

from bot import clock
from bot.channels import overheard
from bot.channels.incoming import Elsewhere, Unanswerable
from bot.channels.overheard import ASKED_AGAIN, NUMBERS_AGAIN, Overheard
from bot.store.schema import conversations
from tests.channels.conftest import PostBot
from tests.support.post import Writer

Someone = Callable[..., Writer]
Says = Callable[..., Awaitable[list[str]]]
DISTRESS = "I want to kill myself"
NOW = clock.now()


@pytest.fixture
def heard(post_bot: PostBot) -> Overheard:
    return Overheard(post_bot.running.deps)


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> CapturingLogger:
    found = CapturingLogger()
    monkeypatch.setattr(overheard, "log", found)
    return found


class TestGroups:
    @pytest.fixture
    def says(self, post_bot: PostBot, heard: Overheard, someone: Someone) -> Says:
        group = someone()

        async def say(text: str, at: datetime = NOW) -> list[str]:
            before = len(group.heard)
            heard.elsewhere(Elsewhere("1", group.address, text), "post", at)
            await post_bot.running.deps.background.drain()
            return group.heard[before:]

        return say

    async def test_distress_is_answered_also_after_the_group_was_asked(
        self, post_bot: PostBot, says: Says
    ) -> None:
        library = post_bot.running.deps.library
        ask, numbers = library.text("telegram.group"), library.card("numbers").text
        soon = NOW + NUMBERS_AGAIN
        assert await says("hello") == [ask]
        assert await says("hello") == []
        assert await says(DISTRESS) == [numbers]
        assert await says(DISTRESS) == []
        assert await says(DISTRESS, soon) == [numbers]
        assert await says("hello", NOW + ASKED_AGAIN) == [ask]

    async def test_both_in_one_message(self, post_bot: PostBot, says: Says) -> None:
        library = post_bot.running.deps.library
        ask, numbers = library.text("telegram.group"), library.card("numbers").text
        assert await says(DISTRESS) == [f"{ask}\n\n{numbers}"]


class TestUnanswerable:
    def count(self, bot: PostBot) -> float:
        found = bot.running.deps.metrics.registry.get_sample_value(
            "waymark_unanswerable_calls_total", {"channel": "post"}
        )
        return found or 0.0

    @pytest.mark.parametrize(
        ("text", "level", "event"),
        [
            (DISTRESS, "error", "unanswerable_distress"),
            ("your parcel is here", "warning", "sender_unanswerable"),
        ],
    )
    async def test_it_is_counted_once_and_words_of_distress_are_an_error(
        self, post_bot: PostBot, heard: Overheard, logged: CapturingLogger, text: str, level: str, event: str
    ) -> None:
        before = self.count(post_bot)
        for number in (1, 1, 2):
            await heard.unanswerable(Unanswerable(f"{event}{number}", text), "post", NOW)
        assert self.count(post_bot) == before + 2
        assert [(each.method_name, each.args) for each in logged.calls] == [(level, (event,))] * 2
        assert text not in str(logged.calls)

    def test_by_the_hook_and_nothing_is_kept(
        self,
        post_bot: PostBot,
        someone: Someone,
        logged: CapturingLogger,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        query = conversations.select()

        def rows() -> int:
            return len(post_bot.running.deps.database.run_now(lambda store: store.execute(query).all()))

        before = rows()
        monkeypatch.setattr(post_bot.post, "parse", lambda _: [Unanswerable("by the hook", DISTRESS)])
        assert someone().call("x").status_code == 200
        assert rows() == before
        assert [each.args for each in logged.calls] == [("unanswerable_distress",)]


def test_numbers_are_given_more_often_than_a_group_is_asked() -> None:
    assert NUMBERS_AGAIN <= timedelta(minutes=1) < ASKED_AGAIN

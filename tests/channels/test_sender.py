"""Delivery through a channel that fails when it is told to: at least once, in order, with back-off, and never in silence."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot import start
from bot.channels.capabilities import Capabilities
from bot.channels.channel import Channel
from bot.channels.errors import SendError, SendFailed
from bot.channels.sender import deliver
from bot.pipeline.context import Deps
from bot.settings import Settings
from bot.store.messages import StoredMessage
from bot.store.outbox import Due
from tests.store import samples
from tests.store.samples import NOW


class Post:
    """A provider that remembers what it carried."""

    def __init__(self) -> None:
        self.carried: list[str] = []
        self.errors: list[SendError] = []
        self.breaks: set[str] = set()

    async def send(self, due: Due, message: StoredMessage) -> None:
        if message.text in self.breaks:
            raise KeyError(message.text)
        if self.errors:
            raise SendFailed(self.errors.pop(0))
        self.carried.append(message.text)


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def deps(tmp_path: Path, post: Post) -> Deps:
    made = start.make(Settings.model_validate({"data_dir": tmp_path}))
    made.channels = {"post": Channel("post", Capabilities(), post)}
    samples.conversation(made.database)
    for text in ("one", "two"):
        samples.bot_message(made.database, text=text, channel="post")
    return made


async def test_sent_once_in_order(deps: Deps, post: Post) -> None:
    assert await deliver(deps, NOW) == 2
    assert await deliver(deps, NOW + timedelta(hours=1)) == 0
    assert post.carried == ["one", "two"]


@pytest.mark.parametrize("error", [SendError.UNREACHABLE, SendError.BUSY])
async def test_passing_failure_is_tried_again_and_the_rest_waits_its_turn(
    deps: Deps, post: Post, error: SendError
) -> None:
    post.errors = [error]
    assert await deliver(deps, NOW) == 0
    assert await deliver(deps, NOW + timedelta(seconds=1)) == 0
    assert await deliver(deps, NOW + timedelta(seconds=2)) == 2
    assert post.carried == ["one", "two"]
    assert f'code="{error.value.code}"'.encode() in deps.metrics.text()


@pytest.mark.parametrize("error", [SendError.REFUSED, SendError.CLOSED])
async def test_final_failure_is_not_tried_again_and_holds_nothing_up(
    deps: Deps, post: Post, error: SendError
) -> None:
    post.errors = [error]
    assert await deliver(deps, NOW) == 1
    assert await deliver(deps, NOW + timedelta(days=1)) == 0
    assert post.carried == ["two"]


def test_every_error_has_a_sentence() -> None:
    assert all(error.value.sentence.endswith(".") for error in SendError)
    assert len({error.value.code for error in SendError}) == len(SendError)


async def test_message_that_breaks_the_sender_holds_up_no_other_conversation(deps: Deps, post: Post) -> None:
    samples.conversation(deps.database, "c2")
    samples.bot_message(deps.database, "c2", "three", channel="post")
    post.breaks = {"one"}
    assert await deliver(deps, NOW) == 1
    assert post.carried == ["three"]

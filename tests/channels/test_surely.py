"""What cannot be stored is sent in a few tries; when it is given up, the log says why, once."""

import pytest
from structlog.testing import CapturingLogger

from bot.channels import surely
from bot.channels.errors import SendError
from bot.channels.surely import TRIES, send_surely
from bot.messages import Outgoing
from tests.support.post import Post, wait_error

MESSAGE = Outgoing("m1", "here", "words")


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long it has paused each time, without waiting for it."""
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr(surely, "sleep", sleep)  # its own name for it: others in this process sleep too
    return pauses


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> CapturingLogger:
    """What it has logged."""
    capturing = CapturingLogger()
    monkeypatch.setattr(surely, "log", capturing)
    return capturing


def codes(said: CapturingLogger) -> list[str]:
    return [call.kwargs["code"] for call in said.calls]


async def test_it_is_tried_until_the_provider_takes_it(slept: list[float], said: CapturingLogger) -> None:
    post = Post()
    post.errors = [wait_error(SendError.UNREACHABLE) for _ in range(TRIES - 1)]
    assert await send_surely(post, MESSAGE)
    assert post.carried == [MESSAGE]
    assert (slept, codes(said)) == ([2, 4, 8], [])


@pytest.mark.parametrize(
    ("error", "tries"), [(SendError.UNREACHABLE, TRIES), (SendError.BUSY, TRIES), (SendError.CLOSED, 1)]
)
async def test_given_up_without_a_last_pause_and_logged_once(
    slept: list[float], said: CapturingLogger, error: SendError, tries: int
) -> None:
    post = Post()
    post.errors = [wait_error(error) for _ in range(TRIES + 1)]
    assert not await send_surely(post, MESSAGE)
    assert len(post.errors) == TRIES + 1 - tries
    assert (len(slept), codes(said)) == (tries - 1, [error.value.code])


async def test_a_provider_is_not_waited_for_all_day(slept: list[float], said: CapturingLogger) -> None:
    post = Post()
    post.errors = [wait_error(SendError.BUSY, 86_400)]
    assert await send_surely(post, MESSAGE)
    assert (slept, codes(said)) == ([30], [])

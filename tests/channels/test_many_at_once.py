"""Too much at once: turns take turns, words of distress do not."""

from collections.abc import Callable

import pytest

from bot import worker
from tests.channels.conftest import PostBot
from tests.support.post import Writer

DISTRESS = "I want to kill myself"


def test_distress_is_answered_while_others_wait_and_all_are_answered(
    post_bot: PostBot, someone: Callable[..., Writer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "AT_ONCE", 1)
    monkeypatch.setattr(post_bot.running.engine, "delay", 0.4)
    others = [someone() for _ in range(5)]
    for writer in others:
        writer.call(writer.said("hello"))
    distressed = someone()
    distressed.call(distressed.said(DISTRESS))
    distressed.until(lambda: bool(distressed.heard))
    assert sum(not writer.heard for writer in others) >= 2
    for writer in others:
        assert len(writer.wait(lambda writer=writer: len(writer.heard) >= 2)) == 2  # type: ignore[misc]

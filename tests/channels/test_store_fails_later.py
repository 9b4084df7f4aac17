"""The store fails after a message has been stored: its writer is told where help is, once, and answered when it is back."""

from collections.abc import Callable

import pytest

from bot.store.database import StoreUnavailable
from tests.channels.conftest import PostBot
from tests.support.post import Writer


@pytest.mark.parametrize("channel", ["post", "texts"])
def test_help_is_sent_once_and_the_answer_later(
    post_bot: PostBot, someone: Callable[..., Writer], monkeypatch: pytest.MonkeyPatch, channel: str
) -> None:
    deps = post_bot.running.deps
    writer = someone(channel)
    help_text = (deps.last_words if channel == "post" else deps.last_words_short).text

    tried = 0

    async def gone(*_: object, **__: object) -> None:
        nonlocal tried
        tried += 1
        raise StoreUnavailable("for the test")

    with monkeypatch.context() as patch:
        patch.setattr(deps.database, "mark", gone)
        writer.call(writer.said("hello"))
        writer.until(lambda: bool(writer.heard) and tried > 4)  # the sweep comes back, again and again
        assert writer.heard == [help_text]
    assert deps.library.short_text("greet.hello") in writer.wait(lambda: len(writer.heard) > 2)
    assert writer.heard.count(help_text) == 1

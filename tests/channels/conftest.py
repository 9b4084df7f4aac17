"""A bot with two channels of the post: one with buttons, and one for texts that cost money."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from bot import start
from bot.channels.capabilities import Capabilities
from bot.channels.channel import Channel, Texts
from bot.channels.registry import make_channels
from bot.keys import Keys
from bot.settings import Settings
from tests.support.bot_thread import RunningBot, running_bot
from tests.support.post import Post, Writer

BUTTONS = Capabilities(typing=True, media=True)
TEXTS = Capabilities(buttons=False, short=True, length=1_000, media=True, metered=True, reopens=False)


@dataclass(frozen=True, slots=True)
class PostBot:
    """A running bot, and its two posts."""

    running: RunningBot
    post: Post
    texts: Post


@pytest.fixture(scope="module")
def post_bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostBot]:
    """One bot for all tests of a module; each test writes from addresses of its own."""
    post, phone = Post(), Post()

    def with_posts(settings: Settings, keys: Keys, texts: Texts) -> dict[str, Channel]:
        made = make_channels(settings, keys, texts)
        return made | {"post": Channel("post", BUTTONS, post), "texts": Channel("texts", TEXTS, phone)}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(start, "make_channels", with_posts)
        folder: Path = tmp_path_factory.mktemp("post") / "data"
        with running_bot(folder, sms_person_daily=5, sms_daily_pounds=1_000) as running:
            running.engine.answers["hello"] = [{"say": "greet.hello"}]
            running.engine.answers["menu please"] = [
                {"say": "greet.hello"},
                {
                    "choices": [
                        {"label": "sleep", "directive": {"topic": "sleep"}},
                        {"label": "menu", "intent": "m"},
                    ]
                },
            ]
            yield PostBot(running, post, phone)


_ADDRESSES = count(1)


@pytest.fixture
def someone(post_bot: PostBot) -> Iterator[Callable[..., Writer]]:
    """Makes somebody new who writes by one of the posts."""
    writers: list[Writer] = []

    def make(channel: str = "post") -> Writer:
        post = post_bot.post if channel == "post" else post_bot.texts
        writers.append(Writer(post_bot.running.url, post, f"address-{next(_ADDRESSES)}", channel))
        return writers[-1]

    yield make
    for writer in writers:
        writer.close()

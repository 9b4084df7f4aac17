"""A bot with two channels of the post: one with buttons, and one for texts that cost money."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import select, union

from bot import clock, start
from bot.channels.arrivals import conversation_of
from bot.channels.capabilities import Capabilities
from bot.channels.channel import Channel, Texts
from bot.channels.registry import make_channels
from bot.keys import Keys
from bot.pipeline.context import Deps
from bot.settings import Settings
from bot.store.schema import inbox, outbox
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


def _settled(deps: Deps, channel: str, address: str) -> bool:
    """True if every message of an address is answered, and nothing is on its way there that could go now."""
    soon = clock.now() + timedelta(seconds=20)
    name = conversation_of(deps, channel, address)
    unanswered = select(inbox.c.id).where(inbox.c.conversation_id == name, inbox.c.done_at.is_(None))
    waiting = outbox.c.state == "waiting", outbox.c.attempts == 0, outbox.c.next_at < soon
    unsent = select(outbox.c.message_id).where(outbox.c.conversation_id == name, *waiting)
    found = deps.database.run_now(lambda store: store.execute(union(unanswered, unsent)).first())
    return found is None


@pytest.fixture
def someone(post_bot: PostBot) -> Iterator[Callable[..., Writer]]:
    """Makes somebody new who writes by one of the posts."""
    writers: list[Writer] = []

    def make(channel: str = "post") -> Writer:
        post = post_bot.post if channel == "post" else post_bot.texts
        address = f"address-{next(_ADDRESSES)}"
        settled = partial(_settled, post_bot.running.deps, channel, address)
        writers.append(Writer(post_bot.running.url, post, address, channel, settled=settled))
        return writers[-1]

    yield make
    for writer in writers:
        writer.close()

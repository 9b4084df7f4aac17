"""A store with two messages for somebody, and a provider that carries them, without a running bot."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Select, select

from bot import start
from bot.channels.capabilities import Capabilities
from bot.channels.channel import Channel
from bot.messages import Outgoing
from bot.pipeline.context import Deps
from bot.routes import Route
from bot.settings import Settings
from bot.store import conversations, inbox
from bot.store.schema import case_events
from bot.store.schema import outbox as outbox_table
from tests.store import samples
from tests.support.post import Post

T = TypeVar("T")
METERED = Capabilities(metered=True)


class Slow(Post):
    """Takes a message at once, and says so only when it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.go = asyncio.Event()

    async def send(self, message: Outgoing) -> None:
        await super().send(message)
        await self.go.wait()


def with_two_messages(folder: Path, post: Post) -> Deps:
    """What a bot is made of, with one channel; "one" and "two" are to be sent in conversation c1."""
    made = start.make(Settings.model_validate({"data_dir": folder}))
    made.channels = {"post": Channel("post", METERED, post)}
    begin(made, "c1")
    for text in ("one", "two"):
        samples.bot_message(made.database, text=text, channel="post")
    return made


def begin(deps: Deps, conversation_id: str) -> None:
    """A conversation by the post."""
    arrival = replace(samples.arrival(conversation=conversation_id), address=deps.keys.encrypt("here"))
    deps.database.run_now(inbox.receive, arrival)


def look(deps: Deps, query: Select[tuple[T]]) -> list[T]:
    """One column of the store."""
    return deps.database.run_now(lambda store: list(store.execute(query).scalars()))


def states(deps: Deps) -> list[str]:
    return look(deps, select(outbox_table.c.state).order_by(outbox_table.c.created_at))


def events(deps: Deps) -> list[tuple[str, str]]:
    """What has happened in the cases, as kind and why, but for their opening."""
    found = select(case_events.c.kind + " " + case_events.c.why).where(case_events.c.kind != "opened")
    return [tuple(each.split()) for each in look(deps, found)]


async def until(true: Callable[[], bool]) -> None:
    """Wait for something to be so."""
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110  (what is waited for is in the store)
            await asyncio.sleep(0.005)


def texts(post: Post) -> list[str]:
    return [message.text for message in post.carried]


def route(deps: Deps) -> Route:
    found = deps.database.run_now(conversations.get, "c1")
    assert found is not None
    return found.route

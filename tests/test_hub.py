"""Whoever listens is woken, for their conversation only, and words that could not be stored reach them."""

import asyncio

from bot.hub import Hub
from bot.messages import Reply


async def test_wakes_listeners_of_that_conversation_only() -> None:
    hub = Hub()
    with hub.listen("c1") as first, hub.listen("c1") as second, hub.listen("c2") as other:
        hub.wake("c1")
        assert await first.wait(0)
        assert await second.wait(0)
        assert not await other.wait(0)
        assert not await first.wait(0)  # once


async def test_waiting_ends_as_soon_as_there_is_news() -> None:
    hub = Hub()
    with hub.listen("c1") as listener:
        waiting = asyncio.create_task(listener.wait(60))
        await asyncio.sleep(0)
        hub.say_now("c1", Reply("help"))
        assert await waiting
        assert [reply.text for reply in listener.urgent] == ["help"]


async def test_nobody_listens() -> None:
    hub = Hub()
    with hub.listen("c1"):
        pass
    hub.wake("c1")
    hub.say_now("c1", Reply("help"))


async def test_close_ends_every_wait() -> None:
    hub = Hub()
    with hub.listen("c1") as listener:
        hub.close()
        assert hub.closed
        assert await listener.wait(0)

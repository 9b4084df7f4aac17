"""The three doors that a message can go in by, behind one interface: say something, wait for the answer, tell the time."""

import asyncio
import json
import time
import uuid
from collections.abc import Callable
from contextlib import AsyncExitStack
from itertools import count
from typing import Any, Protocol, Self

import httpx

from bench.site import Site

TURN_SECONDS = 20.0
MESSAGES = (
    "hello",
    "I can't sleep",
    "is there a crisis cafe near Market Harborough?",
    "what can you do?",
    "I feel so anxious",
)
"""What is said, in turn, by every door: a short, ordinary conversation, as often as needed."""

Event = dict[str, Any]


class Talk(Protocol):
    """One conversation. ``say`` gives the seconds from handing in a message to the answer's arrival."""

    async def say(self, text: str) -> float:
        """Say something and wait for the answer."""


def client(url: str, headers: dict[str, str] | None = None) -> httpx.AsyncClient:
    """A client that opens as many connections as it needs, and keeps them for less time than the engine does (5 s)."""
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None, keepalive_expiry=2)
    return httpx.AsyncClient(
        base_url=url, headers=headers, timeout=TURN_SECONDS, limits=limits, trust_env=False
    )


class ApiTalk:
    """The bot's API as a page uses it: messages handed in, answers read from an event stream that stays open."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http
        self._ids = count(1)
        self._events: asyncio.Queue[tuple[float, Event]] = asyncio.Queue()
        self._closing = AsyncExitStack()
        self._headers: dict[str, str] = {}

    async def __aenter__(self) -> Self:
        session = (await self._http.post("/api/chat/sessions")).raise_for_status().json()
        self._headers = {"Authorization": f"Bearer {session['token']}"}
        connected = asyncio.Event()
        reader = asyncio.create_task(self._read(connected))
        self._closing.push_async_callback(_end, reader)
        await asyncio.wait_for(connected.wait(), TURN_SECONDS)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._closing.aclose()

    async def say(self, text: str) -> float:
        """Hand in a message and wait for the first event of the bot that follows it."""
        return await self.say_until(text, lambda event: event["from"] == "bot")

    async def say_until(self, text: str, is_answer: Callable[[Event], bool]) -> float:
        """Hand in a message and wait for the event that counts as the answer."""
        while not self._events.empty():
            self._events.get_nowait()
        message = {"client_message_id": f"m{next(self._ids)}", "text": text}
        began = time.perf_counter()
        async with asyncio.timeout(TURN_SECONDS):
            reply = await self._http.post("/api/chat/messages", json=message, headers=self._headers)
            reply.raise_for_status()
            said = False  # what comes before our own message belongs to an earlier one
            while True:
                at, event = await self._events.get()
                said = said or event["from"] == "person"
                if said and is_answer(event):
                    return at - began

    async def _read(self, connected: asyncio.Event) -> None:
        timeout = httpx.Timeout(TURN_SECONDS, read=None)
        async with self._http.stream(
            "GET", "/api/chat/events", headers=self._headers, timeout=timeout
        ) as stream:
            async for line in stream.aiter_lines():
                connected.set()
                if line.startswith("data: "):
                    self._events.put_nowait((time.perf_counter(), json.loads(line[6:])))


class TurnTalk:
    """The turn channel, asked as the bot asks it but in one session without end."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http
        self._sender = uuid.uuid4().hex

    async def say(self, text: str) -> float:
        """Ask for a turn."""
        turn = {"turn_id": uuid.uuid4().hex, "sender": self._sender, "text": text}
        began = time.perf_counter()
        reply = await self._http.post("/webhooks/turn/", json=turn | {"language": "en", "region": "llr"})
        took = time.perf_counter() - began
        reply.raise_for_status()
        return took


class RestTalk:
    """Rasa's own REST channel."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http
        self._sender = uuid.uuid4().hex

    async def say(self, text: str) -> float:
        """Send a message; an answer without words is a failure that this channel hides."""
        began = time.perf_counter()
        reply = await self._http.post(
            "/webhooks/rest/webhook", json={"sender": self._sender, "message": text}
        )
        took = time.perf_counter() - began
        if not reply.raise_for_status().json():
            raise RuntimeError("the REST channel gave no answer")
        return took


class Doors:
    """Opens conversations at each door, over clients that the conversations share."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._closing = AsyncExitStack()

    async def __aenter__(self) -> Self:
        self._bot = await self._closing.enter_async_context(client(self.site.bot_url))
        engine = client(self.site.engine_url, self.site.engine_headers)
        self._engine = await self._closing.enter_async_context(engine)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._closing.aclose()

    def api(self) -> ApiTalk:
        """A conversation by the bot's API; to be entered."""
        return ApiTalk(self._bot)

    def turn(self) -> TurnTalk:
        """A conversation straight with the turn channel."""
        return TurnTalk(self._engine)

    def rest(self) -> RestTalk:
        """A conversation straight with Rasa's REST channel."""
        return RestTalk(self._engine)

    async def metrics(self) -> str:
        """What the bot counts, in Prometheus's form."""
        return (await self._bot.get("/metrics")).raise_for_status().text


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

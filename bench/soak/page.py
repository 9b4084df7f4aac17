"""A person at the web page: one chat, whose events are read as they come and read on after the connection broke."""

import asyncio
import json
import time
from dataclasses import dataclass

import httpx

from tests.channels.rigs import WebCall

_AGAIN_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Event:
    """Something that the page was told; number is None for words that are not stored. at: ``time.monotonic``."""

    at: float
    number: int | None
    sender: str
    text: str


class Page:
    """One chat. ``events`` holds all that came, in order; ``last`` is the number of the newest."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http
        self._token = ""
        self.conversation = ""
        self.events: list[Event] = []
        self.last = 0

    async def open(self) -> None:
        """Begin the chat."""
        session = (await self._http.post("/api/chat/sessions")).raise_for_status().json()
        self._token, self.conversation = session["token"], session["conversation"]

    def call(self, text: str, number: int) -> WebCall:
        """The request that hands in a message; the same one again is the same message."""
        body = json.dumps({"client_message_id": f"m{number}", "text": text}).encode()
        return WebCall("/api/chat/messages", body, headers=self._headers())

    async def listen(self) -> None:
        """Read events until cancelled, each time from after the last one that came."""
        while True:
            try:
                await self._read()
            except httpx.HTTPError:
                await asyncio.sleep(_AGAIN_SECONDS)

    async def _read(self) -> None:
        headers = self._headers() | {"Last-Event-ID": str(self.last)}
        timeout = httpx.Timeout(10, read=None)
        async with self._http.stream("GET", "/api/chat/events", headers=headers, timeout=timeout) as stream:
            async for line in stream.aiter_lines():
                if line.startswith("data: "):
                    self._take(json.loads(line[6:]))

    def _take(self, event: dict[str, object]) -> None:
        number = event["id"] if isinstance(event["id"], int) else None
        self.last = number or self.last
        self.events.append(Event(time.monotonic(), number, str(event["from"]), str(event["text"])))

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}

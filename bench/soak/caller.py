"""Calls the bot as providers and pages do: what is not answered 2xx comes again, with back-off."""

import asyncio
import time
from dataclasses import dataclass, field

import httpx

from tests.channels.rigs import WebCall

PATIENCE = 15.0
"""How long a provider waits for an answer, in seconds."""
GIVE_UP = 120.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 4.0


@dataclass(slots=True)
class Handed:
    """How one thing was handed in: when it was tried first, and answered 2xx (``time.monotonic``; None: never)."""

    began: float
    answered: float | None = None


@dataclass(slots=True)
class Counts:
    """The answers to all calls: when each was made and its seconds, how many were not 2xx, and how many calls got none."""

    answers: list[tuple[float, float]] = field(default_factory=list)
    refused: int = 0
    broken: int = 0


class Caller:
    """Hands in calls; counts those of pages and those of providers apart."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http
        self.hooks = Counts()
        self.pages = Counts()

    async def hand_in(self, call: WebCall) -> Handed:
        """Make a call until it is answered 2xx."""
        handed = Handed(time.monotonic())
        pause = _FIRST_PAUSE
        while time.monotonic() - handed.began < GIVE_UP:
            if await self._is_taken(call):
                handed.answered = time.monotonic()
                break
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
        return handed

    async def _is_taken(self, call: WebCall) -> bool:
        counts = self.hooks if call.path.startswith("/hooks/") else self.pages
        began = time.monotonic()
        try:
            answer = await self._http.request(
                call.method, call.path, content=call.body, headers=call.headers, timeout=PATIENCE
            )
        except httpx.HTTPError:
            counts.broken += 1
            return False
        counts.answers.append((began, time.monotonic() - began))
        counts.refused += not answer.is_success
        return answer.is_success

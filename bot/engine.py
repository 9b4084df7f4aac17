"""The one client for the dialogue engine. Nothing that keeps a person safe depends on it.

Whatever goes wrong (late, refused, an error status, malformed, incomplete) is one exception, EngineFailure, with a code that is
counted; the caller answers with fallback words. A turn may be asked for again under the same turn id: it happens once.
"""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import httpx

from bot.directives import Directive, DirectiveError, parse_engines

AT_ONCE = 8
"""How many turns the engine is asked for at the same time. It works on one after another, so more would all be late."""


class EngineFailure(Exception):  # noqa: N818 (a state of the world, not a mistake)
    """The engine gave no usable answer. ``code``: late, busy, hurried, unreachable, status, malformed, incomplete."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class TurnRequest:
    """What the engine is told. choice is {intent, entities, label} when a choice was picked; text otherwise.

    sender is the engine's name for the conversation: a keyed hash, so that its store names nobody.
    """

    turn_id: str
    sender: str
    text: str
    language: str
    region: str
    choice: dict[str, Any] | None = None
    new_session: bool = False
    slots: dict[str, Any] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        """The request's JSON."""
        said = {"choice": self.choice} if self.choice else {"text": self.text}
        session = {"new_session": True, "slots": self.slots} if self.new_session else {}
        named = {
            "turn_id": self.turn_id,
            "sender": self.sender,
            "language": self.language,
            "region": self.region,
        }
        return named | said | session


@dataclass(frozen=True, slots=True)
class TurnAnswer:
    """What to answer, and what of the dialogue state the bot keeps."""

    directives: tuple[Directive, ...]
    intent: str
    slots: dict[str, Any]
    in_form: bool


class EngineClient:
    """Asks the engine, over connections that are kept open, within a time limit."""

    def __init__(
        self, url: str, secret: str, seconds: float, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._seconds = seconds
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._http = httpx.AsyncClient(
            base_url=url,
            headers={"Authorization": f"Bearer {secret}"},
            timeout=seconds,
            transport=transport,
            # Kept for less than the engine's own 5 s, so that it never hangs up on a request that is on its way.
            limits=httpx.Limits(max_connections=64, max_keepalive_connections=64, keepalive_expiry=4),
            verify=url.startswith("https"),
            trust_env=False,  # the engine is on this machine or network, never behind a proxy
        )

    async def turn(self, request: TurnRequest, hurry: asyncio.Event | None = None) -> TurnAnswer:
        """Ask for one turn; raise EngineFailure.

        Once ``hurry`` is set nobody waits any longer: somebody's crisis card is next.
        """
        asking = asyncio.ensure_future(self._turn(request))
        hurried = asyncio.ensure_future((hurry or asyncio.Event()).wait())
        try:
            await asyncio.wait({asking, hurried}, return_when=asyncio.FIRST_COMPLETED)
            if not asking.done():
                raise EngineFailure("hurried")
            return asking.result()
        finally:
            asking.cancel()
            hurried.cancel()

    async def _turn(self, request: TurnRequest) -> TurnAnswer:
        try:
            async with asyncio.timeout(self._seconds):
                await self._slots.acquire()
        except TimeoutError:
            raise EngineFailure("busy") from None
        try:
            reply = await self._send("POST", "/webhooks/turn/", json=request.body())
        finally:
            self._slots.release()
        return _read(reply, request.turn_id)

    async def erase(self, sender: str) -> None:
        """Have every row of a conversation deleted in the engine's store; raise EngineFailure."""
        await self._send("DELETE", f"/webhooks/turn/conversations/{sender}")

    async def failing(self) -> tuple[str, ...]:
        """Which of ``engine`` and ``actions`` do not answer; empty if all is well."""
        try:
            health = await self._send("GET", "/webhooks/turn/health")
        except EngineFailure:
            return ("engine",)
        return () if health.get("actions", True) else ("actions",)

    async def _send(self, method: str, path: str, **arguments: Any) -> Any:  # noqa: ANN401 (JSON)
        try:
            async with asyncio.timeout(self._seconds):
                response = await self._http.request(method, path, **arguments)
        except (TimeoutError, httpx.TimeoutException):
            raise EngineFailure("late") from None
        except httpx.HTTPError:
            raise EngineFailure("unreachable") from None
        if response.status_code != 200:
            raise EngineFailure("status")
        try:
            return response.json()
        except ValueError:
            raise EngineFailure("malformed") from None

    async def close(self) -> None:
        """Let go of the connections."""
        await self._http.aclose()


def _read(reply: Any, turn_id: str) -> TurnAnswer:  # noqa: ANN401 (JSON)
    if not isinstance(reply, dict) or reply.get("complete") is not True or reply.get("turn_id") != turn_id:
        raise EngineFailure("incomplete")
    try:
        answer = TurnAnswer(
            directives=tuple(parse_engines(each) for each in reply["directives"]),
            intent=str(reply["intent"]["name"]),
            slots=dict(reply["slots"]),
            in_form=bool(reply["in_form"]),
        )
    except (DirectiveError, KeyError, TypeError, ValueError):
        raise EngineFailure("malformed") from None
    if not answer.directives:
        raise EngineFailure("incomplete")
    return answer

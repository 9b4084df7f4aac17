"""A provider for tests with the smallest protocol there can be: JSON, and a secret in a header."""

import json
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import httpx
from starlette.responses import Response

from bot.channels.channel import Provider
from bot.channels.errors import SendError, SendFailed
from bot.channels.incoming import (
    Call,
    Elsewhere,
    Incoming,
    NotSigned,
    Part,
    Receipt,
    RouteChanged,
    Said,
    Unreadable,
)
from bot.messages import Gesture, Outgoing

SECRET = "secret-of-the-post"


class Post(Provider):
    """Remembers what it carried; fails when told to."""

    hooks = ("", "receipts")

    def __init__(self, *, answers_in_response: bool = False) -> None:
        self.carried: list[Outgoing] = []
        self.errors: list[SendFailed] = []
        self.breaks: set[str] = set()
        self.acknowledged: list[Said] = []
        self.typed: list[str] = []
        self._in_response = answers_in_response

    def verify(self, call: Call) -> None:
        if call.headers.get("x-secret") != SECRET:
            raise NotSigned("the secret is wrong")

    def parse(self, call: Call) -> Sequence[Incoming]:
        raw = json.loads(call.body)
        if raw == "unreadable":
            raise Unreadable("a form that is not known")
        return [_incoming(**each) for each in raw]

    def taken(self, call: Call) -> Response:
        return Response("taken", status_code=200)

    def saying(self, call: Call, said: Said, texts: Sequence[str]) -> Response | None:
        return Response("\n\n".join(texts)) if self._in_response else None

    async def send(self, message: Outgoing) -> None:
        if message.text in self.breaks:
            raise KeyError(message.text)
        if self.errors:
            raise self.errors.pop(0)
        self.carried.append(message)

    async def acknowledge(self, said: Said) -> None:
        self.acknowledged.append(said)

    async def typing(self, address: str) -> None:
        self.typed.append(address)

    async def close(self) -> None:
        pass

    def texts(self, address: str) -> list[str]:
        """What was carried to an address."""
        return [message.text for message in self.carried if message.address == address]


def _incoming(kind: str, **raw: Any) -> Incoming:
    match kind:
        case "said":
            return Said(**raw | {"gesture": Gesture(raw.get("gesture", "words"))})
        case "part":
            said = Said(raw["provider_id"], raw["address"], raw["text"])
            return Part(raw["whole"], raw["number"], raw["total"], said)
        case "receipt":
            return Receipt(raw["message_id"], SendError[raw["error"]] if raw["error"] else None)
        case "route":
            return RouteChanged(raw["address"], closed=raw["closed"])
        case "elsewhere":
            return Elsewhere(**raw)
    raise Unreadable(kind)


class Writer:
    """Somebody who writes by the post, to a bot at a URL. settled: nothing of theirs waits there, in either direction."""

    def __init__(
        self, url: str, post: Post, address: str, channel: str = "post", *, settled: Callable[[], bool]
    ) -> None:
        self._http = httpx.Client(base_url=url, headers={"x-secret": SECRET}, timeout=10, trust_env=False)
        self._post = post
        self.address = address
        self._path = f"/hooks/{channel}"
        self._settled = settled
        self._number = 0

    def call(self, *events: dict[str, Any] | str, hook: str = "") -> httpx.Response:
        """A call with these events, as the post makes it."""
        path = f"{self._path}/{hook}" if hook else self._path
        body = json.dumps(events[0] if isinstance(events[0], str) else events)
        return self._http.post(path, content=body)

    def said(self, text: str = "", **more: Any) -> dict[str, Any]:
        """An event: this person said something; it has an id of its own unless one is given."""
        self._number += 1
        named = {"provider_id": f"{self.address}:{self._number}", "address": self.address, "text": text}
        return {"kind": "said", **named, **more}

    def ask(self, text: str = "", **more: Any) -> list[str]:
        """Say something and give back what comes in answer, as soon as the bot has said all of it."""
        before = len(self.heard)
        self.call(self.said(text, **more)).raise_for_status()
        return self.wait(lambda: len(self.heard) > before)[before:]

    @property
    def heard(self) -> list[str]:
        """All that has come to this address."""
        return self._post.texts(self.address)

    def wait(self, true: Callable[[], bool], seconds: float = 10) -> list[str]:
        """Wait for something to be so, and then until the bot has no more to say; all that has been heard."""
        self.until(lambda: true() and self._settled(), seconds)
        return self.heard

    def until(self, true: Callable[[], bool], seconds: float = 10) -> None:
        """Wait for something to be so."""
        deadline = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < deadline, "not so in time"
            time.sleep(0.01)

    def close(self) -> None:
        """Let go of the connection."""
        self._http.close()


def wait_error(code: SendError, seconds: float | None = None) -> SendFailed:
    """A failure, with the wait that the provider asks for."""
    return SendFailed(code, None if seconds is None else timedelta(seconds=seconds))

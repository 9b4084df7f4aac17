"""A person at the web channel, for tests: sends messages and reads the events."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any, Self

import httpx


class Person:
    """One chat. ``said`` collects every event, in order."""

    def __init__(self, url: str, token: str | None = None) -> None:
        self._http = httpx.Client(base_url=url, timeout=10, trust_env=False)
        if token is None:
            session = self._http.post("/api/chat/sessions").json()
            token = session["token"]
        self.token = token
        self._http.headers["Authorization"] = f"Bearer {token}"
        self._ids = count(1)
        self.last_id = 0
        self.said: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def send(
        self, text: str | None = None, *, choice: str | None = None, message_id: str | None = None
    ) -> httpx.Response:
        """Hand in a message."""
        body: dict[str, Any] = {"client_message_id": message_id or f"m{next(self._ids)}"}
        body |= {"text": text} if choice is None else {"choice": choice}
        return self._http.post("/api/chat/messages", json=body)

    def erase(self) -> httpx.Response:
        """Delete the chat, as the page's button does."""
        return self._http.delete("/api/chat/conversation")

    def ask(
        self, text: str | None = None, *, choice: str | None = None, seconds: float = 10
    ) -> list[dict[str, Any]]:
        """Hand in a message and give back what the bot answers to it."""
        self.send(text, choice=choice).raise_for_status()
        return self.answers(seconds)

    @contextmanager
    def listening(self, seconds: float = 30) -> Iterator[Iterator[dict[str, Any]]]:
        """Events as they come, from before something is sent: words that are never stored reach only those who listen."""
        headers = {"Last-Event-ID": str(self.last_id)}
        with self._http.stream("GET", "/api/chat/events", headers=headers, timeout=seconds) as stream:
            lines = stream.iter_lines()
            next(lines)
            yield (json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: "))

    def answers(self, seconds: float = 10) -> list[dict[str, Any]]:
        """What the bot says from now on, as soon as it has said something."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            answers = [e for e in self.events() if e["from"] != "person" and e["kind"] != "opening"]
            if answers:
                return answers
        raise AssertionError("no answer in time")

    def events(self, quiet: float = 0.3) -> list[dict[str, Any]]:
        """The events since the last ones read, up to the first moment of quiet (in seconds)."""
        found: list[dict[str, Any]] = []
        headers = {"Last-Event-ID": str(self.last_id)}
        timeout = httpx.Timeout(10, read=quiet)
        try:
            with self._http.stream("GET", "/api/chat/events", headers=headers, timeout=timeout) as stream:
                text = ""
                for piece in stream.iter_text():  # not iter_lines, which also splits at U+2028
                    *events, text = (text + piece).split("\n\n")
                    lines = [line for event in events for line in event.split("\n")]
                    found += [json.loads(line[6:]) for line in lines if line.startswith("data: ")]
        except httpx.ReadTimeout:
            pass  # quiet: everything there was has come
        self.said += found
        self.last_id = max([self.last_id, *(event["id"] or 0 for event in found)])
        return found

"""A chat in a terminal, over the same API as the page: for developers, and for places where there is no browser."""

import json
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from uuid import uuid4

import httpx

SILENCE_SECONDS = 45.0
"""The service says something every 15 s; after three times that, the connection is dead."""
LONGEST_WAIT_SECONDS = 10.0


class Terminal:
    """One chat. ``tell`` shows a text; what the service says is told as it comes, by ``listen`` in a thread of its own."""

    def __init__(self, http: httpx.Client, tell: Callable[[str], None]) -> None:
        self._http = http
        self._tell = tell
        self._choices: list[dict[str, str]] = []
        self._unsent: dict[str, str] | None = None
        self._last_id = 0
        self._closed = threading.Event()

    def start(self) -> None:
        """Begin a chat and show what it opens with; raise httpx.HTTPError."""
        answer = self._http.post("/api/chat/sessions", json={})
        session = answer.raise_for_status().json()
        self._http.headers["Authorization"] = f"Bearer {session['token']}"
        for message in session["messages"]:
            self._show(message)

    def say(self, line: str) -> None:
        """Send a line: the number of a choice, or words. After "not sent", an empty line sends the same again, once."""
        again = self._unsent if not line.strip() else None
        body = again or {"client_message_id": uuid4().hex, **self._said(line)}
        self._unsent = None
        try:
            response = self._http.post("/api/chat/messages", json=body)
            answer = response.json()
        except (httpx.HTTPError, ValueError):  # no answer, or one that is not the service's
            self._unsent = body
            self._tell("Not sent: there is no connection. Press Enter to try again.")
            return
        if response.is_success:
            self._choices = []
            for message in answer["messages"]:
                self._show(message)
            return
        if response.is_server_error:
            self._unsent = body
        self._tell(f"Not sent: {answer['detail']}\n\n{answer['help']}")

    def listen(self) -> None:
        """Show what the service says, until closed; go on after a connection breaks."""
        failures = 0
        while not self._closed.is_set():
            try:
                with self._events() as response:
                    if response.status_code == 401:
                        self._tell("This chat has ended. Leave with Ctrl-D, and start a new one.")
                        return
                    response.raise_for_status()
                    failures = 0
                    self._follow(messages(response.iter_bytes()))
            except httpx.HTTPError:
                failures += 1
                if failures == 1 and not self._closed.is_set():
                    self._tell("No connection. Trying again.")
            self._closed.wait(min(LONGEST_WAIT_SECONDS, 0.25 * 2**failures))

    def close(self) -> None:
        """Listen no more."""
        self._closed.set()

    def _events(self) -> Any:  # noqa: ANN401 (httpx does not name the type of its context manager)
        limit = httpx.Timeout(10.0, read=SILENCE_SECONDS)
        return self._http.stream(
            "GET", "/api/chat/events", headers={"Last-Event-ID": str(self._last_id)}, timeout=limit
        )

    def _follow(self, stream: Iterable[dict[str, Any]]) -> None:
        for message in stream:
            self._last_id = message["id"] or self._last_id
            if message["from"] != "person" and message["kind"] != "opening":  # both are on the screen
                self._show(message)
            if message["kind"] == "erased":  # the chat is gone: what is written next begins a new one
                self._last_id = 0
                self.start()
                return

    def _said(self, line: str) -> dict[str, str]:
        numbered = {str(number): choice["id"] for number, choice in enumerate(self._choices, start=1)}
        if line.strip() in numbered:
            return {"choice": numbered[line.strip()]}
        # A terminal hands over bytes that are not UTF-8 as lone surrogates, which JSON cannot carry.
        return {"text": line.encode("utf-8", "replace").decode()}

    def _show(self, message: dict[str, Any]) -> None:
        if message["choices"]:
            self._choices = message["choices"]
        listed = [f"{number} {choice['label']}" for number, choice in enumerate(message["choices"], start=1)]
        self._tell("\n".join([message["text"], *listed]))


def messages(pieces: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """The messages of an event stream, however it is cut. Only line feeds end a line: words may hold other separators."""
    rest = b""
    for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            if line.startswith(b"data: "):
                yield json.loads(line.removeprefix(b"data: "))

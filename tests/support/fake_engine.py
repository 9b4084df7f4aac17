"""A dialogue engine for tests: the turn channel's protocol without Rasa. It remembers requests and fails when told to.

Two ways in, one behaviour::

    engine = FakeEngine()
    engine.answers["hello"] = [{"say": "greet.hello"}]           # by text (any case) or by the intent of a choice
    EngineClient(url, "secret", 2.5, engine.transport())         # in memory, for unit tests
    with engine.serving() as url: ...                            # over HTTP on loopback, for the whole program

    engine.fault = Fault.STATUS                                  # every request from now on; None to recover
    engine.faults += [Fault.DROP, Fault.GARBAGE]                 # only the next two turns
    engine.delay = 5.0                                           # seconds before each turn's answer

``turns`` holds the body of every turn asked for, ``erased`` the senders, in order. As with the real one, a turn happens once:
a turn id that was answered before is answered the same again, whatever ``answers`` says by then.
"""

import asyncio
import json
import socket
import sys
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx

TURN = "/webhooks/turn/"
ERASE = "/webhooks/turn/conversations/"
HEALTH = "/webhooks/turn/health"

MENU: dict[str, Any] = {
    "choices": [
        {"label": "sleep", "intent": "sleep"},
        {"label": "anxiety", "intent": "anxiety"},
        {"label": "talk_to_person", "directive": {"case": "asked_for_person"}},
    ]
}
ANSWERS: dict[str, list[dict[str, Any]]] = {
    "hello": [{"say": "greet.hello"}, MENU],
    "sleep": [{"topic": "sleep"}],
    "anxiety": [{"topic": "anxiety"}],
}
"""What a new fake engine knows; everything else is answered with ``otherwise``."""


class Fault(StrEnum):
    """How a request goes wrong: an error status, no JSON, JSON without directives, or a connection that breaks."""

    STATUS = "status"
    GARBAGE = "garbage"
    INCOMPLETE = "incomplete"
    DROP = "drop"


class Dropped(Exception):  # noqa: N818 (what happens, not an error of the tests)
    """The connection is to break without an answer."""


class FakeEngine:
    """One engine. Change its attributes at any time, also while it serves."""

    def __init__(self, secret: str | None = None) -> None:
        self.secret = secret
        self.reset()

    def reset(self) -> None:
        """As new, for the next test of those that share it."""
        self.answers = {name: list(directives) for name, directives in ANSWERS.items()}
        self.otherwise: list[dict[str, Any]] = [{"say": "fallback.rephrase"}, MENU]
        self.slots: dict[str, Any] = {}
        self.in_form = False
        self.delay = 0.0
        self.fault: Fault | None = None
        self.faults: deque[Fault] = deque()
        self.turns: list[dict[str, Any]] = []
        self.erased: list[str] = []
        self._given: dict[str, dict[str, Any]] = {}

    def answer(self, method: str, path: str, authorization: str, body: bytes) -> tuple[int, bytes]:
        """Status and body for one request; raise Dropped."""
        if self.secret is not None and authorization != f"Bearer {self.secret}":
            return _json(401, {"error": "unauthorised"})
        is_turn = (method, path) == ("POST", TURN)
        if is_turn:
            self.turns.append(json.loads(body))
        fault = self.faults.popleft() if is_turn and self.faults else self.fault
        if fault:
            return _faulty(fault, self.turns[-1]["turn_id"] if is_turn else "")
        if is_turn:
            return _json(200, self._turn(self.turns[-1]))
        if method == "DELETE" and path.startswith(ERASE):
            self.erased.append(path.removeprefix(ERASE))
            return _json(200, {"deleted": 1})
        if (method, path) == ("GET", HEALTH):
            return _json(200, {"status": "ok"})
        return _json(404, {"error": "no such route"})

    def transport(self) -> httpx.MockTransport:
        """The engine in memory, for a client of httpx."""

        async def handle(request: httpx.Request) -> httpx.Response:
            if self.delay and request.url.path == TURN:
                await asyncio.sleep(self.delay)
            head = request.headers.get("authorization", "")
            try:
                status, body = self.answer(request.method, request.url.path, head, request.content)
            except Dropped:
                raise httpx.RemoteProtocolError("dropped by the fake engine") from None
            return httpx.Response(status, content=body)

        return httpx.MockTransport(handle)

    @contextmanager
    def serving(self, port: int = 0) -> Iterator[str]:
        """The engine over HTTP on loopback; gives its URL. Leaving the block is the engine's death."""
        server = _Server(self, port)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.stop()
            thread.join()

    def _turn(self, body: dict[str, Any]) -> dict[str, Any]:
        name = body["choice"]["intent"] if "choice" in body else body["text"].strip().lower()
        intent = {"name": name if name in self.answers else "nlu_fallback", "confidence": 1.0}
        fresh = {
            "turn_id": body["turn_id"],
            "directives": self.answers.get(name, self.otherwise),
            "intent": intent,
            "ranking": [intent],
            "slots": {**body.get("slots", {}), **self.slots},
            "in_form": self.in_form,
            "complete": True,
        }
        return self._given.setdefault(body["turn_id"], fresh)


def _faulty(fault: Fault, turn_id: str) -> tuple[int, bytes]:
    match fault:
        case Fault.STATUS:
            return _json(500, {"turn_id": turn_id, "error": "RuntimeError"})
        case Fault.GARBAGE:
            return 200, b"<html>not JSON</html>"
        case Fault.INCOMPLETE:
            return _json(200, {"turn_id": turn_id, "directives": [], "complete": False})
        case Fault.DROP:
            raise Dropped


def _json(status: int, value: object) -> tuple[int, bytes]:
    return status, json.dumps(value).encode()


class _Server(ThreadingHTTPServer):
    """Serves one engine; ends at once, also in the middle of a slow answer or an idle kept-open connection."""

    def __init__(self, engine: FakeEngine, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.engine = engine
        self.stopping = threading.Event()
        self.open: set[socket.socket] = set()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a client that has died."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # as it was handed in

    def stop(self) -> None:
        self.shutdown()
        self.stopping.set()
        for connection in list(self.open):
            _hang_up(connection)
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.server.open.add(self.connection)

    def finish(self) -> None:
        self.server.open.discard(self.connection)
        super().finish()

    def _handle(self) -> None:
        length = int(self.headers.get("content-length", 0))
        body = self.rfile.read(length)
        if len(body) < length:  # the client has thought better of it
            self.close_connection = True
            return
        if self.path == TURN and self.server.engine.delay:
            self.server.stopping.wait(self.server.engine.delay)
        head = self.headers.get("authorization", "")
        try:
            status, answer = self.server.engine.answer(self.command, self.path, head, body)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)
        except (
            Dropped,
            BrokenPipeError,
            ConnectionResetError,
        ):  # the last two: the client has given up waiting
            self.close_connection = True
            _hang_up(self.connection)

    do_GET = do_POST = do_DELETE = _handle  # noqa: N815 (http.server finds them by these names)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
        """Say nothing."""


def _hang_up(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # closed already, which is what was wanted

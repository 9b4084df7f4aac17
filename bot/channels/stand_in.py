"""A provider's stand-in on loopback: for a terminal that plays a phone, and for tests, which can make it fail."""

import asyncio
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import Receive, Scope, Send

SILENT_SECONDS = 30.0
"""How long a provider that gives no answer keeps the line open; ours give up long before."""


class Fault(Enum):
    """What goes wrong with one request."""

    SILENCE = auto()
    """Not taken, and no answer at all."""
    SERVER_ERROR = auto()
    """Not taken: 500."""
    BUSY = auto()
    """Not taken: 429, come back in a second."""
    HALF_SENT = auto()
    """Taken, but the connection breaks before the answer."""


class CutOff(Response):
    """An answer that breaks off: the asker learns nothing."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 (ASGI)
        """Promise more than is sent."""
        headers = [(b"content-length", b"1000")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})


class StandIn:
    """Holds faults, one for each of the next requests that are to fail; answers while ``serving``."""

    def __init__(self) -> None:
        self.faults: deque[Fault] = deque()

    def routes(self) -> list[BaseRoute]:
        """The routes of the provider's API."""
        raise NotImplementedError

    def busy(self) -> Response:
        """The provider's own 429."""
        return Response(status_code=429, headers={"retry-after": "1"})

    async def fault(self) -> Response | None:
        """What the next fault answers before anything is taken; None to go on (HALF_SENT stays for ``answered``)."""
        if not self.faults or self.faults[0] is Fault.HALF_SENT:
            return None
        match self.faults.popleft():
            case Fault.SILENCE:
                await asyncio.sleep(SILENT_SECONDS)
                return Response(status_code=504)
            case Fault.BUSY:
                return self.busy()
            case _:
                return Response(status_code=500)

    def answered(self, response: Response) -> Response:
        """The answer to a request that was taken, unless it is to break off."""
        if self.faults and self.faults[0] is Fault.HALF_SENT:
            self.faults.popleft()
            return CutOff()
        return response

    @contextmanager
    def serving(self, port: int = 0) -> Iterator[str]:
        """Answer on loopback until the block ends; the URL. Raises OSError if the port is taken."""
        config = uvicorn.Config(
            Starlette(routes=[*self.routes()]), port=port, log_config=None, timeout_graceful_shutdown=1
        )
        server = uvicorn.Server(config)
        listening = config.bind_socket() if port == 0 else None
        sockets = [listening] if listening else None
        thread = threading.Thread(
            target=server.run, kwargs={"sockets": sockets}, name="stand-in", daemon=True
        )
        thread.start()
        try:
            while not server.started:
                if not thread.is_alive():
                    raise OSError(f"port {port} of 127.0.0.1 is taken")
                time.sleep(0.01)
            bound = server.servers[0].sockets[0].getsockname()[1]
            yield f"http://127.0.0.1:{bound}"
        finally:
            server.should_exit = True
            thread.join(10)


async def form(request: Request) -> dict[str, str]:
    """The fields of a form that is not multipart; the last one of a name counts."""
    return dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))

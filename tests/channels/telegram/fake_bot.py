"""The bot's side of the webhook, as far as it matters to whoever brings updates."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.stand_in import StandIn
from bot.channels.telegram.provider import SECRET_HEADER


class FakeBot(StandIn):
    """Notes the updates that it took. answers: for the next updates a status, or what the answer asks Telegram to do."""

    def __init__(self, secret: str) -> None:
        super().__init__()
        self.secret = secret
        self.took: list[dict[str, Any]] = []
        self.answers: deque[int | dict[str, Any]] = deque()
        self.then: Callable[[dict[str, Any]], object] = lambda update: None  # noqa: ARG005 (nothing)

    def routes(self) -> list[BaseRoute]:
        """The hook and the liveness check."""
        live = Route("/health/live", lambda request: Response())  # noqa: ARG005 (the same for all)
        return [Route("/hooks/telegram", self._hook, methods=["POST"]), live]

    async def _hook(self, request: Request) -> Response:
        if request.headers.get(SECRET_HEADER) != self.secret:
            return Response(status_code=403)
        answer = self.answers.popleft() if self.answers else 200
        if isinstance(answer, int) and answer >= 300:
            return Response(status_code=answer)
        update = await request.json()
        self.took.append(update)
        self.then(update)
        return JSONResponse(answer) if isinstance(answer, dict) else Response()


@contextmanager
def fake_bot(secret: str, port: int = 0) -> Iterator[tuple[FakeBot, str]]:
    """Serve one until the block ends."""
    made = FakeBot(secret)
    with made.serving(port) as url:
        yield made, url

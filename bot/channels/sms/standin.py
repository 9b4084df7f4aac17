"""A gateway on loopback that speaks our JSON protocol: the network behind the phone in the terminal, and for tests."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.incoming import Call, NotSigned, Unreadable
from bot.channels.sms.carrier import json_object
from bot.channels.sms.json_sms import check
from bot.channels.stand_in import StandIn
from bot.clock import now


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that the gateway took from the bot: the bot's id of it, the person's number, the words."""

    reference: str
    to: str
    text: str


def _no_one(taken: Taken) -> None:
    pass


class JsonGateway(StandIn):
    """Takes messages that are signed with its secret.

    ``keep`` is told of each before the answer, ``after`` in a thread once it has been given.
    """

    def __init__(
        self,
        secret: str,
        *,
        keep: Callable[[Taken], None] = _no_one,
        after: Callable[[Taken], None] = _no_one,
    ) -> None:
        super().__init__()
        self._secret = secret
        self._keep = keep
        self._after = after

    def routes(self) -> list[BaseRoute]:
        """One address for everything."""
        return [Route("/", self._take, methods=["POST"])]

    async def _take(self, request: Request) -> Response:
        if fault := await self.fault():
            return fault
        body = await request.body()
        try:
            check(self._secret, Call("", str(request.url), (), dict(request.headers), body, now()))
            fields = json_object(body)
            taken = Taken(fields["reference"], fields["to"], fields["text"])
        except NotSigned as error:
            return JSONResponse({"error": str(error)}, 401)
        except (Unreadable, KeyError):
            return JSONResponse({"error": "reference, to and text are needed"}, 400)
        self._keep(taken)
        return self.answered(JSONResponse({}, 202, background=BackgroundTask(self._after, taken)))

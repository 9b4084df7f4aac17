"""The generic JSON provider as the contract test and the soak see it."""

import json
import time
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.sms.json_sms import SIGNATURE, JsonSms, signed
from bot.channels.sms.standin import JsonGateway, Taken
from bot.channels.stand_in import StandIn
from tests.channels.rigs import Less, Sent, WebCall, with_other
from tests.channels.sms.calls import ORIGIN, OURS, number

SECRET = "a secret of both sides"


class _Gateway(JsonGateway):
    """Says 410 for those who have opted out."""

    def __init__(self, secret: str, *, keep: Callable[[Taken], None]) -> None:
        super().__init__(secret, keep=keep)
        self.stopped: set[str] = set()

    def routes(self) -> list[BaseRoute]:
        return [Route("/", self._unless_stopped, methods=["POST"])]

    async def _unless_stopped(self, request: Request) -> Response:
        if json.loads(await request.body())["to"] in self.stopped:
            return JSONResponse({"error": "opted out"}, 410)
        return await self._take(request)


class JsonRig(Less):
    """One gateway."""

    name = "json"
    channel = "sms"
    signs_body = True
    signs_time = True
    half_characters = True
    longest = 20_000

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.theirs = _Gateway(SECRET, keep=self._keep)
        self.stand_in: StandIn = self.theirs

    def _keep(self, taken: Taken) -> None:
        self.sent.append(Sent(taken.to, taken.text, taken.reference))

    def settings(self, stand_in_url: str) -> dict[str, object]:
        return {
            "public_url": ORIGIN,
            "sms_provider": "json",
            "sms_json_url": stand_in_url,
            "sms_json_secret": SECRET,
        }

    def words(self, text: str, *, person: int = 1, number: int = 1, at: float | None = None) -> WebCall:
        return self.call(self.fields(text, person=person, number=number), at=at)

    def fields(self, text: str, *, person: int = 1, number: int = 1) -> dict[str, object]:
        sender = self.address(person)
        return {"id": f"{person}-{number}", "from": sender, "to": OURS, "text": text, "media": False}

    def address(self, person: int = 1) -> str:
        return number(person)

    def receipt(self, message_id: str, *, delivered: bool) -> WebCall | None:
        status = "delivered" if delivered else "failed"
        return self.call({"reference": message_id, "status": status}, "/hooks/sms/receipts")

    def left(self, message_id: str, *, person: int = 1) -> WebCall | None:
        return self.call({"reference": message_id, "status": "stopped"}, "/hooks/sms/receipts")

    def shut(self, person: int) -> bool:
        self.theirs.stopped.add(self.address(person))
        return True

    def let_in(self, person: int) -> None:
        self.theirs.stopped.discard(self.address(person))

    def unreadable(self, words: str) -> WebCall:
        return self.call({"text": words})

    def secrets(self) -> list[str]:
        return [SECRET]

    def forgeries(self, call: WebCall) -> list[WebCall]:
        return with_other(call, SIGNATURE)

    def call(self, fields: dict[str, object], path: str = "/hooks/sms", at: float | None = None) -> WebCall:
        """The signed call with these fields, made now unless ``at`` says when."""
        body = json.dumps(fields).encode()
        return WebCall(path, body, headers=signed(SECRET, body, int(time.time() if at is None else at)))


def provider(url: str = "http://127.0.0.1:1", secret: str = SECRET) -> JsonSms:
    """The provider with the rig's secret."""
    return JsonSms(url, secret)

"""The generic JSON provider as the contract test and the soak see it."""

import json
import time

from bot.channels.sms.json_sms import JsonSms, signed
from bot.channels.sms.standin import JsonGateway, Taken
from bot.channels.stand_in import StandIn
from tests.channels.rigs import Sent, WebCall
from tests.channels.sms.calls import ORIGIN, OURS, number

SECRET = "a secret of both sides"


class JsonRig:
    """One gateway."""

    name = "json"
    channel = "sms"

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.stand_in: StandIn = JsonGateway(SECRET, keep=self._keep)

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

    def call(self, fields: dict[str, object], path: str = "/hooks/sms", at: float | None = None) -> WebCall:
        """The signed call with these fields, made now unless ``at`` says when."""
        body = json.dumps(fields).encode()
        return WebCall(path, body, headers=signed(SECRET, body, int(time.time() if at is None else at)))


def provider(url: str = "http://127.0.0.1:1", secret: str = SECRET) -> JsonSms:
    """The provider with the rig's secret."""
    return JsonSms(url, secret)

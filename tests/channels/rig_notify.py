"""GOV.UK Notify as the contract test and the soak see it."""

import json
from datetime import UTC, datetime

from bot.channels.sms.notify import Notify
from bot.channels.stand_in import StandIn
from tests.channels.rigs import Less, Sent, WebCall, with_other
from tests.channels.sms.calls import NOW, ORIGIN, OURS, number
from tests.channels.sms.stand_ins import NotifyStandIn

SERVICE = "11111111-1111-4111-8111-111111111111"
SECRET = "22222222-2222-4222-8222-222222222222"
KEY = f"waymark-live-{SERVICE}-{SECRET}"
TEMPLATE = "33333333-3333-4333-8333-333333333333"
CALLBACK_TOKEN = "a token of ours"


class NotifyRig(Less):
    """A service with one template. The time of a call is not signed, so ``at`` makes nothing too old."""

    name = "notify"
    channel = "sms"
    half_characters = True

    def __init__(self) -> None:
        theirs = NotifyStandIn(
            SERVICE, SECRET, {"id": TEMPLATE, "type": "sms", "body": "((message))", "version": 1}
        )
        self.stand_in: StandIn = theirs
        self.sent: list[Sent] = theirs.sent

    def settings(self, stand_in_url: str) -> dict[str, object]:
        return {
            "public_url": ORIGIN,
            "sms_provider": "notify",
            "notify_key": KEY,
            "notify_template": TEMPLATE,
            "notify_callback_token": CALLBACK_TOKEN,
            "notify_url": stand_in_url,
        }

    def words(self, text: str, *, person: int = 1, number: int = 1, at: float | None = None) -> WebCall:
        moment = NOW if at is None else datetime.fromtimestamp(at, UTC)
        return self.call(
            {
                "id": f"{person:08x}-0000-4000-8000-{number:012x}",
                "source_number": self.address(person).removeprefix("+"),
                "destination_number": "0" + OURS.removeprefix("+44"),
                "message": text,
                "date_received": moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            }
        )

    def address(self, person: int = 1) -> str:
        return number(person)

    def receipt(self, message_id: str, *, delivered: bool) -> WebCall | None:
        fields: dict[str, object] = {
            "id": SERVICE,
            "reference": message_id,
            "to": number(),
            "status": "delivered" if delivered else "temporary-failure",
            "created_at": "2026-11-20T12:00:00.000000Z",
            "completed_at": None,
            "sent_at": None,
            "notification_type": "sms",
            "template_id": TEMPLATE,
            "template_version": 1,
        }
        return self.call(fields, "/hooks/sms/receipts")

    def unreadable(self, words: str) -> WebCall:
        return self.call({"id": 5, "message": words})

    def secrets(self) -> list[str]:
        return [SECRET, CALLBACK_TOKEN]

    def forgeries(self, call: WebCall) -> list[WebCall]:
        return with_other(call, "Authorization")

    def call(
        self, fields: dict[str, object], path: str = "/hooks/sms", token: str = CALLBACK_TOKEN
    ) -> WebCall:
        """The call with these fields."""
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        return WebCall(path, json.dumps(fields).encode(), headers=headers)


def provider(url: str = "http://127.0.0.1:1", key: str = KEY) -> Notify:
    """Notify with the rig's service."""
    return Notify(url, key, TEMPLATE, "", CALLBACK_TOKEN)

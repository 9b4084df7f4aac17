"""The generic provider: a small JSON protocol of ours, for gateways that have none of the others; docs/channels/sms.md has it.

``local`` is the same protocol with the phone in a terminal (see phone.py), under a secret of our own.
"""

import hashlib
import hmac
import json
from collections.abc import Sequence

from bot.channels.errors import SendError
from bot.channels.incoming import Call, Incoming, NotSigned, Receipt, Unreadable
from bot.channels.sms.carrier import RECEIPTS, STATUSES, Carrier, fresh, heard, json_object, same
from bot.clock import now
from bot.keys import Keys
from bot.messages import Gesture, Outgoing
from bot.settings import Settings

TIME = "X-Waymark-Time"
SIGNATURE = "X-Waymark-Signature"
LOCAL = "sms-local"
"""What the secret is for that the bot and the phone in the terminal share."""

ERRORS = STATUSES | {
    410: SendError.CLOSED,  # the person has opted out at the gateway
}
"""HTTP status of an answer → what it means for us; 2xx: the gateway has the message."""

RECEIVED = {
    "delivered": None,  # it is on the phone
    "failed": SendError.NOT_DELIVERED,  # it will not be
    "stopped": SendError.CLOSED,  # the person has opted out
}
"""Status of a receipt → what became of the message. Any other is on the way."""


class JsonSms(Carrier):
    """One gateway, at one address, with one secret for both directions."""

    statuses = ERRORS

    def __init__(self, url: str, secret: str) -> None:
        super().__init__(url)
        self._secret = secret

    def verify(self, call: Call) -> None:
        """Raise NotSigned unless the body and its time are signed, and the time is near."""
        check(self._secret, call)

    def parse(self, call: Call) -> Sequence[Incoming]:
        """One message or one receipt."""
        fields = json_object(call.body)
        if call.hook == RECEIPTS:
            return _receipt(fields)
        picture = Gesture.PHOTO if fields.get("media") is True else None
        return (heard(fields.get("id"), fields.get("from"), fields.get("text"), picture),)

    async def send(self, message: Outgoing) -> None:
        """Hand one message over; raise SendFailed."""
        fields = {"reference": message.id, "to": message.address, "text": message.text}
        body = json.dumps(fields).encode()
        await self._post(self._url, content=body, headers=signed(self._secret, body, int(now().timestamp())))


def signed(secret: str, body: bytes, at: int) -> dict[str, str]:
    """The headers with which a body is sent at this Unix time."""
    return {
        "Content-Type": "application/json",
        TIME: str(at),
        SIGNATURE: signature(secret, str(at), body),
    }


def signature(secret: str, at: str, body: bytes) -> str:
    """HMAC-SHA256 of the time as it is in its header, a full stop and the body, in lower-case hex."""
    return hmac.new(secret.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()


def check(secret: str, call: Call) -> None:
    """Raise NotSigned unless the call is signed with this secret, TooOld if that was more than a short while ago."""
    at = call.headers.get(TIME.lower(), "")
    if not same(call.headers.get(SIGNATURE.lower(), "").lower(), signature(secret, at, call.body)):
        raise NotSigned("the signature is not the gateway's")
    fresh(at, call.received_at)


def _receipt(fields: dict[str, object]) -> Sequence[Incoming]:
    status, reference = fields.get("status"), fields.get("reference")
    if not isinstance(status, str) or not isinstance(reference, str):
        raise Unreadable("a receipt without a status or a reference")
    return (Receipt(reference, RECEIVED[status]),) if status in RECEIVED else ()


def make(settings: Settings, keys: Keys) -> JsonSms:  # noqa: ARG001 (as every provider's)
    """The gateway of the settings."""
    secret = settings.sms_json_secret
    return JsonSms(settings.sms_json_url, secret.get_secret_value() if secret else "")


def local(settings: Settings, keys: Keys) -> JsonSms:
    """The phone in a terminal on this machine."""
    return JsonSms(f"http://127.0.0.1:{settings.sms_phone_port}", keys.secret(LOCAL))

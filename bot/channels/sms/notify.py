"""GOV.UK Notify: JSON in, with a bearer token that the operator chose; out through a template that is one placeholder.

A call carries no time that is signed, and Notify tries again for 25 minutes: one that is played back is known by its id alone.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence

from bot.channels.errors import SendError
from bot.channels.incoming import Call, Incoming, NotSigned, Receipt, Unreadable
from bot.channels.sms.carrier import RECEIPTS, Carrier, heard, json_object, same
from bot.clock import now
from bot.keys import Keys
from bot.messages import Outgoing
from bot.settings import Settings

LENGTH = 918
"""The longest text that Notify takes, in characters."""

ERRORS = {
    400: SendError.REFUSED,  # a wrong number, a text that is too long, or a service in trial mode
    401: SendError.NOT_LET_IN,  # no token
    403: SendError.NOT_LET_IN,  # a wrong key, or our clock is more than 30 seconds out
    404: SendError.NOT_LET_IN,  # no such template
    429: SendError.BUSY,  # the limit a minute, or the service's limit a day
    500: SendError.UNREACHABLE,  # a mistake of Notify's own
}
"""HTTP status of an answer → what it means for us. Notify asks not to look at its messages: they change."""

STATUSES = {
    "delivered": None,  # it is on the phone
    "permanent-failure": SendError.NOT_DELIVERED,  # the network says that there is no such phone, or it blocks us
    "temporary-failure": SendError.NOT_DELIVERED,  # the phone was off or full for days
    "technical-failure": SendError.NOT_DELIVERED,  # something between Notify and the network broke
}
"""Status of a receipt → what became of the message. Any other is on the way."""


class Notify(Carrier):
    """One service, its template and its sender ("" for the service's own)."""

    statuses = ERRORS

    def __init__(self, url: str, key: str, template: str, sender: str, callback_token: str) -> None:
        super().__init__(url)
        self._key = key
        self._callback_token = callback_token
        self._fixed = {"template_id": template} | ({"sms_sender_id": sender} if sender else {})

    def verify(self, call: Call) -> None:
        """Raise NotSigned unless the call has the bearer token that was chosen for it."""
        if not same(call.headers.get("authorization", ""), f"Bearer {self._callback_token}"):
            raise NotSigned("the bearer token is not the one that was chosen")

    def parse(self, call: Call) -> Sequence[Incoming]:
        """One message or one receipt."""
        fields = json_object(call.body)
        if call.hook == RECEIPTS:
            return _receipt(fields)
        return (heard(fields.get("id"), fields.get("source_number"), fields.get("message")),)

    async def send(self, message: Outgoing) -> None:
        """Hand one message over; raise SendFailed."""
        body = {
            "phone_number": message.address,
            "personalisation": {"message": message.text},
            "reference": message.id,
            **self._fixed,
        }
        headers = {"Authorization": f"Bearer {token(self._key, int(now().timestamp()))}"}
        await self._post(f"{self._url}/v2/notifications/sms", json=body, headers=headers)


def token(key: str, at: int) -> str:
    """The token (JWT, HS256) that lets one request in, made at this Unix time; good for 30 seconds.

    A key ends with two UUIDs: the service's id, which is the issuer, and the secret.
    """
    claims = {"iss": key[-73:-37], "iat": at}
    signed = f"{_packed({'typ': 'JWT', 'alg': 'HS256'})}.{_packed(claims)}"
    return f"{signed}.{_base64(hmac.new(key[-36:].encode(), signed.encode(), hashlib.sha256).digest())}"


def _packed(part: dict[str, object]) -> str:
    return _base64(json.dumps(part, separators=(",", ":")).encode())


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _receipt(fields: dict[str, object]) -> Sequence[Incoming]:
    """Nothing for messages that have no reference: they were not ours."""
    status, reference = fields.get("status"), fields.get("reference")
    if not isinstance(status, str):
        raise Unreadable("a receipt without a status")
    if status not in STATUSES or not isinstance(reference, str) or not reference:
        return ()
    return (Receipt(reference, STATUSES[status]),)


def make(settings: Settings, keys: Keys) -> Notify:  # noqa: ARG001 (as every provider's)
    """The service of the settings."""
    key, chosen = settings.notify_key, settings.notify_callback_token
    return Notify(
        settings.notify_url,
        key.get_secret_value() if key else "",
        settings.notify_template,
        settings.notify_sender,
        chosen.get_secret_value() if chosen else "",
    )

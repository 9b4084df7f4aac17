"""Vonage's SMS API: calls by GET or POST, as a form or JSON, signed field by field, with the time among the fields."""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from typing import Literal

import httpx
from starlette.responses import Response

from bot.channels.errors import SendError, SendFailed
from bot.channels.incoming import Call, Incoming, NotSigned, Part, Receipt, Said, Unanswerable, Unreadable
from bot.channels.sms.carrier import (
    HOOK,
    MOST_FIELDS,
    RECEIPTS,
    Carrier,
    form,
    fresh,
    heard,
    json_object,
    retry_after,
    same,
)
from bot.content.segments import outside_gsm
from bot.keys import Keys
from bot.logs import logger
from bot.messages import Gesture, Outgoing
from bot.settings import Settings

Method = Literal["md5", "sha1", "sha256", "sha512"]

SENT = {
    "1": SendError.BUSY,  # throttled
    "2": SendError.REFUSED,  # a field is missing
    "3": SendError.REFUSED,  # a field is wrong
    "4": SendError.NOT_LET_IN,  # the key or the secret is wrong
    "5": SendError.UNREACHABLE,  # a mistake of Vonage's own
    "6": SendError.REFUSED,  # a number that it cannot make out
    "7": SendError.CLOSED,  # the number is barred
    "8": SendError.NOT_LET_IN,  # the account is suspended
    "9": SendError.NOT_LET_IN,  # there is no credit left
    "10": SendError.BUSY,  # too many connections at once
    "11": SendError.NOT_LET_IN,  # the account may not use this API
    "12": SendError.REFUSED,  # too long
    "14": SendError.NOT_LET_IN,  # a wrong signature
    "15": SendError.NOT_LET_IN,  # we may not text from our number
    "22": SendError.REFUSED,  # a wrong network code
    "23": SendError.REFUSED,  # a wrong address for receipts
    "29": SendError.NOT_LET_IN,  # the account is in demo mode
    "32": SendError.NOT_LET_IN,  # signed, and a secret as well
    "33": SendError.NOT_DELIVERED,  # the number is no longer in use
}
"""Status of each message in an answer → what it means; "0" is taken, any other refused. The answer itself is always 200."""

STATUSES = {
    "delivered": None,  # it is on the phone, or with its network
    "expired": SendError.NOT_DELIVERED,  # the network tried for as long as it does
    "failed": SendError.NOT_DELIVERED,  # the network could not
    "rejected": SendError.NOT_DELIVERED,  # the network would not
}
"""Status of a receipt → what became of the message. Others (accepted, buffered, unknown) are not the last word."""

ERRORS = {
    "4": SendError.CLOSED,  # the person has barred such messages
    "9": SendError.CLOSED,  # the person has asked not to get ours
}
"""Error code of a receipt that did not deliver → what it means instead. Others are phones and networks: not delivered."""

log = logger(__name__)

_LONGEST_WHOLE = 80
_MOST_PARTS = 255


class Vonage(Carrier):
    """One account and the number that we text from."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings.vonage_url)
        secret, signing = settings.vonage_secret, settings.vonage_signature_secret
        self._signing = signing.get_secret_value() if signing else ""
        self._method: Method = settings.vonage_signature_method
        self._fixed = {
            "api_key": settings.vonage_key,
            "api_secret": secret.get_secret_value() if secret else "",
            "from": settings.vonage_from.removeprefix("+"),
            "callback": f"{settings.origin}{HOOK}/{RECEIPTS}",
        }

    def verify(self, call: Call) -> None:
        """Raise NotSigned unless the fields are signed, TooOld unless their time is near.

        A call without any field passes and says nothing: Vonage makes one before it saves an address, and wants 200.
        """
        if not call.body and not call.query:
            return
        if not _may_be_signed(call):
            raise NotSigned("there is no signature")
        try:
            fields = _fields(call)
        except Unreadable:
            raise NotSigned("the fields cannot be made out") from None
        if not same(fields.pop("sig", "").lower(), signature(self._signing, fields, self._method)):
            raise NotSigned("the signature is not Vonage's")
        fresh(fields.get("timestamp", ""), call.received_at)

    def parse(self, call: Call) -> Sequence[Incoming]:
        """One message, one part of a long one, or one receipt."""
        fields = _fields(call)
        if not fields:
            return ()
        return _receipt(fields) if call.hook == RECEIPTS else _message(fields)

    def taken(self, call: Call) -> Response:  # noqa: ARG002 (the protocol's)
        """200: before it saves an address, Vonage wants nothing else."""
        return Response()

    async def send(self, message: Outgoing) -> None:
        """Hand one message over; raise SendFailed."""
        data = {
            **self._fixed,
            "to": message.address.removeprefix("+"),
            "text": message.text,
            "type": "unicode" if outside_gsm(message.text) else "text",
            "client-ref": message.id,
        }
        response = await self._post(f"{self._url}/sms/json", data=data)
        refused = [status for status in _statuses(response) if status != "0"]
        if refused:
            log.info("sms_not_taken", code=refused[0])
            raise SendFailed(SENT.get(refused[0], SendError.REFUSED), retry_after(response))


def signature(secret: str, fields: Mapping[str, str], method: Method) -> str:
    """Vonage's signature of fields: a keyed hash of ``&name=value`` for each, in order of names, in lower-case hex."""
    signed = "".join(
        f"&{name}={value.replace('&', '_').replace('=', '_')}" for name, value in sorted(fields.items())
    )
    return hmac.new(secret.encode(), signed.encode("utf-8", "replace"), getattr(hashlib, method)).hexdigest()


def _may_be_signed(call: Call) -> bool:
    """False if there is no signature, without making anything out."""
    return b"sig" in call.body or any(name == "sig" for name, _ in call.query)


def _fields(call: Call) -> dict[str, str]:
    """The fields of a call, whichever way they come, MOST_FIELDS at most; raise Unreadable."""
    found = _all_fields(call)
    if len(found) > MOST_FIELDS:
        raise Unreadable("there are more fields than any call has")
    return found


def _all_fields(call: Call) -> dict[str, str]:
    """Numbers in JSON are as they are written."""
    if not call.body:
        return dict(call.query)
    if call.headers.get("content-type", "").lower().startswith("application/json"):
        found = json_object(call.body)
        inside = {
            name: value if isinstance(value, str) else json.dumps(value) for name, value in found.items()
        }
        return dict(call.query) | inside
    try:
        return dict(call.query) | dict(form(call.body))
    except ValueError:
        raise Unreadable("the body is not a form") from None


def _message(fields: dict[str, str]) -> Sequence[Incoming]:
    binary = Gesture.OTHER if fields.get("type") == "binary" else None
    said = heard(fields.get("messageId"), fields.get("msisdn"), fields.get("text", ""), binary)
    if isinstance(said, Unanswerable):
        return (said,)
    return (_part(fields, said) if fields.get("concat") == "true" else said,)


def _part(fields: dict[str, str], said: Said) -> Part:
    """A part is only words: "stop" may be how the second half of a sentence begins."""
    whole, number, total = (fields.get(f"concat-{name}", "") for name in ("ref", "part", "total"))
    if not 0 < len(whole) <= _LONGEST_WHOLE or not (_is_count(number) and _is_count(total)):
        raise Unreadable("a part that does not say of what")
    if not 1 <= int(number) <= int(total) <= _MOST_PARTS:
        raise Unreadable("a part that is none")
    words = Said(said.provider_id, said.address, said.text)
    return Part(whole, int(number), int(total), words)


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 3


def _receipt(fields: dict[str, str]) -> Sequence[Incoming]:
    status, ours = fields.get("status"), fields.get("client-ref")
    if not status:
        raise Unreadable("a receipt without a status")
    if status not in STATUSES or not ours:
        return ()
    error = STATUSES[status]
    return (Receipt(ours, ERRORS.get(fields.get("err-code", ""), error) if error else None),)


def _statuses(response: httpx.Response) -> list[str]:
    """The status of each message that was made of ours; raise SendFailed if the answer is none of Vonage's."""
    try:
        return [str(each["status"]) for each in response.json()["messages"]] or ["5"]
    except (ValueError, KeyError, TypeError):
        raise SendFailed(SendError.UNREACHABLE) from None


def make(settings: Settings, keys: Keys) -> Vonage:  # noqa: ARG001 (as every provider's)
    """The account of the settings."""
    return Vonage(settings)

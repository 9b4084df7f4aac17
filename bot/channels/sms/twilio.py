"""Twilio's messaging API: forms in, signed with the account's token over the address that it called; TwiML as the answer.

Its protocol carries no time, so a call that is played back is known by its message's id alone.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape

import httpx
from starlette.responses import Response

from bot.channels.errors import SendError, SendFailed
from bot.channels.incoming import (
    Call,
    Incoming,
    NotSigned,
    Receipt,
    RouteChanged,
    Said,
    Unanswerable,
    Unreadable,
)
from bot.channels.sms.carrier import HOOK, RECEIPTS, Carrier, form, heard, retry_after, same
from bot.keys import Keys
from bot.logs import logger
from bot.messages import Gesture, Outgoing
from bot.settings import Settings

ERRORS = {
    20003: SendError.NOT_LET_IN,  # the account's SID or token is wrong
    20429: SendError.BUSY,  # too many requests at once
    21211: SendError.REFUSED,  # not a phone number
    21408: SendError.REFUSED,  # the account may not text to that country
    21606: SendError.NOT_LET_IN,  # we may not text from our number
    21610: SendError.CLOSED,  # the person has texted STOP
    21611: SendError.BUSY,  # our number has too many messages waiting
    21612: SendError.REFUSED,  # there is no way from our number to that one
    21614: SendError.REFUSED,  # not a mobile
    21635: SendError.REFUSED,  # a landline
}
"""Error code, of an answer or a receipt → what it means for us. Others: by the answer's HTTP status, or not delivered."""

STATUSES = {
    "delivered": None,  # it is on the phone
    "read": None,  # and has been looked at
    "undelivered": SendError.NOT_DELIVERED,  # the network gave it back
    "failed": SendError.NOT_DELIVERED,  # Twilio could not send it
}
"""Status of a message → what became of it. Others (accepted, queued, sending, sent …) are on the way."""

log = logger(__name__)

_HASHES = {"HMAC_SHA1": hashlib.sha1, "HMAC_SHA256": hashlib.sha256}
_OPT_OUTS = {"STOP": True, "START": False}
_TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response>{}</Response>'


class Twilio(Carrier):
    """One account, and the number or the messaging service that we text from."""

    def __init__(self, url: str, account: str, token: str, sender: str, origin: str) -> None:
        super().__init__(url, auth=(account, token))
        self._messages = f"{url}/2010-04-01/Accounts/{account}/Messages.json"
        self._token = token
        self._sender = {"MessagingServiceSid" if sender.startswith("MG") else "From": sender}
        self._receipts = f"{origin}{HOOK}/{RECEIPTS}"

    def verify(self, call: Call) -> None:
        """Raise NotSigned unless the call's signature is right."""
        given = call.headers.get("x-twilio-signature", "")
        if not given:
            raise NotSigned("there is no signature")
        hashed = _hash(call.headers.get("x-twilio-webhooks-signature-settings", ""))
        signed = _in_order(_signed_values(call))
        if not any(same(given, _signature(self._token, url + signed, hashed)) for url in _urls(call.url)):
            raise NotSigned("the signature is not Twilio's")

    def parse(self, call: Call) -> Sequence[Incoming]:
        """One message or one receipt."""
        try:
            fields = dict(call.query) | dict(form(call.body))
        except ValueError:
            raise Unreadable("the body is not a form") from None
        return _receipt(fields) if call.hook == RECEIPTS else _message(fields)

    def taken(self, call: Call) -> Response:  # noqa: ARG002 (the protocol's)
        """TwiML that says nothing."""
        return _twiml("")

    def saying(self, call: Call, said: Said, texts: Sequence[str]) -> Response:  # noqa: ARG002 (the protocol's)
        """TwiML that texts back."""
        return _twiml("".join(f"<Message>{escape(text)}</Message>" for text in texts))

    async def send(self, message: Outgoing) -> None:
        """Hand one message over; raise SendFailed."""
        callback = f"{self._receipts}?m={quote(message.id)}"
        data = {"To": message.address, "Body": message.text, "StatusCallback": callback, **self._sender}
        await self._post(self._messages, data=data)

    def _failure(self, response: httpx.Response) -> SendFailed:
        code = _code(response)
        error = ERRORS.get(code)
        log.info("sms_not_taken", code=code)
        return SendFailed(error, retry_after(response)) if error else super()._failure(response)


def signature(token: str, url: str, values: dict[str, set[str]]) -> str:
    """Twilio's signature: a keyed hash of the address and of each name and value of the form, in order, as base64."""
    return _signature(token, url + _in_order(values), hashlib.sha1)


def _signature(token: str, signed: str, hashed: Any) -> str:  # noqa: ANN401 (hashlib's)
    digest = hmac.new(token.encode(), signed.encode("utf-8", "replace"), hashed).digest()
    return base64.b64encode(digest).decode()


def _in_order(values: dict[str, set[str]]) -> str:
    return "".join(name + value for name, found in sorted(values.items()) for value in sorted(found))


def _hash(settings: str) -> Any:  # noqa: ANN401 (hashlib's)
    """The hash that the signature's settings name, as ``key=…,algorithm=HMAC_SHA256``; SHA-1 if they name none."""
    named = dict(part.strip().partition("=")[::2] for part in settings.split(","))
    hashed = _HASHES.get((named.get("algorithm") or "HMAC_SHA1").upper())
    if hashed is None:
        raise NotSigned("the signature's method is one that we do not know")
    return hashed


def _urls(url: str) -> tuple[str, str]:
    """The address without a port and with one: Twilio signs now the one, now the other."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    bare = parts.netloc.rpartition("@")[2].partition(":")[0]
    return parts._replace(netloc=bare).geturl(), parts._replace(netloc=f"{bare}:{port}").geturl()


def _signed_values(call: Call) -> dict[str, set[str]]:
    """Each field's values. A body that is no form is not signed itself: the address that is signed holds its hash."""
    hashes = [value for name, value in call.query if name == "bodySHA256"]
    if call.body and not _is_form(call):
        if not hashes or not same(hashes[0], hashlib.sha256(call.body).hexdigest()):
            raise NotSigned("the body is not the one that was signed")
        return {}
    values: dict[str, set[str]] = {}
    try:
        for name, value in form(call.body):
            values.setdefault(name, set()).add(value)
    except ValueError:
        raise NotSigned("the body is not a form") from None
    return values


def _is_form(call: Call) -> bool:
    return call.headers.get("content-type", "").lower().startswith("application/x-www-form-urlencoded")


def _message(fields: dict[str, str]) -> Sequence[Incoming]:
    """What was said. Where Twilio took a word such as END for STOP, the word stays a word, and the route is what it is."""
    picture = Gesture.PHOTO if fields.get("NumMedia", "0") not in ("", "0") else None
    said = heard(fields.get("MessageSid"), fields.get("From"), fields.get("Body", ""), picture)
    if isinstance(said, Unanswerable):
        return (said,)
    closed = _OPT_OUTS.get(fields.get("OptOutType", ""))
    if closed is None or said.gesture in (Gesture.STOP, Gesture.START):
        return (said,)
    return (RouteChanged(said.address, closed=closed), said)


def _receipt(fields: dict[str, str]) -> Sequence[Incoming]:
    status = fields.get("MessageStatus", "")
    if not status:
        raise Unreadable("a receipt without a status")
    if status not in STATUSES or not fields.get("m"):
        return ()
    code = fields.get("ErrorCode", "")
    error = STATUSES[status]
    if error and code == "21610":
        error = SendError.CLOSED
    return (Receipt(fields["m"], error),)


def _code(response: httpx.Response) -> int:
    try:
        code = response.json()["code"]
    except (ValueError, KeyError, TypeError):
        return 0
    return code if isinstance(code, int) else 0


def _twiml(inside: str) -> Response:
    return Response(_TWIML.format(inside), media_type="text/xml")


def make(settings: Settings, keys: Keys) -> Twilio:  # noqa: ARG001 (as every provider's)
    """The account of the settings."""
    token = settings.twilio_token.get_secret_value() if settings.twilio_token else ""
    return Twilio(settings.twilio_url, settings.twilio_account, token, settings.twilio_from, settings.origin)

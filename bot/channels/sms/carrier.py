"""What the providers of text messages share: sending within a time, what a status means, what was said by whom."""

import asyncio
import hmac
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import parse_qsl

import httpx
from starlette.responses import Response

from bot.channels.errors import SendError, SendFailed
from bot.channels.incoming import Call, NotSigned, Said, TooOld, Unanswerable, Unreadable
from bot.channels.sms.keywords import gesture
from bot.channels.sms.numbers import e164
from bot.logs import logger
from bot.messages import Gesture

log = logger(__name__)

SECONDS = 8.0
"""How long one message may take to hand over, in all. The outbox tries again, not we."""
FRESH = timedelta(minutes=5)
"""How far the time that a provider signs may be from ours."""
HOOK = "/hooks/sms"
RECEIPTS = "receipts"
LONGEST_ID = 100
MOST_FIELDS = 200
"""Several times what any provider sends. Forged calls are made out too before their signature is known to be wrong."""

STATUSES = {
    401: SendError.NOT_LET_IN,  # no or wrong credentials
    403: SendError.NOT_LET_IN,  # credentials that may not do this
    404: SendError.NOT_LET_IN,  # no such account
    408: SendError.UNREACHABLE,  # the provider waited too long
    429: SendError.BUSY,  # slower, please
}
"""What an HTTP status means. Else below 400 and from 500 on: not reached. 400 to 499: the message was refused."""


class Carrier:
    """A provider without buttons, typing signs or words in its answers. Each provider adds verify, parse and send."""

    hooks: tuple[str, ...] = ("", RECEIPTS)
    statuses: ClassVar[dict[int, SendError]] = STATUSES

    def __init__(self, url: str, auth: tuple[str, str] | None = None) -> None:
        outside = url.startswith("https")
        self._url = url
        self._http = httpx.AsyncClient(auth=auth, timeout=SECONDS, verify=outside, trust_env=outside)

    def taken(self, call: Call) -> Response:  # noqa: ARG002 (the protocol's)
        """We have it."""
        return Response(status_code=204)

    def saying(self, call: Call, said: Said, texts: Sequence[str]) -> Response | None:  # noqa: ARG002 (the protocol's)
        """The answer carries no words."""
        return None

    async def acknowledge(self, said: Said) -> None:
        """Nobody waits for that."""

    async def typing(self, address: str) -> None:
        """There is no such sign."""

    async def close(self) -> None:
        """Let go of connections."""
        await self._http.aclose()

    async def _post(self, url: str, **request: Any) -> httpx.Response:  # noqa: ANN401 (httpx's own arguments)
        """The answer to a POST that was taken; raise SendFailed."""
        try:
            async with asyncio.timeout(SECONDS):
                response = await self._http.post(url, **request)
        except (httpx.HTTPError, TimeoutError):
            raise SendFailed(SendError.UNREACHABLE) from None  # the error's text may name the person
        if not response.is_success:
            log.info("sms_not_taken", status=response.status_code)
            raise self._failure(response)
        return response

    def _failure(self, response: httpx.Response) -> SendFailed:
        """What an answer other than 2xx means."""
        status = response.status_code
        refused = SendError.REFUSED if 400 <= status < 500 else SendError.UNREACHABLE
        return SendFailed(self.statuses.get(status, refused), retry_after(response))


def retry_after(response: httpx.Response) -> timedelta | None:
    """How long the provider asks us to wait, if it says so in seconds."""
    asked = response.headers.get("retry-after", "")
    return timedelta(seconds=int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 7 else None


def heard(
    provider_id: object, sender: object, text: object, instead: Gesture | None = None
) -> Said | Unanswerable:
    """What was said, by somebody who can be answered or not. Raises Unreadable.

    instead: what it was rather than words, such as a picture. A keyword is a keyword all the same.
    """
    if not isinstance(provider_id, str) or not 0 < len(provider_id) <= LONGEST_ID:
        raise Unreadable("a message without an id of its own")
    if not isinstance(sender, str) or not isinstance(text, str):
        raise Unreadable("a message without a sender or a text")
    address = e164(sender)
    if address is None:
        return Unanswerable(provider_id, text)
    found = gesture(text)
    return Said(provider_id, address, text, instead if instead and found is Gesture.WORDS else found)


def fresh(stamp: str, now: datetime) -> None:
    """Return if the Unix time that was signed is near ours; raise TooOld, or NotSigned if it is none."""
    if not stamp.isascii() or not stamp.isdigit() or len(stamp) > 12:
        raise NotSigned("the call does not say when it was made")
    if abs(now.timestamp() - int(stamp)) > FRESH.total_seconds():
        raise TooOld("the call is signed, and its time is not near ours")


def same(given: str, right: str) -> bool:
    """Whether two secrets or signatures are the same, in constant time."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), right.encode())


def form(body: bytes) -> list[tuple[str, str]]:
    """The fields of a form, those without a value too; raise ValueError, also for more of them than MOST_FIELDS."""
    return parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)


def json_object(body: bytes) -> dict[str, Any]:
    """The object that a body holds; raise Unreadable."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):  # the second: nested without end
        raise Unreadable("the body is not JSON") from None
    if not isinstance(found, dict):
        raise Unreadable("the body is not a JSON object")
    return found

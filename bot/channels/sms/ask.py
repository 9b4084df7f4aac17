"""Asks a provider how the operator's account is set up, with calls that change nothing and cost nothing."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx

from bot.channels.sms.notify import token
from bot.clock import now
from bot.settings import Settings

_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a provider says: the HTTP status, 0 if it cannot be reached, and the JSON object, empty if there is none."""

    status: int
    body: dict[str, Any] = field(default_factory=dict)


def account(settings: Settings) -> Answer:
    """What the provider of the settings knows of the number, service or template that we text with."""
    asking = {"twilio": _twilio, "notify": _notify, "vonage": _vonage}[settings.sms_provider]
    try:
        with httpx.Client(timeout=_SECONDS) as http:
            response = http.send(asking(settings))
    except httpx.HTTPError:
        return Answer(0)
    try:
        body = response.json()
    except ValueError:
        body = {}
    return Answer(response.status_code, body if isinstance(body, dict) else {})


def _twilio(settings: Settings) -> httpx.Request:
    """The messaging service, or the number."""
    sender = settings.twilio_from
    if sender.startswith("MG"):
        url = f"{settings.twilio_url.replace('//api.', '//messaging.')}/v1/Services/{quote(sender)}"
    else:
        url = f"{settings.twilio_url}/2010-04-01/Accounts/{settings.twilio_account}/IncomingPhoneNumbers.json"
        url += f"?PhoneNumber={quote(sender)}"
    secret = settings.twilio_token.get_secret_value() if settings.twilio_token else ""
    return _with_basic(url, settings.twilio_account, secret)


def _notify(settings: Settings) -> httpx.Request:
    """The template."""
    key = settings.notify_key.get_secret_value() if settings.notify_key else ""
    headers = {"Authorization": f"Bearer {token(key, int(now().timestamp()))}"}
    url = f"{settings.notify_url}/v2/template/{quote(settings.notify_template)}"
    return httpx.Request("GET", url, headers=headers)


def _vonage(settings: Settings) -> httpx.Request:
    """The number."""
    fields = {
        "api_key": settings.vonage_key,
        "api_secret": settings.vonage_secret.get_secret_value() if settings.vonage_secret else "",
        "pattern": settings.vonage_from.removeprefix("+"),
    }
    return httpx.Request("GET", f"{settings.vonage_url}/account/numbers", params=fields)


def _with_basic(url: str, name: str, secret: str) -> httpx.Request:
    return next(httpx.BasicAuth(name, secret).auth_flow(httpx.Request("GET", url)))

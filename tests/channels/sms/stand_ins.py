"""Twilio, GOV.UK Notify and Vonage on loopback: what of their documented protocols we use, checked as they check it."""

import base64
import json
import re
from typing import Any

from notifications_python_client.authentication import decode_jwt_token, get_token_issuer
from notifications_python_client.errors import TokenError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.stand_in import StandIn, form
from tests.channels.rigs import Sent

E164 = re.compile(r"\+[1-9]\d{6,14}")


class TwilioStandIn(StandIn):
    """The Messages resource, and what `sms check` reads. ``stopped`` holds those who have texted STOP."""

    def __init__(self, account: str, token: str) -> None:
        super().__init__()
        self.sent: list[Sent] = []
        self.fields: list[dict[str, str]] = []
        self.stopped: set[str] = set()
        self.numbers: list[dict[str, Any]] = []
        self.service: dict[str, Any] | None = None
        self._account = account
        self._basic = "Basic " + base64.b64encode(f"{account}:{token}".encode()).decode()

    def routes(self) -> list[BaseRoute]:
        account = f"/2010-04-01/Accounts/{self._account}"
        return [
            Route(f"{account}/Messages.json", self._send, methods=["POST"]),
            Route(f"{account}/IncomingPhoneNumbers.json", self._numbers),
            Route("/v1/Services/{sid}", self._service),
        ]

    def busy(self) -> Response:
        return JSONResponse(_twilio_error(20429, 429), 429, headers={"retry-after": "1"})

    async def _send(self, request: Request) -> Response:
        if fault := await self.fault():
            return fault
        if request.headers.get("authorization") != self._basic:
            return JSONResponse(_twilio_error(20003, 401), 401)
        fields = await form(request)
        if not E164.fullmatch(fields.get("To", "")):
            return JSONResponse(_twilio_error(21211, 400), 400)
        if fields["To"] in self.stopped:
            return JSONResponse(_twilio_error(21610, 400), 400)
        if ("From" in fields) == ("MessagingServiceSid" in fields) or not 0 < len(fields["Body"]) <= 1600:
            return JSONResponse(_twilio_error(21603, 400), 400)
        self.fields.append(fields)
        ours = fields["StatusCallback"].rpartition("?m=")[2]
        self.sent.append(Sent(fields["To"], fields["Body"], ours))
        return self.answered(JSONResponse({"sid": "SM" + "0" * 32, "status": "queued"}, 201))

    async def _numbers(self, request: Request) -> Response:
        if request.headers.get("authorization") != self._basic:
            return JSONResponse(_twilio_error(20003, 401), 401)
        found = [each for each in self.numbers if each["phone_number"] == request.query_params["PhoneNumber"]]
        return JSONResponse({"incoming_phone_numbers": found})

    async def _service(self, request: Request) -> Response:
        if request.headers.get("authorization") != self._basic:
            return JSONResponse(_twilio_error(20003, 401), 401)
        return JSONResponse(self.service) if self.service else JSONResponse(_twilio_error(20404, 404), 404)


def _twilio_error(code: int, status: int) -> dict[str, Any]:
    return {"code": code, "message": "an error", "more_info": "", "status": status}


class NotifyStandIn(StandIn):
    """Sending by a template, and reading it."""

    def __init__(self, service: str, secret: str, template: dict[str, Any]) -> None:
        super().__init__()
        self.sent: list[Sent] = []
        self.template = template
        self._service = service
        self._secret = secret

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/v2/notifications/sms", self._send, methods=["POST"]),
            Route("/v2/template/{template_id}", self._read),
        ]

    def busy(self) -> Response:
        return _notify_error("RateLimitError", 429)

    def _let_in(self, request: Request) -> bool:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        try:
            issuer = get_token_issuer(given)  # type: ignore[no-untyped-call]
            good = decode_jwt_token(given, self._secret)  # type: ignore[no-untyped-call]
        except TokenError:
            return False
        return bool(good) and issuer == self._service

    async def _send(self, request: Request) -> Response:
        if fault := await self.fault():
            return fault
        if not self._let_in(request):
            return _notify_error("AuthError", 403)
        fields = json.loads(await request.body())
        text = fields["personalisation"]["message"]
        if fields["template_id"] != self.template["id"] or not 0 < len(text) <= 918:
            return _notify_error("BadRequestError", 400)
        if not E164.fullmatch(fields["phone_number"]):
            return _notify_error("ValidationError", 400)
        self.sent.append(Sent(fields["phone_number"], text, fields["reference"]))
        return self.answered(JSONResponse({"id": "0", "reference": fields["reference"]}, 201))

    async def _read(self, request: Request) -> Response:
        if not self._let_in(request):
            return _notify_error("AuthError", 403)
        if request.path_params["template_id"] != self.template["id"]:
            return _notify_error("NoResultFound", 404)
        return JSONResponse(self.template)


def _notify_error(name: str, status: int) -> Response:
    body = {"status_code": status, "errors": [{"error": name, "message": "an error"}]}
    return JSONResponse(body, status)


class VonageStandIn(StandIn):
    """The SMS API, which says 200 to everything, and the numbers. ``refusing`` is the status of the next messages."""

    def __init__(self, key: str, secret: str) -> None:
        super().__init__()
        self.sent: list[Sent] = []
        self.fields: list[dict[str, str]] = []
        self.refusing = ""
        self.numbers: list[dict[str, Any]] = []
        self._account = (key, secret)

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/sms/json", self._send, methods=["POST"]),
            Route("/account/numbers", self._numbers),
        ]

    def busy(self) -> Response:
        return _vonage_status("1")

    async def _send(self, request: Request) -> Response:
        if fault := await self.fault():
            return fault
        fields = await form(request)
        if (fields["api_key"], fields["api_secret"]) != self._account:
            return _vonage_status("4")
        if self.refusing:
            return _vonage_status(self.refusing)
        if (
            not re.fullmatch(r"\d{7,15}", fields["to"])
            or not fields["from"]
            or len(fields["client-ref"]) > 40
        ):
            return _vonage_status("3")
        self.fields.append(fields)
        self.sent.append(Sent(f"+{fields['to']}", fields["text"], fields["client-ref"]))
        return self.answered(_vonage_status("0"))

    async def _numbers(self, request: Request) -> Response:
        given = request.query_params
        if (given["api_key"], given["api_secret"]) != self._account:
            return JSONResponse({"error-code": "401", "error-code-label": "authentication failed"}, 401)
        found = [each for each in self.numbers if each["msisdn"].startswith(given["pattern"])]
        return JSONResponse({"count": len(found), "numbers": found} if found else {})


def _vonage_status(status: str) -> Response:
    return JSONResponse({"message-count": "1", "messages": [{"status": status}]})

"""Vonage as the contract test and the soak see it; it signs with Vonage's own SDK."""

import time
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

from vonage_http_client import Auth  # type: ignore[import-untyped]  # no types are published

from bot.channels.sms.vonage import Vonage
from bot.channels.stand_in import StandIn
from bot.settings import Settings
from tests.channels.rigs import Less, Sent, WebCall
from tests.channels.sms.calls import ORIGIN, OURS, number
from tests.channels.sms.stand_ins import VonageStandIn

KEY = "abcd1234"
SECRET = "abcdef0123456789"
SIGNATURE_SECRET = "a secret for signatures"


class VonageRig(Less):
    """One number, calls by POST as a form."""

    name = "vonage"
    channel = "sms"
    signs_body = True
    signs_time = True

    def __init__(self) -> None:
        self.theirs = VonageStandIn(KEY, SECRET)
        self.stand_in: StandIn = self.theirs
        self.sent: list[Sent] = self.theirs.sent

    def settings(self, stand_in_url: str) -> dict[str, object]:
        return {
            "public_url": ORIGIN,
            "sms_provider": "vonage",
            "vonage_key": KEY,
            "vonage_secret": SECRET,
            "vonage_signature_secret": SIGNATURE_SECRET,
            "vonage_signature_method": "sha256",
            "vonage_from": OURS,
            "vonage_url": stand_in_url,
        }

    def words(self, text: str, *, person: int = 1, number: int = 1, at: float | None = None) -> WebCall:
        return self.call(self.fields(text, person=person, number=number), at=at)

    def fields(self, text: str, *, person: int = 1, number: int = 1) -> dict[str, str]:
        return {
            "api-key": KEY,
            "msisdn": self.address(person).removeprefix("+"),
            "to": OURS.removeprefix("+"),
            "messageId": f"{person:08X}{number:08X}",
            "text": text,
            "type": "text",
            "keyword": text.partition(" ")[0].upper(),
            "message-timestamp": "2026-11-20 12:00:00",
        }

    def address(self, person: int = 1) -> str:
        return number(person)

    def receipt(self, message_id: str, *, delivered: bool) -> WebCall | None:
        fields = {
            "msisdn": number().removeprefix("+"),
            "to": OURS.removeprefix("+"),
            "messageId": "0A0000001234567B",
            "status": "delivered" if delivered else "failed",
            "err-code": "0" if delivered else "8",
            "client-ref": message_id,
        }
        return self.call(fields, "/hooks/sms/receipts")

    def parts(self, texts: Sequence[str], *, person: int = 1, number: int = 1) -> list[WebCall]:
        whole = {"concat": "true", "concat-ref": f"{number}", "concat-total": f"{len(texts)}"}
        return [
            self.call(
                self.fields(text, person=person, number=number + place) | whole | {"concat-part": f"{place}"}
            )
            for place, text in enumerate(texts, start=1)
        ]

    def left(self, message_id: str, *, person: int = 1) -> WebCall | None:
        fields = {
            "msisdn": self.address(person).removeprefix("+"),
            "to": OURS.removeprefix("+"),
            "messageId": "0A0000001234567B",
            "status": "rejected",
            "err-code": "9",
            "client-ref": message_id,
        }
        return self.call(fields, "/hooks/sms/receipts")

    def shut(self, person: int) -> bool:
        self.theirs.refusing = "7"
        return True

    def let_in(self, person: int) -> None:
        self.theirs.refusing = ""

    def unreadable(self, words: str) -> WebCall:
        return self.call({"text": words})

    def secrets(self) -> list[str]:
        return [SECRET, SIGNATURE_SECRET]

    def forgeries(self, call: WebCall) -> list[WebCall]:
        fields = dict(parse_qsl(call.body.decode(), keep_blank_values=True))
        right = fields.pop("sig")
        wrong: list[dict[str, str]] = [
            {},
            *({"sig": each} for each in ("", "wrong", "ÿ", right[:-1], right[::-1])),
        ]
        return [replace(call, body=urlencode(fields | each).encode()) for each in wrong]

    def call(self, fields: dict[str, str], path: str = "/hooks/sms", at: float | None = None) -> WebCall:
        """The signed call with these fields, made now unless ``at`` says when."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return WebCall(path, urlencode(signed(fields, at)).encode(), headers=headers)


def signed(fields: dict[str, str], at: float | None = None, method: str = "sha256") -> dict[str, str]:
    """The fields with their time, a nonce and the signature."""
    stamp = str(int(time.time() if at is None else at))
    found = fields | {"timestamp": stamp, "nonce": "aaaaaaaa-bbbb-cccc-dddd-0123456789ab"}
    auth = Auth(api_key=KEY, signature_secret=SIGNATURE_SECRET, signature_method=method)
    return found | {"sig": auth.sign_params(dict(found)).upper()}


def provider(url: str = "http://127.0.0.1:1", **changed: object) -> Vonage:
    """Vonage with the rig's account."""
    return Vonage(Settings.model_validate(VonageRig().settings(url) | changed))

"""Vonage as the contract test and the soak see it; it signs with Vonage's own SDK."""

import time
from urllib.parse import urlencode

from vonage_http_client import Auth  # type: ignore[import-untyped]  # no types are published

from bot.channels.sms.vonage import Vonage
from bot.channels.stand_in import StandIn
from bot.settings import Settings
from tests.channels.rigs import Sent, WebCall
from tests.channels.sms.calls import ORIGIN, OURS, number
from tests.channels.sms.stand_ins import VonageStandIn

KEY = "abcd1234"
SECRET = "abcdef0123456789"
SIGNATURE_SECRET = "a secret for signatures"


class VonageRig:
    """One number, calls by POST as a form."""

    name = "vonage"
    channel = "sms"

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

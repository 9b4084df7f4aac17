"""Twilio as the contract test and the soak see it; it signs with Twilio's own SDK."""

from urllib.parse import urlencode
from xml.etree import ElementTree as ET

from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]  # no types are published

from bot.channels.sms.twilio import Twilio
from bot.channels.stand_in import StandIn
from tests.channels.rigs import Less, Sent, WebCall, with_other
from tests.channels.sms.calls import ORIGIN, OURS, number
from tests.channels.sms.stand_ins import TwilioStandIn

ACCOUNT = "AC" + "0" * 32
TOKEN = "0123456789abcdef0123456789abcdef"


class TwilioRig(Less):
    """A number by itself. Twilio's protocol carries no time, so ``at`` changes nothing."""

    name = "twilio"
    channel = "sms"
    signs_body = True
    longest = 1_600

    def __init__(self) -> None:
        self.theirs = TwilioStandIn(ACCOUNT, TOKEN)
        self.stand_in: StandIn = self.theirs
        self.sent: list[Sent] = self.theirs.sent

    def settings(self, stand_in_url: str) -> dict[str, object]:
        return {
            "public_url": ORIGIN,
            "sms_provider": "twilio",
            "twilio_account": ACCOUNT,
            "twilio_token": TOKEN,
            "twilio_from": OURS,
            "twilio_url": stand_in_url,
        }

    def words(self, text: str, *, person: int = 1, number: int = 1, at: float | None = None) -> WebCall:
        return self.call(self.fields(text, person=person, number=number))

    def fields(self, text: str, *, person: int = 1, number: int = 1) -> dict[str, str]:
        return {
            "MessageSid": f"SM{person:08x}{number:024x}",
            "AccountSid": ACCOUNT,
            "From": self.address(person),
            "To": OURS,
            "Body": text,
            "NumMedia": "0",
            "NumSegments": "1",
        }

    def address(self, person: int = 1) -> str:
        return number(person)

    def receipt(self, message_id: str, *, delivered: bool) -> WebCall | None:
        fields = {"MessageSid": "SM" + "f" * 32, "MessageStatus": "delivered", "To": number()}
        if not delivered:
            fields |= {"MessageStatus": "undelivered", "ErrorCode": "30003"}
        return self.call(fields, f"/hooks/sms/receipts?m={message_id}")

    def left(self, message_id: str, *, person: int = 1) -> WebCall | None:
        fields = {"MessageSid": "SM" + "f" * 32, "MessageStatus": "undelivered", "ErrorCode": "21610"}
        return self.call(fields | {"To": self.address(person)}, f"/hooks/sms/receipts?m={message_id}")

    def shut(self, person: int) -> bool:
        self.theirs.stopped.add(self.address(person))
        return True

    def let_in(self, person: int) -> None:
        self.theirs.stopped.discard(self.address(person))

    def unreadable(self, words: str) -> WebCall:
        return self.call({"MessageSid": "", "Body": words})

    def secrets(self) -> list[str]:
        return [TOKEN]

    def forgeries(self, call: WebCall) -> list[WebCall]:
        return with_other(call, "X-Twilio-Signature")

    def said_in(self, answer: bytes) -> list[str]:
        found = ET.fromstring(answer)
        return [each.text or "" for each in found.iter("Message")]

    def call(self, fields: dict[str, str], path: str = "/hooks/sms") -> WebCall:
        """The signed call with these fields."""
        signed = RequestValidator(TOKEN).compute_signature(f"{ORIGIN}{path}", fields)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
            "X-Twilio-Signature": signed,
        }
        return WebCall(path, urlencode(fields).encode(), headers=headers)


def provider(url: str = "http://127.0.0.1:1", sender: str = OURS, token: str = TOKEN) -> Twilio:
    """Twilio with the rig's account."""
    return Twilio(url, ACCOUNT, token, sender, ORIGIN)

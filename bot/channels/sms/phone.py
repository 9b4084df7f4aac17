"""A phone in a terminal: it texts the bot over the local JSON protocol, and shows what comes back and what it would cost."""

import json
import time
from collections.abc import Callable
from uuid import uuid4

import httpx

from bot.channels.sms.carrier import HOOK, RECEIPTS
from bot.channels.sms.json_sms import signed
from bot.channels.sms.standin import JsonGateway, Taken
from bot.content.segments import segments

PICTURE = "/photo"
"""A line that begins so is a picture message; the rest is its caption."""


def number_of(person: int) -> str:
    """The number of one of a thousand people, from the range that Ofcom keeps for drama."""
    return f"+447700900{person:03d}"


class Phone:
    """One person's phone. ``tell`` shows a text. What comes for other people is not shown."""

    def __init__(
        self, http: httpx.Client, secret: str, tell: Callable[[str], None], *, number: str, pence: float
    ) -> None:
        self._http = http
        self._secret = secret
        self._tell = tell
        self._number = number
        self._pence = pence
        self.gateway = JsonGateway(secret, after=self._arrived)

    def find(self) -> bool:
        """True if a bot answers."""
        try:
            return self._http.get("/health/live").is_success
        except httpx.HTTPError:
            return False

    def say(self, line: str) -> None:
        """Text a line to the bot, and say so if it did not arrive."""
        media = line.startswith(PICTURE)
        words = line.removeprefix(PICTURE).strip() if media else line
        # A terminal hands over bytes that are not UTF-8 as lone surrogates.
        text = words.encode("utf-8", "replace").decode()
        fields = {"id": uuid4().hex, "from": self._number, "to": "Waymark", "text": text, "media": media}
        if problem := self._call(HOOK, fields):
            self._tell(f"Not sent: {problem}")

    def _arrived(self, taken: Taken) -> None:
        """Show a message for us, and give the receipt."""
        if taken.to == self._number:
            self._tell(f"{taken.text}\n{self._price(taken.text)}")
        self._call(f"{HOOK}/{RECEIPTS}", {"reference": taken.reference, "status": "delivered"})

    def _price(self, text: str) -> str:
        count = segments(text)
        return f"[{count} segment{'s' if count > 1 else ''}, {count * self._pence:.1f}p]"

    def _call(self, path: str, fields: dict[str, object]) -> str | None:
        """Make a signed call to the bot; what went wrong, in a sentence, or None."""
        body = json.dumps(fields).encode()
        try:
            response = self._http.post(
                path, content=body, headers=signed(self._secret, body, int(time.time()))
            )
        except httpx.HTTPError:
            return "there is no connection to the bot."
        if response.status_code == 403:
            return "the bot does not know this phone; start both with the same data folder."
        if response.status_code == 404:
            return "text messages are switched off in the bot."
        return None if response.is_success else f"the bot answered {response.status_code}; text it again."

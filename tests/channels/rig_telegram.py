"""Telegram for the contract test and the soak: updates as its webhook brings them, and its Bot API to send to."""

import json
from collections.abc import Callable
from typing import Any

from bot.channels.telegram import updates
from bot.channels.telegram.api import HOOK, LOCAL_TOKEN
from bot.channels.telegram.provider import SECRET_HEADER
from bot.channels.telegram.standin import TelegramStandIn
from tests.channels.rigs import Less, Sent, WebCall, with_other

NOON = 1_772_366_400
_FIRST_CHAT = 700_000_000


class TelegramRig(Less):
    """One bot account on the stand-in. The webhook's secret comes from the bot's keys, so it is asked for when it is needed."""

    name = "telegram"
    channel = "telegram"
    half_characters = True
    longest = 4_096

    def __init__(self, secret: Callable[[], str] = lambda: "", token: str = LOCAL_TOKEN) -> None:
        self.secret = secret
        self.token = token
        self.sent: list[Sent] = []
        self.stand_in = TelegramStandIn(token, shown=self._shown)

    def _shown(self, message: dict[str, Any]) -> None:
        self.sent.append(Sent(str(message["chat"]["id"]), message["text"]))

    def settings(self, stand_in_url: str) -> dict[str, object]:
        """No token if it is the stand-in's own."""
        chosen = {} if self.token == LOCAL_TOKEN else {"telegram_token": self.token}
        return {"telegram_api_url": stand_in_url, **chosen}

    def words(self, text: str, *, person: int = 1, number: int = 1, at: float | None = None) -> WebCall:
        """The update for a text."""
        message = updates.message(
            _chat(person), number, int(at if at is not None else NOON), **updates.written(text)
        )
        return self.update("message", message, person=person, number=number)

    def edited(self, text: str, *, person: int = 1, number: int = 1) -> WebCall | None:
        """The update for a text that was changed."""
        message = updates.message(_chat(person), 1, NOON, **updates.written(text), edit_date=NOON + 1)
        return self.update("edited_message", message, person=person, number=number)

    def pressed(self, choice: str, *, person: int = 1, number: int = 1) -> WebCall | None:
        """The update for a button below the message that has it, or below one that we never sent."""
        chat = _chat(person)
        shown = [each for each in self.stand_in.sent if choice in json.dumps(each.get("reply_markup", {}))]
        below = shown[0] if shown else updates.message(chat, 1, NOON, **updates.written("Hello"))
        below = below | {"chat": updates.private(chat)}
        pressed = updates.pressed(chat, f"{person}{number}", choice, below)
        return self.update("callback_query", pressed, person=person, number=number)

    def left(self, message_id: str, *, person: int = 1) -> WebCall | None:
        """The update for a person who has blocked us."""
        changed = updates.membership(_chat(person), NOON, blocked=True)
        return self.update("my_chat_member", changed, person=person, number=900_000)

    def shut(self, person: int) -> bool:
        """They have blocked us."""
        self.stand_in.blocked.add(_chat(person))
        return True

    def let_in(self, person: int) -> None:
        """They have let us in again."""
        self.stand_in.blocked.discard(_chat(person))

    def unreadable(self, words: str) -> WebCall:
        """An update without a number."""
        return self.call({"update_id": words})

    def secrets(self) -> list[str]:
        """The token, and the webhook's secret."""
        return [self.token, self.secret()]

    def command(self, name: str) -> str:
        """A command."""
        return f"/{name}"

    def forgeries(self, call: WebCall) -> list[WebCall]:
        """Another secret, or none."""
        return with_other(call, SECRET_HEADER)

    def said_in(self, answer: bytes) -> list[str]:
        """A method may be called by the answer."""
        return [json.loads(answer)["text"]] if answer else []

    def update(self, kind: str, what: dict[str, Any], *, person: int, number: int) -> WebCall:
        """The request that brings an update of somebody. The numbers of updates are one row for all chats."""
        return self.call({"update_id": person * 1_000_000 + number, kind: what})

    def call(self, update: dict[str, Any]) -> WebCall:
        """The request that brings an update."""
        headers = {"content-type": "application/json", SECRET_HEADER: self.secret()}
        return WebCall(HOOK, json.dumps(update).encode(), headers=headers)

    def address(self, person: int = 1) -> str:
        """The chat's id."""
        return str(_chat(person))

    def receipt(self, message_id: str, *, delivered: bool) -> WebCall | None:
        """Telegram has none."""
        return None


def _chat(person: int) -> int:
    return _FIRST_CHAT + person

"""Telegram for the contract test and the soak: updates as its webhook brings them, and its Bot API to send to."""

import json
from collections.abc import Callable
from typing import Any

from bot.channels.telegram import updates
from bot.channels.telegram.api import HOOK
from bot.channels.telegram.provider import SECRET_HEADER
from bot.channels.telegram.standin import TelegramStandIn
from tests.channels.rigs import Sent, WebCall

NOON = 1_772_366_400
_FIRST_CHAT = 700_000_000


class TelegramRig:
    """One bot account on the stand-in. The webhook's secret comes from the bot's keys, so it is asked for when it is needed."""

    name = "telegram"
    channel = "telegram"

    def __init__(self, secret: Callable[[], str] = lambda: "") -> None:
        self.secret = secret
        self.sent: list[Sent] = []
        self.stand_in = TelegramStandIn(shown=self._shown)

    def _shown(self, message: dict[str, Any]) -> None:
        self.sent.append(Sent(str(message["chat"]["id"]), message["text"]))

    def settings(self, stand_in_url: str) -> dict[str, object]:
        """No token: the stand-in's own."""
        return {"telegram_api_url": stand_in_url}

    def words(self, text: str, *, person: int = 1, number: int = 1, at: float | None = None) -> WebCall:
        """The update for a text."""
        message = updates.message(
            _chat(person), number, int(at if at is not None else NOON), **updates.written(text)
        )
        # The numbers of updates are one row for all chats.
        return self.call({"update_id": person * 1_000_000 + number, "message": message})

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

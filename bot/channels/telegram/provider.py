"""Telegram as a provider: calls that carry our secret, messages through python-telegram-bot's client."""

import asyncio
import hmac
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

from starlette.responses import JSONResponse, Response
from telegram import LinkPreviewOptions
from telegram.constants import MessageLimit
from telegram.error import TelegramError

from bot.channels.channel import Texts
from bot.channels.errors import SendError, SendFailed
from bot.channels.incoming import Call, Incoming, NotSigned, Said
from bot.channels.telegram.api import Api
from bot.channels.telegram.emphasis import numbers_in_bold, units
from bot.channels.telegram.failures import failed
from bot.channels.telegram.group import Us
from bot.channels.telegram.keyboard import TooLong, keyboard
from bot.channels.telegram.pace import Pace
from bot.channels.telegram.parse import parse
from bot.logs import logger
from bot.messages import Outgoing

SECONDS = 8.0
"""How long one request may take in all."""
SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105 (its name)
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

log = logger(__name__)


class TelegramProvider:
    """Carries messages to and from Telegram. Without texts nobody is asked to share where they are."""

    hooks: tuple[str, ...] = ("",)

    def __init__(
        self,
        api: Api,
        secret: str,
        *,
        texts: Texts | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._texts = texts
        self._api = api
        self._secret = secret.encode()
        self._clock = clock
        self._pace = Pace()
        self._us = Us(api.bot_id)

    def verify(self, call: Call) -> None:
        """Return if the call carries the secret that we gave to Telegram; raise NotSigned."""
        header = call.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(header.encode("utf-8", "replace"), self._secret):
            raise NotSigned("the secret token is wrong" if header else "there is no secret token")

    def parse(self, call: Call) -> Sequence[Incoming]:
        """What an update tells us; raise Unreadable."""
        return parse(call.body, self._us)

    def taken(self, call: Call) -> Response:  # noqa: ARG002 (the same for every call)
        """An empty 200."""
        return Response()

    def saying(self, call: Call, said: Said, texts: Sequence[str]) -> Response | None:  # noqa: ARG002 (likewise)
        """A call of sendMessage in the answer itself; of the texts as many from the first on as one message holds."""
        text = ""
        for each in texts:
            longer = f"{text}\n\n{each}" if text else each
            if units(longer) > MessageLimit.MAX_TEXT_LENGTH:
                break
            text = longer
        if not text:
            return None
        method: dict[str, Any] = {
            "method": "sendMessage",
            "chat_id": int(said.address),
            "text": text,
            "entities": [entity.to_dict() for entity in numbers_in_bold(text)],
            "link_preview_options": _NO_PREVIEW.to_dict(),
        }
        return JSONResponse(method)

    async def send(self, message: Outgoing) -> None:
        """Hand one message over; raise SendFailed. It never waits for its turn: it says how long that would take."""
        try:
            markup = keyboard(message.choices, message.language, self._texts)
        except TooLong:
            log.exception("choice_too_long", message=message.id)
            raise SendFailed(SendError.REFUSED) from None
        wait = self._pace.take(message.address, self._clock(), urgent=message.urgent)
        if wait:
            raise SendFailed(SendError.PACED, timedelta(seconds=wait))
        sending = self._api.bot.send_message(
            int(message.address),
            message.text,
            entities=numbers_in_bold(message.text) if message.kind == "card" or message.urgent else None,
            link_preview_options=_NO_PREVIEW,
            reply_markup=markup,
        )
        try:
            async with asyncio.timeout(SECONDS):
                sent = await sending
        except (TelegramError, TimeoutError) as error:
            raise failed(error) from None
        if sent.from_user:
            self._us = Us(self._us.id, sent.from_user.username)

    async def acknowledge(self, said: Said) -> None:
        """End the waiting sign of a press, and take the used buttons away. Raises nothing."""
        bot, handle = self._api.bot, said.handle
        if "query" in handle:
            await self._quietly("press_not_answered", bot.answer_callback_query(handle["query"]))
        if "message" in handle:
            taking_away = bot.edit_message_reply_markup(int(said.address), int(handle["message"]))
            await self._quietly("buttons_not_removed", taking_away)

    async def typing(self, address: str) -> None:
        """Show the typing sign, for some seconds or until a message comes. Raises nothing."""
        await self._quietly("typing_not_shown", self._api.bot.send_chat_action(int(address), "typing"))

    async def close(self) -> None:
        """Let go of connections."""
        await self._api.close()

    async def _quietly(self, event: str, asking: Awaitable[object]) -> None:
        """Ask for something that nobody misses for long: a press that is too old, a typing sign."""
        try:
            async with asyncio.timeout(SECONDS):
                await asking
        except (TelegramError, TimeoutError) as error:
            log.info(event, code=failed(error).code)

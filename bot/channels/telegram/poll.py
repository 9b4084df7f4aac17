"""Fetches updates from Telegram and hands each to the bot on this machine, for places without a public address.

The bot gets an update as Telegram's webhook would bring it, raw, with the secret. The next ones are asked for only when the bot
has taken it, so nothing is lost when either side is away; what is handed over twice, the bot knows by its number.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import httpx

from bot.channels.telegram.fields import Json
from bot.channels.telegram.parse import UPDATES

HOLD_SECONDS = 50
"""How long Telegram keeps a request open while nobody writes."""
_LONGEST_PAUSE = 30.0


class PollError(Exception):
    """It makes no sense to go on; the text is one sentence for the operator."""


class _NotNowError(Exception):
    """It did not work this time. seconds: how long we were asked to wait, 0 if nobody said."""

    def __init__(self, why: str, seconds: float = 0.0) -> None:
        super().__init__(why)
        self.seconds = seconds


class Poller:
    """Updates from ``api`` (a client whose base is the Bot API with the token) to ``hook`` of ``bot``."""

    def __init__(
        self,
        api: httpx.AsyncClient,
        bot: httpx.AsyncClient,
        secret_header: tuple[str, str],
        tell: Callable[[str], None],
        *,
        hold: float = HOLD_SECONDS,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._api = api
        self._bot = bot
        self._headers = dict([secret_header])
        self._tell = tell
        self._hold = hold
        self._pause = pause
        self._offset = 0

    async def run(self, hook: str) -> None:
        """Fetch and hand over until cancelled; raise PollError."""
        await self._insist(partial(self._ask, "deleteWebhook", {}))
        self._tell("Fetching messages from Telegram. Ctrl-C ends it.")
        while True:
            await self.once(hook)

    async def once(self, hook: str) -> None:
        """Fetch once, waiting for somebody to write, and hand over what came; raise PollError."""
        updates = await self._insist(self._fetch)
        if (
            not updates
        ):  # all is confirmed; after a quiet week Telegram counts on from anywhere, also from below
            self._offset = 0
        for update in updates:
            await self._insist(partial(self._hand_over, hook, update))
            self._offset = update["update_id"] + 1

    async def _insist(self, work: Callable[[], Awaitable[Any]]) -> Any:  # noqa: ANN401 (JSON)
        """Try until it works, ever more slowly. The operator is told once why it does not."""
        failures, told = 0, ""
        while True:
            try:
                result = await work()
            except _NotNowError as failure:
                if str(failure) != told:
                    told = str(failure)
                    self._tell(told)
                await self._pause(failure.seconds or min(_LONGEST_PAUSE, 2.0**failures))
                failures = min(failures + 1, 10)
                continue
            if told:
                self._tell("It works again.")
            return result

    async def _fetch(self) -> list[Json]:
        asked = {"offset": self._offset, "timeout": self._hold, "allowed_updates": list(UPDATES)}
        updates: list[Json] = await self._ask("getUpdates", asked)
        return updates

    async def _hand_over(self, hook: str, update: Json) -> None:
        try:
            answer = await self._bot.post(hook, json=update, headers=self._headers)
        except httpx.HTTPError:
            raise _NotNowError(
                "No bot answers on this machine: start it with `make run`. Trying again."
            ) from None
        if answer.status_code == 403:
            raise _NotNowError(
                "The bot does not know our secret: let both use the same data folder. Trying again."
            )
        if not answer.is_success:
            raise _NotNowError("The bot cannot take messages at the moment. Trying again.")
        if answer.content:  # what a webhook's answer asks for, Telegram does by itself
            asked = answer.json()
            await self._ask(asked.pop("method"), asked)

    async def _ask(self, method: str, fields: Json) -> Any:  # noqa: ANN401 (JSON)
        try:
            answer = await self._api.post(method, json=fields)
            body = answer.json()
        except (httpx.HTTPError, ValueError):
            raise _NotNowError("Telegram cannot be reached. Trying again.") from None
        if answer.is_success:
            return body.get("result")
        if answer.status_code in {401, 404}:
            raise PollError("Telegram does not know the token: look at WAYMARK_TELEGRAM_TOKEN.")
        if answer.status_code == 409:
            raise _NotNowError(
                "Something else fetches for this bot, or a webhook is set: end that. Trying again."
            )
        if method not in {"getUpdates", "deleteWebhook"} and answer.status_code in {400, 403}:
            return None  # the person has gone meanwhile
        seconds = float(body.get("parameters", {}).get("retry_after", 0))
        raise _NotNowError("Telegram asks us to wait. Trying again.", seconds)

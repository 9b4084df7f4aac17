"""The way to Telegram's Bot API, or to its stand-in on loopback: address, token, and a client with short patience."""

import os
import re
from dataclasses import dataclass

from telegram import Bot
from telegram.request import HTTPXRequest

from bot.settings import PREFIX, Settings, SettingsError

# The client warns of a change to come wherever it reads a 429, unless told that we are ready for it.
os.environ.setdefault("PTB_TIMEDELTA", "true")

TELEGRAM = "https://api.telegram.org"
LOCAL_TOKEN = "1:local"  # noqa: S105 (it opens nothing)
SECRET_PURPOSE = "telegram-webhook"  # noqa: S105 (a name)
HOOK = "/hooks/telegram"
CONNECTIONS = 64
_TOKEN = re.compile(r"(\d{1,20}):[\w-]+", re.ASCII)
_CONNECT_SECONDS, _READ_SECONDS, _WRITE_SECONDS, _POOL_SECONDS = 2.5, 5.0, 2.5, 1.0


@dataclass(frozen=True, slots=True)
class Api:
    """A client. The bot's own shutdown would leave the connections open, as it was never made to introduce itself."""

    bot: Bot
    request: HTTPXRequest

    @property
    def bot_id(self) -> int:
        """Our own id, which every token begins with."""
        return int(self.bot.token.partition(":")[0])

    async def close(self) -> None:
        """Let go of the connections."""
        await self.request.shutdown()


def token_of(settings: Settings) -> str:
    """The token, or the one that the stand-in knows; raise SettingsError if it is none."""
    token = settings.telegram_token.get_secret_value() if settings.telegram_token else LOCAL_TOKEN
    if not _TOKEN.fullmatch(token):
        name = f"{PREFIX}TELEGRAM_TOKEN"
        raise SettingsError(
            f"{name} cannot be used: a token is digits, a colon and a key, as BotFather gave it."
        )
    return token


def url_of(settings: Settings) -> str:
    """Where the Bot API answers: as set, else Telegram's own; without a token, the stand-in."""
    if settings.telegram_api_url:
        return settings.telegram_api_url
    return TELEGRAM if settings.telegram_token else f"http://127.0.0.1:{settings.telegram_phone_port}"


def connect(settings: Settings) -> Api:
    """A client; nothing is asked of anybody yet. Raise SettingsError."""
    url = url_of(settings)
    far = url.startswith("https")
    request = HTTPXRequest(
        connection_pool_size=CONNECTIONS,
        connect_timeout=_CONNECT_SECONDS,
        read_timeout=_READ_SECONDS,
        write_timeout=_WRITE_SECONDS,
        pool_timeout=_POOL_SECONDS,
        # A stand-in on this machine is never behind a proxy, and has no certificate.
        httpx_kwargs={"verify": far, "trust_env": far},
    )
    bot = Bot(token_of(settings), base_url=f"{url}/bot", request=request, get_updates_request=request)
    return Api(bot, request)

"""Telegram as a channel. Without a token it is the stand-in that ``telegram phone`` starts on this machine."""

from bot.channels.capabilities import Capabilities
from bot.channels.channel import Channel, Texts
from bot.channels.telegram.api import SECRET_PURPOSE, connect
from bot.channels.telegram.provider import TelegramProvider
from bot.keys import Keys
from bot.settings import Settings

CAPABILITIES = Capabilities(buttons=True, length=4096, media=True, typing=True)


def make(settings: Settings, keys: Keys, texts: Texts) -> Channel:
    """The channel; it is always on. Raise SettingsError if the token is none."""
    provider = TelegramProvider(connect(settings), keys.secret(SECRET_PURPOSE), texts=texts)
    return Channel("telegram", CAPABILITIES, provider)

"""The web as a channel: people fetch their messages through event streams, so nothing is sent."""

from bot.channels.capabilities import Capabilities
from bot.channels.channel import Channel, Texts
from bot.keys import Keys
from bot.settings import Settings

CAPABILITIES = Capabilities(buttons=True, length=4_000, typing=True)
WEB = Channel("web", CAPABILITIES)


def make(_settings: Settings, _keys: Keys, _texts: Texts) -> Channel:
    """The channel; it is always on."""
    return WEB

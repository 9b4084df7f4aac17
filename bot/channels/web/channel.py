"""The web as a channel: people fetch their messages through event streams, so nothing is sent."""

from bot.channels.capabilities import Capabilities
from bot.channels.channel import Channel

WEB = Channel("web", Capabilities(buttons=True, length=4_000, typing=True))

"""Every channel, one line each."""

from bot.channels.channel import Channel
from bot.channels.web.channel import WEB

CHANNELS: dict[str, Channel] = {channel.name: channel for channel in (WEB,)}

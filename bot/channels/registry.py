"""Every channel, one line each."""

from collections.abc import Callable
from types import ModuleType

from bot.channels.capabilities import Capabilities
from bot.channels.channel import Channel, Texts
from bot.channels.sms import channel as sms
from bot.channels.telegram import channel as telegram
from bot.channels.web import channel as web
from bot.keys import Keys
from bot.settings import Settings

_MODULES: dict[str, ModuleType] = {"web": web, "telegram": telegram, "sms": sms}

CAPABILITIES: dict[str, Capabilities] = {name: module.CAPABILITIES for name, module in _MODULES.items()}
"""What each channel can do, whether it is switched on or not."""


def make_channels(settings: Settings, keys: Keys, texts: Texts) -> dict[str, Channel]:
    """The channels that the settings switch on, by name; raise SettingsError."""
    makers: list[Callable[[Settings, Keys, Texts], Channel | None]] = [
        each.make for each in _MODULES.values()
    ]
    made = (make(settings, keys, texts) for make in makers)
    return {channel.name: channel for channel in made if channel}

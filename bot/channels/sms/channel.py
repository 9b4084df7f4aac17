"""Text messages: what they can do, and who carries them."""

from collections.abc import Callable
from dataclasses import replace

from bot.channels.capabilities import Capabilities
from bot.channels.channel import Channel, Provider, Texts
from bot.channels.sms import json_sms, notify, twilio, vonage
from bot.keys import Keys
from bot.settings import Settings

CAPABILITIES = Capabilities(
    buttons=False, short=True, length=1_000, media=True, receipts=True, metered=True, reopens=False
)

_PROVIDERS: dict[str, Callable[[Settings, Keys], Provider]] = {
    "local": json_sms.local,
    "json": json_sms.make,
    "twilio": twilio.make,
    "notify": notify.make,
    "vonage": vonage.make,
}
_SHORTER = {"notify": notify.LENGTH}


def make(settings: Settings, keys: Keys, texts: Texts) -> Channel | None:  # noqa: ARG001 (as every channel's)
    """The channel over the provider of the settings; None if text messages are switched off."""
    chosen = _PROVIDERS.get(settings.sms_provider)
    if chosen is None:
        return None
    length = min(CAPABILITIES.length, _SHORTER.get(settings.sms_provider, CAPABILITIES.length))
    return Channel("sms", replace(CAPABILITIES, length=length), chosen(settings, keys))

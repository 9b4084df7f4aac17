"""The settings of the channels: a part of bot/settings.py, with a help sentence each."""

from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings

SmsProvider = Literal["local", "twilio", "notify", "vonage", "json", "off"]
_NEEDED: dict[str, tuple[str, ...]] = {
    "twilio": ("public_url", "twilio_account", "twilio_token", "twilio_from"),
    "notify": ("public_url", "notify_key", "notify_template", "notify_callback_token"),
    "vonage": ("public_url", "vonage_key", "vonage_secret", "vonage_signature_secret", "vonage_from"),
    "json": ("sms_json_url", "sms_json_secret"),
}


_LEAST = {"notify_callback_token": 10, "sms_json_secret": 16}
"""Secrets that are chosen by hand, and how many characters each has at least."""
_HERE = ("127.0.0.1", "localhost")


def _is_safe(url: str) -> bool:
    """True for an address that is reached by TLS or is on this machine; raise ValueError if it is none."""
    parts = urlsplit(url)
    _ = parts.port  # which looks whether it can be one
    if parts.scheme == "https":
        return bool(parts.hostname)
    return parts.scheme == "http" and parts.hostname in _HERE


class ChannelSettings(BaseSettings):
    """Where we are reached from outside, and the accounts with those who carry messages."""

    public_url: str = Field(
        "",
        description="Where the outside reaches us, as https://waymark.example.org, for webhooks and links; empty if nowhere.",
    )
    telegram_token: SecretStr | None = Field(
        None, description="The Telegram bot's token from BotFather; empty for the local stand-in."
    )
    telegram_api_url: str = Field(
        "",
        description="Where Telegram's Bot API answers; empty for Telegram's own, or for the local stand-in.",
    )
    telegram_phone_port: int = Field(
        8082, ge=1, le=65535, description="Port on loopback of the stand-in that `telegram phone` starts."
    )
    sms_provider: SmsProvider = Field(
        "local", description="Who carries text messages; local is the stand-in that `sms phone` starts."
    )
    sms_phone_port: int = Field(
        8083, ge=1, le=65535, description="Port on loopback of the stand-in that `sms phone` starts."
    )
    sms_pence: float = Field(
        4.0,
        ge=0,
        le=100,
        description="What one segment of a text message costs, in pence, for the cost guard.",
    )
    sms_daily_pounds: float = Field(
        50.0,
        gt=0,
        description="What text messages may cost a day, in pounds; crisis replies are sent all the same.",
    )
    sms_person_daily: int = Field(
        40,
        ge=5,
        description="Ordinary text messages that one person is sent a day; crisis replies do not count.",
    )
    twilio_account: str = Field("", pattern=r"^(AC[0-9a-f]{32})?$", description="Twilio: the account's SID.")
    twilio_token: SecretStr | None = Field(None, description="Twilio: the account's auth token.")
    twilio_from: str = Field(
        "", description="Twilio: the number that we text from, or the SID (MG…) of a messaging service."
    )
    twilio_url: str = Field("https://api.twilio.com", description="Twilio: where its API answers.")
    notify_key: SecretStr | None = Field(None, description="GOV.UK Notify: the API key.")
    notify_template: str = Field(
        "", description="GOV.UK Notify: id of the text message template whose whole text is ((message))."
    )
    notify_sender: str = Field(
        "", description="GOV.UK Notify: id of the sender; empty for the service's own."
    )
    notify_callback_token: SecretStr | None = Field(
        None, description="GOV.UK Notify: the bearer token that its callbacks carry, chosen by you."
    )
    notify_url: str = Field(
        "https://api.notifications.service.gov.uk", description="GOV.UK Notify: where its API answers."
    )
    vonage_key: str = Field("", description="Vonage: the API key.")
    vonage_secret: SecretStr | None = Field(None, description="Vonage: the API secret.")
    vonage_signature_secret: SecretStr | None = Field(
        None, description="Vonage: the signature secret, with which its webhooks are signed."
    )
    vonage_signature_method: Literal["md5", "sha1", "sha256", "sha512"] = Field(
        "sha256", description="Vonage: the method of the signature, as its dashboard says (…HMAC)."
    )
    vonage_from: str = Field("", description="Vonage: the number that we text from.")
    vonage_url: str = Field("https://rest.nexmo.com", description="Vonage: where its API answers.")
    sms_json_url: str = Field(
        "", description="Generic JSON: where we hand over text messages; see docs/channels/sms.md."
    )
    sms_json_secret: SecretStr | None = Field(
        None, description="Generic JSON: the secret with which both sides sign."
    )

    @field_validator(
        "public_url", "telegram_api_url", "twilio_url", "notify_url", "vonage_url", "sms_json_url"
    )
    @classmethod
    def _known_url(cls, url: str) -> str:
        if url and not _is_safe(url):
            raise ValueError("begin it with https:// (http:// is for 127.0.0.1 only)")
        return url.rstrip("/")

    @field_validator(*_LEAST)
    @classmethod
    def _long_enough(cls, secret: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        least = _LEAST[info.field_name or ""]
        if secret and len(secret) < least:
            raise ValueError(f"make it at least {least} characters long")
        return secret

    @model_validator(mode="after")
    def _whole_account(self) -> "ChannelSettings":
        missing = [name for name in _NEEDED.get(self.sms_provider, ()) if not getattr(self, name)]
        if missing:
            names = ", ".join(f"WAYMARK_{name.upper()}" for name in missing)
            raise ValueError(f"WAYMARK_SMS_PROVIDER={self.sms_provider} needs {names} too")
        return self

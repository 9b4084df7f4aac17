"""Links that begin a chat, for posters and pages: with a region, a language and what to show first. Pure."""

from telegram.helpers import create_deep_linked_url

from bot.channels.telegram.private import payload_of


def deep_link(username: str, region: str, language: str, first: str | None = None) -> str:
    """The link; raise ValueError if Telegram, or we, could not read it."""
    payload = "-".join(filter(None, (region, language, first)))
    if payload_of(payload) != (region, language, first):
        raise ValueError("a link holds a region, a language and a label, in small letters")
    return create_deep_linked_url(username, payload)

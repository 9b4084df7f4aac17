"""Calls of providers as the bot's own route makes them, and the numbers that tests use."""

from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest

from bot.channels.channel import Provider
from bot.channels.errors import SendFailed
from bot.channels.incoming import Call
from bot.messages import Outgoing
from tests.channels.rigs import WebCall

ORIGIN = "https://waymark.example.org"
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def number(person: int = 1) -> str:
    """A number of the range that Ofcom keeps for drama."""
    return f"+447700900{person:03d}"


OURS = number(999)


def called(web: WebCall, now: datetime = NOW) -> Call:
    """The call that the route makes of a request, whatever a proxy made of its scheme and host."""
    parts = urlsplit(web.path)
    return Call(
        hook=parts.path.removeprefix("/hooks/sms").strip("/"),
        url=f"{ORIGIN}{web.path}",
        query=tuple(parse_qsl(parts.query, keep_blank_values=True)),
        headers={name.lower(): value for name, value in web.headers.items()},
        body=web.body,
        received_at=now,
    )


def outgoing(text: str = "Hello", person: int = 1, message_id: str = "m-1") -> Outgoing:
    return Outgoing(message_id, number(person), text)


async def send(provider: Provider, message: Outgoing | None = None) -> None:
    """Hand a message over, and let go of the connection."""
    try:
        await provider.send(message or outgoing())
    finally:
        await provider.close()


async def failure(provider: Provider, message: Outgoing | None = None) -> SendFailed:
    """Why a message was not handed over."""
    with pytest.raises(SendFailed) as failed:
        await send(provider, message)
    return failed.value

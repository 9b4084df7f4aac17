"""The stand-in of the Bot API, and the provider that sends to it."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from bot.channels.telegram.api import connect
from bot.channels.telegram.provider import TelegramProvider
from bot.channels.telegram.standin import TelegramStandIn
from bot.settings import Settings

SECRET = "a-secret-of-43-characters"


@pytest.fixture(scope="module")
def _served() -> Iterator[tuple[TelegramStandIn, str]]:
    """One server for all tests of a module: to end one takes a while."""
    made = TelegramStandIn()
    with made.serving() as url:
        yield made, url


@pytest.fixture
def stand_in(_served: tuple[TelegramStandIn, str]) -> TelegramStandIn:
    """As new."""
    TelegramStandIn.__init__(_served[0])
    return _served[0]


@pytest.fixture
def api_url(_served: tuple[TelegramStandIn, str], stand_in: TelegramStandIn) -> str:
    return _served[1]


@pytest.fixture
async def provider(api_url: str) -> AsyncIterator[TelegramProvider]:
    made = TelegramProvider(connect(settings(telegram_api_url=api_url)), SECRET)
    yield made
    await made.close()


def settings(**chosen: Any) -> Settings:
    return Settings(_env_file=None, **chosen)

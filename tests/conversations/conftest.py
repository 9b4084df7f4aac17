"""Dialogues with the real engine, the real actions and the real bot: one engine and one bot for all of them.

Each test is one conversation and tells one story; a file is a situation. See tests/support/talk.py for what can be said.
"""

from collections.abc import Iterator

import pytest

from tests.support.bot_thread import RunningBot, running_bot
from tests.support.chat import Person
from tests.support.shared_engine import shared_engine
from tests.support.talk import Talk

MOST_PATIENT = 4.0
"""Seconds that the bot waits for the engine: these tests are about what is said, on however busy a machine."""


@pytest.fixture(scope="session")
def whole_bot(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBot]:
    """The bot over the real engine."""
    engine = shared_engine(pytestconfig, tmp_path_factory)
    with running_bot(
        tmp_path_factory.mktemp("bot"),
        engine_url=engine.url,
        engine_secret=engine.secret,
        engine_seconds=MOST_PATIENT,
    ) as bot:
        yield bot


@pytest.fixture
def talk(whole_bot: RunningBot) -> Iterator[Talk]:
    """A new conversation."""
    with Person(whole_bot.url) as person:
        yield Talk(whole_bot, person)

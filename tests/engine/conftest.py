"""The real engine, started once for the tests that need it, and a person who talks to it."""

import uuid
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.support.engine_process import EngineProcess
from tests.support.shared_engine import shared_engine


class Talk:
    """One conversation with the turn channel: each turn has its own id unless one is given."""

    def __init__(self, engine: EngineProcess) -> None:
        self.engine = engine
        self.sender = uuid.uuid4().hex

    def post(self, text: str | None = None, **fields: Any) -> httpx.Response:
        """Ask for a turn; give the response whatever it is."""
        said = {} if text is None else {"text": text}
        named = {"turn_id": uuid.uuid4().hex, "sender": self.sender, "language": "en", "region": "llr"}
        return self.send("POST", "/webhooks/turn/", json=named | said | fields)

    def say(self, text: str | None = None, **fields: Any) -> dict[str, Any]:
        """Ask for a turn that must succeed; give the answer."""
        response = self.post(text, **fields)
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    def first(self, text: str | None = None, **fields: Any) -> dict[str, Any]:
        """The first directive of the answer."""
        directive: dict[str, Any] = self.say(text, **fields)["directives"][0]
        return directive

    def send(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        """Any request to the engine, with the secret."""
        headers = dict(self.engine.headers)
        return httpx.request(
            method, self.engine.url + path, headers=headers, timeout=30, trust_env=False, **arguments
        )


@pytest.fixture(scope="session")
def engine(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> EngineProcess:
    """A running engine with a tracker database of its own."""
    return shared_engine(pytestconfig, tmp_path_factory)


@pytest.fixture
def new_talk(engine: EngineProcess) -> Callable[[], Talk]:
    """Makes conversations."""
    return lambda: Talk(engine)


@pytest.fixture
def talk(engine: EngineProcess) -> Talk:
    """A new conversation."""
    return Talk(engine)

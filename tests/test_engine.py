"""What the engine may answer: what it is not for the engine to say is no answer."""

from typing import Any

import pytest

from bot.engine import EngineClient, EngineFailure, TurnRequest
from tests.support.fake_engine import FakeEngine

OFFER = {"label": "sleep", "directive": {"topic": "sleep"}}
MORE = {"more": {"pages": ["Ring this number"], "choices": []}}
OURS = [
    {"opening": True},
    MORE,
    {"choices": [OFFER, {"label": "more_text", "directive": MORE}]},
    {"choices": [{"label": "more_text", "directive": {"choices": [{"label": "a", "directive": MORE}]}}]},
]


async def asked(*answer: dict[str, Any]) -> int:
    """How many directives come of an answer; raise EngineFailure."""
    engine = FakeEngine("secret")
    engine.answers["hello"] = list(answer)
    client = EngineClient("http://engine", "secret", 2.5, engine.transport())
    try:
        return len((await client.turn(TurnRequest("t1", "s1", "hello", "en", "llr"))).directives)
    finally:
        await client.close()


@pytest.mark.parametrize("directive", OURS, ids=str)
async def test_what_only_we_may_say_is_malformed(directive: dict[str, Any]) -> None:
    """Both hold or bring words that no content has gone through."""
    with pytest.raises(EngineFailure, match="malformed"):
        await asked({"say": "greet.hello"}, directive)


async def test_what_it_may_say() -> None:
    assert await asked({"say": "greet.hello"}, {"choices": [OFFER, {"label": "menu", "intent": "m"}]}) == 2

"""The fake engine keeps the turn channel's promises, in memory and over HTTP, as the real client sees them."""

from collections.abc import AsyncIterator

import pytest

from bot.directives import Say
from bot.engine import EngineClient, EngineFailure, TurnRequest
from tests.support.fake_engine import FakeEngine, Fault


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine(secret="shared")


@pytest.fixture(params=["memory", "http"])
async def client(request: pytest.FixtureRequest, engine: FakeEngine) -> AsyncIterator[EngineClient]:
    with engine.serving() as url:
        made = EngineClient(url, "shared", 0.5, engine.transport() if request.param == "memory" else None)
        yield made
        await made.close()


def _asked(text: str, turn_id: str = "t1") -> TurnRequest:
    return TurnRequest(turn_id=turn_id, sender="s1", text=text, language="en", region="llr")


async def test_it_answers_what_it_was_told_to(engine: FakeEngine, client: EngineClient) -> None:
    engine.answers["good morning"] = [{"say": "greet.hello"}]
    answer = await client.turn(_asked("Good morning"))
    assert answer.directives == (Say("greet.hello"),)
    assert engine.turns == [_asked("Good morning").body()]


async def test_a_turn_happens_once(engine: FakeEngine, client: EngineClient) -> None:
    first = await client.turn(_asked("hello"))
    engine.answers["hello"] = [{"say": "greet.goodbye"}]
    assert await client.turn(_asked("hello")) == first
    assert await client.turn(_asked("hello", "t2")) != first


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Fault.STATUS, "status"),
        (Fault.GARBAGE, "malformed"),
        (Fault.INCOMPLETE, "incomplete"),
        (Fault.DROP, "unreachable"),
    ],
)
async def test_it_fails_when_told_to_and_recovers(
    engine: FakeEngine, client: EngineClient, fault: Fault, code: str
) -> None:
    engine.faults.append(fault)
    with pytest.raises(EngineFailure) as failure:
        await client.turn(_asked("hello"))
    assert failure.value.code == code
    assert (await client.turn(_asked("hello"))).intent == "hello"


async def test_it_can_be_slow(engine: FakeEngine, client: EngineClient) -> None:
    engine.delay = 30.0
    with pytest.raises(EngineFailure) as failure:
        await client.turn(_asked("hello"))
    assert failure.value.code == "late"


async def test_it_erases_and_says_that_it_is_ready(engine: FakeEngine, client: EngineClient) -> None:
    await client.erase("s1")
    assert engine.erased == ["s1"]
    assert await client.failing() == ()
    engine.fault = Fault.DROP
    assert await client.failing() == ("engine",)


async def test_it_refuses_a_stranger(engine: FakeEngine) -> None:
    stranger = EngineClient("http://engine", "wrong", 0.5, engine.transport())
    with pytest.raises(EngineFailure):
        await stranger.turn(_asked("hello"))
    await stranger.close()
    assert engine.turns == []

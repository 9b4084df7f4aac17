"""Kill -9 of the bot between each pair of stages: nothing is lost, nothing is answered twice."""

import multiprocessing
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import httpx
import pytest

from bot.pipeline import runner
from bot.store import cases, inbox
from tests.conftest import unavailable
from tests.support import postgres
from tests.support.bot_thread import running_bot
from tests.support.chat import Person
from tests.support.crash_bot import serve
from tests.support.fake_engine import FakeEngine
from tests.support.ports import free_port

STAGES = [stage.__name__.rpartition(".")[2] for stage in (*runner.CORE, *runner.TERMINAL)]
GAPS = [*(f"before_{name}" for name in STAGES), "after_all"]
OPENING = [("bot", "opening"), ("person", "text")]


@pytest.fixture(scope="module")
def processes() -> multiprocessing.context.ForkServerContext:
    """Starts processes from one that has imported the bot, and proved the rules of the safety net, already."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.support.crash_bot_ready"])
    return context


@pytest.fixture
def engine() -> FakeEngine:
    """The engine outlives the bot."""
    return FakeEngine()


@pytest.fixture
def engine_url(engine: FakeEngine) -> Iterator[str]:
    """Where it answers while the first bot runs."""
    with engine.serving() as url:
        yield url


def wait_until_live(url: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with suppress(httpx.HTTPError):
            httpx.get(f"{url}/health/live").raise_for_status()
            return
        time.sleep(0.05)
    raise AssertionError("the bot did not start")


@pytest.mark.parametrize("gap", range(len(GAPS)), ids=GAPS)
def test_killed_between_stages_and_started_again(
    tmp_path: Path,
    processes: multiprocessing.context.ForkServerContext,
    engine: FakeEngine,
    engine_url: str,
    gap: int,
) -> None:
    kill_and_start_again(tmp_path, processes, engine, engine_url, gap, {})


@pytest.mark.parametrize(
    "gap", [STAGES.index("record"), STAGES.index("deliver")], ids=["before_record", "after_record"]
)
def test_the_same_over_postgresql_where_the_lease_has_to_run_out(
    tmp_path: Path,
    processes: multiprocessing.context.ForkServerContext,
    engine: FakeEngine,
    engine_url: str,
    postgres_url: str | None,
    gap: int,
) -> None:
    if postgres_url is None:
        unavailable("PostgreSQL")
        return
    postgres.empty(postgres_url)
    kill_and_start_again(tmp_path, processes, engine, engine_url, gap, {"database_url": postgres_url})


def kill_and_start_again(
    tmp_path: Path,
    processes: multiprocessing.context.ForkServerContext,
    engine: FakeEngine,
    engine_url: str,
    gap: int,
    store: dict[str, object],
) -> None:
    settings = store | {
        "data_dir": tmp_path,
        "engine_url": engine_url,
        "engine_secret": "s",
        "port": free_port(),
    }
    doomed = processes.Process(target=serve, args=(gap, settings))
    doomed.start()
    url = f"http://127.0.0.1:{settings['port']}"
    wait_until_live(url)
    texts = ("hello", "I want to end my life")
    tokens = {text: httpx.post(f"{url}/api/chat/sessions").json()["token"] for text in texts}
    for text, token in tokens.items():
        with Person(url, token) as person, suppress(httpx.HTTPError):
            person.send(text, message_id="once")  # it may die before it has answered
    doomed.join(30)
    assert doomed.exitcode == -9

    with running_bot(tmp_path, engine, **store) as bot:
        expected = {"hello": [("bot", "text")], "I want to end my life": [("bot", "card"), ("bot", "text")]}
        with ExitStack() as stack:
            people = {text: stack.enter_context(Person(bot.url, token)) for text, token in tokens.items()}
            for text, person in people.items():
                # As the client does that never got an answer: the same message, under the same id.
                assert person.send(text, message_id="once").status_code in (200, 202)
                person.answers(30)
            time.sleep(1.2)  # a second answer would come now
            for text, person in people.items():
                person.events()
                assert [(event["from"], event["kind"]) for event in person.said] == OPENING + expected[text]
        assert bot.deps.database.run_now(inbox.waiting) == []
        assert len(bot.deps.database.run_now(cases.listing)) == len(tokens) - 1
    assert len({turn["turn_id"] for turn in engine.turns}) == 1

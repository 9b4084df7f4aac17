"""What every test may use. Each test has a store of its own, and the same tests run on SQLite and on PostgreSQL."""

import logging
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import structlog
from xdist.scheduler import LoadScopeScheduling

from bot import start
from bot.safety.load import load_net
from bot.safety.net import SafetyNet
from bot.store.database import Database
from bot.store.migrate import migrate
from tests.support import postgres
from tests.support.bot_thread import RunningBot, running_bot
from tests.support.chat import Person

# The machine's own settings have no business in the tests.
for _name in [name for name in os.environ if name.startswith("WAYMARK_")]:
    del os.environ[_name]


# Our own log lines have no business between pytest's dots; tests of the logs look at the files of real processes.
structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadScopeScheduling:
    """With pytest-xdist, what shares a real engine or a browser goes to one process, and starts one."""
    return _TogetherScheduling(config, log)


_TOGETHER = {
    "engine": ("tests/engine/", "tests/conversations/", "tests/test_marker.py"),
    "programs": ("tests/test_recovery.py", "tests/bench/"),
    "browser": ("tests/browser/",),
}


class _TogetherScheduling(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    def _split_scope(self, nodeid: str) -> str:
        """The group of a test; one that shares nothing is a group by itself."""
        return next((name for name, paths in _TOGETHER.items() if nodeid.startswith(paths)), nodeid)


_load_once = cache(load_net)


@pytest.fixture(autouse=True)
def _one_net(monkeypatch: pytest.MonkeyPatch) -> None:
    """Turns need a safety net, but not one each: proving the examples of every rule takes seconds."""

    def load(content_dir: Path, *, second_net: bool = True) -> SafetyNet:
        real = content_dir.resolve() == Path("content").resolve()
        return (_load_once if real else load_net)(content_dir.resolve(), second_net=second_net)

    monkeypatch.setattr(start, "load_net", load)


def unavailable(what: str) -> None:
    """Skip by name, or fail where nothing may be skipped."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is not here, and CI skips nothing")
    pytest.skip(f"{what} is not here")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Async tests run on asyncio, as the program does."""
    return "asyncio"


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[str | None]:
    """A PostgreSQL database of this test process, or None."""
    with postgres.server(tmp_path_factory.mktemp("pg")) as info:
        if info is None:
            yield None
            return
        with postgres.database(info, f"waymark_test_{worker_id}_{os.getpid()}") as url:
            yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty store: once SQLite, once PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'waymark.db'}"
    url: str | None = request.getfixturevalue("postgres_url")
    if url is None:
        unavailable("PostgreSQL")
        raise AssertionError
    postgres.empty(url)
    return url


@pytest.fixture
def database(store_url: str) -> Iterator[Database]:
    """A store with its tables."""
    made = Database(store_url)
    migrate(made)
    yield made
    made.close()


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[RunningBot]:
    """A real bot over a fake engine."""
    with running_bot(tmp_path / "data") as running:
        yield running


@pytest.fixture
def person(bot: RunningBot) -> Iterator[Person]:
    """Somebody at its web channel."""
    with Person(bot.url) as someone:
        yield someone

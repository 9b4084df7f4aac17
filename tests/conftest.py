"""What every test may use. Each test has a store of its own, and the same tests run on SQLite and on PostgreSQL."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from xdist.scheduler import LoadScopeScheduling

from bot.store.database import Database
from bot.store.migrate import migrate
from tests.support import postgres, quick
from tests.support.bot_thread import RunningBot, running_bot
from tests.support.chat import Person

# The machine's own settings have no business in the tests.
for _name in [name for name in os.environ if name.startswith("WAYMARK_")]:
    del os.environ[_name]


# Our own log lines have no business between pytest's dots; tests of the logs look at the files of real processes.
structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))

quick.install()


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadScopeScheduling:
    """With pytest-xdist, the tests of a file go to one process, which makes what they share once; and so do groups of files."""
    return _TogetherScheduling(config, log)


_TOGETHER = {
    "engine": ("tests/engine/", "tests/conversations/", "tests/test_marker.py"),
    # Few tests that take long: the largest groups are begun first, so that nobody waits for one of these at the end.
    "programs": ("tests/test_recovery.py", "tests/bench/", "tests/test_crashes.py"),
    "browser and measures": ("tests/browser/", "tests/safety/test_held_out.py", "tests/training/"),
}


class _TogetherScheduling(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    def _split_scope(self, nodeid: str) -> str:
        """The group of a test: one of these, or its file."""
        file = nodeid.partition("::")[0]
        return next((name for name, paths in _TOGETHER.items() if file.startswith(paths)), file)


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

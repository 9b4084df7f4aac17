"""A real bot in a thread of the test process, on a free port of loopback, over a fake engine that is asked over HTTP."""

import asyncio
import itertools
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from bot import app, start
from bot.pipeline.context import Deps
from bot.settings import Settings
from tests.support.fake_engine import FakeEngine
from tests.support.ports import free_port
from tests.support.quick import prepare


@dataclass(frozen=True, slots=True)
class RunningBot:
    """Where it answers, what it is made of, and the engine behind it."""

    url: str
    deps: Deps
    engine: FakeEngine


class _Server(uvicorn.Server):
    """Looks ten times as often whether it shall stop: most tests are over sooner than it would look once."""

    async def main_loop(self) -> None:
        for tick in itertools.count():
            if await self.on_tick(tick // 10):
                return
            await asyncio.sleep(0.01)


@contextmanager
def running_bot(data_dir: Path, engine: FakeEngine | None = None, **settings: object) -> Iterator[RunningBot]:
    """Serve until the block ends."""
    engine = engine or FakeEngine()
    with engine.serving() as engine_url:
        chosen = Settings.model_validate(
            {
                "data_dir": data_dir,
                "engine_url": engine_url,
                "port": free_port(),
                "engine_secret": "secret",
                **settings,
            }
        )
        prepare(data_dir, store=not chosen.database_url)
        deps = start.make(chosen)
        config = uvicorn.Config(
            app.create(deps), port=chosen.port, log_config=None, timeout_graceful_shutdown=2
        )
        server = _Server(config)
        thread = threading.Thread(target=server.run, name="bot")
        thread.start()
        try:
            while not server.started:
                assert thread.is_alive(), "the bot stopped while starting"
                time.sleep(0.01)
            yield RunningBot(f"http://127.0.0.1:{chosen.port}", deps, engine)
        finally:
            server.should_exit = True
            thread.join(15)
            assert not thread.is_alive(), "the bot did not stop"

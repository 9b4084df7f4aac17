"""A real bot in a thread of the test process, on a free port of loopback, over a fake engine that is asked over HTTP."""

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


@dataclass(frozen=True, slots=True)
class RunningBot:
    """Where it answers, what it is made of, and the engine behind it."""

    url: str
    deps: Deps
    engine: FakeEngine


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
        deps = start.make(chosen)
        config = uvicorn.Config(
            app.create(deps), port=chosen.port, log_config=None, timeout_graceful_shutdown=2
        )
        server = uvicorn.Server(config)
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

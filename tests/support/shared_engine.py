"""The one real engine of a test run: whoever asks first starts it, everybody after that shares it.

It takes far longer to start than any test that uses it. With pytest-xdist each worker is a run of its own and has
its own engine, so no test disturbs one of another worker.
"""

import pytest

from tests.support.engine_process import EngineProcess

_ENGINE = pytest.StashKey[EngineProcess]()


def shared_engine(config: pytest.Config, folders: pytest.TempPathFactory) -> EngineProcess:
    """The engine of this run, started now if nobody has; it is stopped when the run ends."""
    if _ENGINE not in config.stash:
        engine = EngineProcess(folders.mktemp("engine"))
        engine.start()
        config.stash[_ENGINE] = engine
        config.add_cleanup(engine.stop)
    return config.stash[_ENGINE]

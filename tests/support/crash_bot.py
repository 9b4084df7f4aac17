"""A bot that dies, as by ``kill -9``, just before one of its stages; in a process of its own.

The rules of the safety net are proved once, when the process is made that all the others are forked from. The second net is
loaded in each: threads, which it works with, are not carried over into a forked process.
"""

import gc
import os
import signal
from functools import cache
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import cast

import pytest
import uvicorn

from bot import app, logs, start
from bot.pipeline import runner
from bot.pipeline.context import Deps, Turn
from bot.safety import load
from bot.safety.rules import RuleSet
from bot.settings import Settings
from tests.support.quick import prepare


def serve(stage: int, settings: dict[str, object]) -> None:
    """Serve until a turn reaches the stage with this number.

    Stages are counted in the pipeline's order, core and terminal ones; the number after the last means after the turn.
    """
    _put_death_before(stage)
    pytest.MonkeyPatch().setattr(load, "RuleSet", _ProvedOnce)
    chosen = Settings.model_validate(settings)
    prepare(chosen.data_dir, store=not chosen.database_url)
    logs.set_up("ERROR")
    uvicorn.run(app.create(start.make(chosen)), host=chosen.host, port=chosen.port, log_config=None)


class _ProvedOnce:
    """In place of RuleSet: gives what the process has that this one was forked from."""

    load = staticmethod(cache(RuleSet.load))


def before_forking() -> None:
    """Do what each process would have to do, and none does differently; leave no thread behind."""
    _ProvedOnce.load(Path("content/safety"))
    gc.freeze()


def _put_death_before(stage: int) -> None:
    core, terminal = list(runner.CORE), list(runner.TERMINAL)
    dying = cast("ModuleType", SimpleNamespace(run=_die, __name__="tests.dying"))
    if stage < len(core):
        core.insert(stage, dying)
    else:
        terminal.insert(stage - len(core), dying)
    defaults = runner.run.__kwdefaults__
    assert defaults is not None
    defaults.update(core=tuple(core), terminal=tuple(terminal))


async def _die(turn: Turn, _: Deps) -> Turn:
    os.kill(os.getpid(), signal.SIGKILL)
    return turn

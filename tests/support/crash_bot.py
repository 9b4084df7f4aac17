"""A bot that dies, as by ``kill -9``, just before one of its stages; in a process of its own."""

import os
import signal
from types import ModuleType, SimpleNamespace
from typing import cast

import uvicorn

from bot import app, logs, start
from bot.pipeline import runner
from bot.pipeline.context import Deps, Turn
from bot.settings import Settings


def serve(stage: int, settings: dict[str, object]) -> None:
    """Serve until a turn reaches the stage with this number.

    Stages are counted in the pipeline's order, core and terminal ones; the number after the last means after the turn.
    """
    _put_death_before(stage)
    chosen = Settings.model_validate(settings)
    logs.set_up("ERROR")
    uvicorn.run(app.create(start.make(chosen)), host=chosen.host, port=chosen.port, log_config=None)


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

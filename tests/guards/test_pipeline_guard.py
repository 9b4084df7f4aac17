"""Every stage is in the pipeline, once, in the order of the design; the safety net comes first."""

from importlib import import_module
from pkgutil import iter_modules

from bot.pipeline import runner, stages


def test_every_stage_runs_in_the_order_of_the_design() -> None:
    names = [stage.__name__.rpartition(".")[2] for stage in (*runner.CORE, *runner.TERMINAL)]
    assert names == [
        "safety",
        "identify",
        "case_gate",
        "language",
        "dialogue",
        "quiet",
        "render",
        "record",
        "deliver",
        "tell_handlers",
    ]
    assert sorted(names) == sorted(module.name for module in iter_modules(stages.__path__))


def test_every_stage_says_what_it_is() -> None:
    for module in iter_modules(stages.__path__):
        stage = import_module(f"bot.pipeline.stages.{module.name}")
        assert stage.__doc__
        assert callable(stage.run)

"""Turns need a safety net, but not one each: proving the examples of every rule takes seconds."""

from functools import cache

import pytest

from bot import start
from bot.safety.load import load_net

_load_once = cache(load_net)


@pytest.fixture(autouse=True)
def _one_net(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "load_net", _load_once)

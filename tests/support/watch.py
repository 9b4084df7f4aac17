"""Waiting for what comes by itself: asked again and again, and never for longer than said."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
_PAUSE_SECONDS = 0.05


def until(ask: Callable[[], T], seconds: float = 30) -> T:
    """The first answer that is true; fails with the last one if there is none in time."""
    deadline = time.monotonic() + seconds
    while not (answer := ask()):
        assert time.monotonic() < deadline, f"not in {seconds} s: {ask.__name__} gave {answer!r}"
        time.sleep(_PAUSE_SECONDS)
    return answer

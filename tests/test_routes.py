"""What a person does to the way to them."""

import pytest

from bot.messages import Gesture
from bot.routes import Route, after

OPEN, STOPPED, REMINDED, BLOCKED = Route.OPEN, Route.STOPPED, Route.REMINDED, Route.BLOCKED


@pytest.mark.parametrize(
    ("before", "gesture", "only_start", "anything"),
    [
        # route before, what they do, the route then where only START opens it, and where any message does
        (OPEN, Gesture.WORDS, OPEN, OPEN),
        (OPEN, Gesture.STOP, STOPPED, STOPPED),
        (OPEN, Gesture.START, OPEN, OPEN),
        (STOPPED, Gesture.WORDS, STOPPED, OPEN),
        (STOPPED, Gesture.HELP, STOPPED, OPEN),
        (STOPPED, Gesture.STOP, STOPPED, STOPPED),
        (STOPPED, Gesture.START, OPEN, OPEN),
        (REMINDED, Gesture.WORDS, REMINDED, OPEN),
        (REMINDED, Gesture.STOP, STOPPED, STOPPED),
        (REMINDED, Gesture.START, OPEN, OPEN),
        (BLOCKED, Gesture.WORDS, BLOCKED, OPEN),
        (BLOCKED, Gesture.STOP, BLOCKED, STOPPED),
        (BLOCKED, Gesture.START, OPEN, OPEN),
    ],
)
def test_after(before: Route, gesture: Gesture, only_start: Route, anything: Route) -> None:
    assert after(before, gesture, reopens=False) is only_start
    assert after(before, gesture, reopens=True) is anything

"""What happened a short while ago."""

from datetime import timedelta

from bot.channels.lately import Lately
from tests.store.samples import NOW

HOUR = timedelta(hours=1)


def test_new_once_in_a_while() -> None:
    lately = Lately(HOUR)
    assert lately.is_new("a", NOW)
    assert not lately.is_new("a", NOW + HOUR / 2)
    assert lately.is_new("b", NOW + HOUR / 2)
    assert lately.is_new("a", NOW + HOUR)  # counted from when it was new, not from when it was asked about


def test_no_more_than_so_many_are_remembered_and_the_latest_stay() -> None:
    lately = Lately(HOUR, most=2)
    for name in "abc":
        lately.is_new(name, NOW)
    assert not lately.is_new("c", NOW)
    assert lately.is_new("a", NOW)

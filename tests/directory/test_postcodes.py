"""Of a postcode only the first half is kept: one table for the bot and for the actions, which cannot share the code."""

import time
from collections.abc import Callable

import pytest

from actions.services import place, postcode
from bot.directory import said
from bot.directory.asked import Asked, says_too_much

SPELLINGS = [
    ("LE11 3TU", "LE11"),
    ("LE113TU", "LE11"),
    ("LE11-3TU", "LE11"),
    ("LE11.3TU", "LE11"),
    ("LE11, 3TU", "LE11"),
    ("LE11_3TU", "LE11"),
    ("LE11\u00a03TU", "LE11"),
    ("LE11\u200b3TU", "LE11"),
    ("LE11 – 3TU", "LE11"),
    ("le11 3 tu", "LE11"),
    ("le113 tu", "LE11"),
    ("le11 3 t u", "LE11"),
    ("le 11 3tu", "LE11"),
    ("le 11 3 tu", "LE11"),
    ("l.e.1.1.3.t.u", "LE11"),
    ("L E 1 1 3 T U", "LE11"),
    ("LE1 OAA", "LE1"),
    ("le1 lab", "LE1"),
    ("ＬＥ１１ ３ＴＵ", "LE11"),
    ("m1 1ae", "M1"),
    ("so 15 2ab", "SO15"),
    ("ec1a 1bb", "EC1A"),
    ("atle11 3tu", "atLE11"),
]
NOT_POSTCODES = [
    "le11",
    "LE16 by the park",
    "LE16 near us",
    "somewhere b4 1am",
    "open at 10am",
    "open until 5 30pm",
    "le1 2km away",
    "im 15 5ft tall",
    "im 16 in a refuge",
    "he's 15 and it's his 2nd time",
    "on 21st",
    "a group in le2 old people go to",
    "we are 2 or 3 people",
    "24/7",
    "covid 19",
]
CUTTERS = [said.without_second_half, postcode.without_second_half]


@pytest.mark.parametrize("cut", CUTTERS)
@pytest.mark.parametrize(("written", "first"), SPELLINGS)
def test_the_second_half_is_cut_however_it_is_written(
    cut: Callable[[str], str], written: str, first: str
) -> None:
    assert cut(written) == first
    assert cut(f"a group near {written}, please") == f"a group near {first}, please"


@pytest.mark.parametrize("cut", CUTTERS)
@pytest.mark.parametrize("text", NOT_POSTCODES)
def test_other_numbers_stay(cut: Callable[[str], str], text: str) -> None:
    assert cut(text) == text


@pytest.mark.parametrize(("written", "first"), SPELLINGS)
def test_nothing_that_is_kept_holds_more(written: str, first: str) -> None:
    assert place.place_name([written]) == first
    assert place.place_in_own_words(f"im at {written}") == f"im at {first}"
    assert place.words_in(f"cafe {written}") == f"cafe {first}"
    asked = Asked.read({"q": f"cafe {written}", "place": written})
    assert (asked.words, asked.place) == (f"cafe {first}", first)
    assert says_too_much({"place": written})
    assert not says_too_much({"place": first, "q": "cafes … at ½ price"})


@pytest.mark.parametrize("cut", CUTTERS)
@pytest.mark.parametrize(
    "text", ["x" * 10_000, "le1 " * 2_500, "l e 1 6 7 " * 1_000, "1" * 10_000, " " * 10_000]
)
def test_a_flood_is_read_fast(cut: Callable[[str], str], text: str) -> None:
    start = time.perf_counter()
    cut(text)
    assert time.perf_counter() - start < 0.25  # in fact some milliseconds

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake import Cleaned, clean
from bot.messages import Problem

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=())) | st.text(
    alphabet=st.sampled_from("a \r\n\t\x00\x1b\x85\u2028\u202e\u2066\u200d\ud83d\ude22\u0301\u3164😢/")
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hello", "hello"),
        ("  keep my spaces\t ", "  keep my spaces\t "),
        ("one\r\ntwo\rthree\u2028four\x85five", "one\ntwo\nthree\nfour\nfive"),
        ("nul\x00 bell\x07 escape\x1b[31m del\x7f c1\x9b", "nul bell escape[31m del c1"),
        ("\u202eevil\u202c \u2066x\u2069", "evil x"),
        ("broken \ud83d emoji \udc00", "broken \ufffd emoji \ufffd"),
        ("/restart", "/restart"),
        ('/greet{"x":1}', '/greet{"x":1}'),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("👩\u200d👩\u200d👧 family", "👩\u200d👩\u200d👧 family"),
        ("मुझे नींद", "मुझे नींद"),
        ("7", "7"),
    ],
)
def test_text_is_made_storable_and_keeps_its_words(text: str, expected: str) -> None:
    assert clean(text) == Cleaned(expected)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", Problem.EMPTY),
        (" \n\t\r\n", Problem.EMPTY),
        ("\x00\x00", Problem.EMPTY),
        ("\u200b\u200d\ufeff\u202e", Problem.EMPTY),
        ("\u3164\u2800", Problem.EMPTY),
        (" " * 6_000, Problem.EMPTY),
        ("😢", Problem.ONLY_SYMBOLS),
        ("❤️ 🇵🇱 👍🏽", Problem.ONLY_SYMBOLS),
        ("?!", Problem.ONLY_SYMBOLS),
        ("___", Problem.ONLY_SYMBOLS),
        ("\ud800", Problem.ONLY_SYMBOLS),
        ("a" * 5_001, Problem.TOO_LONG),
        ("😢" * 5_001, Problem.TOO_LONG),
        ("a" * 5_000, None),
        ("你", None),
        ("٣", None),
    ],
)
def test_what_is_odd_is_named(text: str, problem: Problem | None) -> None:
    assert clean(text).problem == problem


def test_a_long_text_is_kept_whole() -> None:
    assert clean("a" * 100_000).text == "a" * 100_000
    assert clean("abc", limit=2) == Cleaned("abc", Problem.TOO_LONG)


@settings(deadline=None)
@given(ANY_TEXT)
def test_the_result_is_storable_and_stable(text: str) -> None:
    cleaned = clean(text)
    cleaned.text.encode("utf-8")
    assert not [c for c in cleaned.text if unicodedata.category(c) == "Cc" and c not in "\n\t"]
    assert clean(cleaned.text) == cleaned


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (" " * 990_000, Problem.EMPTY),
        ("\u3164" * 990_000, Problem.EMPTY),
        (" " * 990_000 + "a", Problem.TOO_LONG),
        (" " * 990_000 + "!", Problem.TOO_LONG),
    ],
)
def test_many_blanks_are_looked_at_once(text: str, problem: Problem) -> None:
    assert clean(text) == Cleaned(text, problem)

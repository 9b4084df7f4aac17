import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.split import split, units

WORDS = st.text(alphabet="abc.!?éગ😀5", min_size=1, max_size=12)
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from([" ", "\n", "\n\n", ". "])), min_size=1).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [
        ("short", 10, ["short"]),
        ("One two.\n\nThree four.", 12, ["One two.", "Three four."]),
        ("One.\n\nTwo.\n\nThree.", 12, ["One.\n\nTwo.", "Three."]),
        ("First sentence. Second one.", 16, ["First sentence.", "Second one."]),
        ("- one\n- two\n- three", 12, ["- one\n- two", "- three"]),
        ("no full stop here", 8, ["no full", "stop", "here"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("", 5, [""]),
        ("call 0116 496 now", 10, ["call", "0116 496", "now"]),
        ("call (0116) 496 now", 12, ["call", "(0116) 496", "now"]),
        ("0116 496 0000", 9, ["0116 496", "0000"]),
        ("two 😀😀 more", 6, ["two", "😀😀", "more"]),
        ("😀😀😀", 4, ["😀😀", "😀"]),
        ("😀😀😀", 5, ["😀😀", "😀"]),
    ],
)
def test_text_is_cut_at_the_best_place(text: str, length: int, expected: list[str]) -> None:
    assert split(text, length) == expected


@given(TEXTS, st.integers(min_value=24, max_value=80))
def test_words_stay_whole_and_in_order_and_parts_fit(text: str, length: int) -> None:
    found = split(text, length)
    assert all(0 < units(part) <= length for part in found)
    assert " ".join(found).split() == text.split()


@given(TEXTS, st.integers(min_value=2, max_value=8))
def test_nothing_is_lost_even_where_words_must_be_cut(text: str, length: int) -> None:
    found = split(text, length)
    assert all(units(part) <= length for part in found)
    assert "".join("".join(found).split()) == "".join(text.split())


@given(st.text())
def test_length_is_counted_as_telegram_counts_it(text: str) -> None:
    assert units(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2

"""Pages of long text messages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.paging import pages
from bot.content.segments import segments

HOW = "Reply MORE to read on."
NUMBERS = ["01632 960 0" + str(n) for n in range(10)] + ["(01632) 960001", "+44 1632 960002"]
LINK = "https://waymark.example.org/s/some-service"
WORDS = st.text(alphabet="abc.!?éગ😀{", min_size=1, max_size=12) | st.sampled_from([*NUMBERS, LINK])
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from([" ", "\n", "\n\n", ". "])), max_size=200).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), (" \n", 0), ("Short.", 1), ("a" * 306, 1), ("a" * 307, 2), ("ગ" * 134, 1), ("ગ" * 135, 2)],
)
def test_a_text_is_cut_only_if_it_must_be(text: str, count: int) -> None:
    assert len(pages(text, how=HOW)) == count


def test_the_best_place_is_between_paragraphs() -> None:
    first, second = "One. " * 40, "Two. " * 40
    assert pages(f"{first}\n\n{second}", how=HOW) == (f"{first.strip()}\n{HOW}", second.strip())


def test_a_page_can_be_longer() -> None:
    text = "Some words. " * 50
    assert [segments(page) for page in pages(text, how=HOW, most=3)] == [3, 2]
    assert len(pages(text, how=HOW, most=4)) == 1


def shown(text: str, most: int = 2) -> list[str]:
    """The pages as people read them, without what tells them how to go on."""
    found = pages(text, how=HOW, most=most)
    assert all(page.endswith(f"\n{HOW}") for page in found[:-1])
    return [*(page.removesuffix(f"\n{HOW}") for page in found[:-1]), *found[-1:]]


@given(TEXTS, st.integers(min_value=1, max_value=3))
def test_every_word_is_there_once_and_in_order(text: str, most: int) -> None:
    assert " ".join(shown(text, most)).split() == text.split()
    assert all(page.strip() for page in shown(text, most))


@given(TEXTS, st.integers(min_value=1, max_value=3))
def test_no_page_takes_more_than_its_segments(text: str, most: int) -> None:
    assert all(segments(page) <= most for page in pages(text, how=HOW, most=most))


@given(TEXTS, st.sampled_from([*NUMBERS, LINK]))
def test_a_number_and_an_address_stay_whole(text: str, whole: str) -> None:
    text = f"{text} call {whole} or so {text}"
    assert sum(page.count(whole) for page in shown(text)) == text.count(whole)


@given(st.text(alphabet="a😀{ગ", min_size=1, max_size=700))
def test_a_word_longer_than_a_page_loses_nothing(text: str) -> None:
    assert "".join(shown(text)) == text

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.safety.normalise import normalise
from bot.safety.phrases import Matcher, PhraseError, parse_phrase

LISTS = {"want": ["want to", "wanna"]}


def found(phrase: str, message: str) -> list[str]:
    words = normalise(message).words
    return [" ".join(words[m.start : m.end]) for m in Matcher([parse_phrase(phrase, LISTS)]).find(words)]


@pytest.mark.parametrize(
    ("phrase", "message", "expected"),
    [
        ("die", "I die. they die", ["die", "die"]),
        ("die", "diet died undie", []),
        ("(end|take away) my life", "to take away my life", ["take away my life"]),
        ("(end|take away) my life", "take my life", []),
        ("want (so|very)? much? more", "I want more", ["want more"]),
        ("want (so|very)? much? more", "I want so much more", ["want so much more"]),
        ("really? tired", "really tired", ["really tired", "tired"]),
        ("{want} go", "wanna go, want to go", ["wanna go", "want to go"]),
        ("don't go", "DONT go", ["dont go"]),
        ("cut ... arm", "cut my arm", ["cut my arm"]),
        ("cut ... arm", "cut arm", ["cut arm"]),
        ("cut ... arm", "cut it on my arm", ["cut it on my arm"]),
        ("cut ... arm", "cut it all up my arm", []),
        ("cut ... arm", "cut it, my arm", []),
        ("cut my arm", "cut, my arm", ["cut , my arm"]),
        ("cut my arm", "I cut my. arm", []),
        ("cut my arm", "cut my. arm", ["cut my arm"]),
        ("aa ... bb ... cc", "aa xx bb yy cc", ["aa xx bb yy cc"]),
        ("cut* my arm*", "cutting my arms", ["cutting my arms"]),
        ("^ yes", "...Yes please", ["yes"]),
        ("^ yes", "oh yes", []),
        ("maybe $", "well maybe!!", ["maybe"]),
        ("maybe $", "maybe not", []),
        ("^ i am $", "I am", ["i am"]),
    ],
)
def test_phrase(phrase: str, message: str, expected: list[str]) -> None:
    assert found(phrase, message) == expected


@pytest.mark.parametrize(
    ("phrase", "why"),
    [
        ("", "at least one word"),
        ("really? (a|b)?", "at least one word"),
        ("... die", "stands between"),
        ("die ...", "stands between"),
        ("really? ... die", "stands between"),
        ("a ... ... b", "between two"),
        ("a ... b? ... c", "between two"),
        ("(a|(b|c)) d", "no meaning"),
        ("a | b", "no meaning"),
        ("a ^ b", "no meaning"),
        ("{nothing} b", "no list 'nothing'"),
        ("a (b|) c", "words only"),
        ("(a, b) c", "words only"),
        ("! c", "words only"),
        ("de* c", "3 letters before"),
    ],
)
def test_what_is_not_a_phrase_is_refused(phrase: str, why: str) -> None:
    with pytest.raises(PhraseError, match=why):
        parse_phrase(phrase, LISTS)


WORDS = st.lists(st.sampled_from(["a", "b", "c", ",", "."]), max_size=60)


@settings(deadline=None)
@given(WORDS)
def test_a_message_never_keeps_more_places_alive_than_a_phrase_can_reach(words: list[str]) -> None:
    """Time is linear: a phrase reaches over a bounded number of words, so a bounded number of beginnings is alive."""
    longest = 2 + 2 * 3 + 1
    for match in Matcher([parse_phrase("a ... b ... c", {})]).find(words):
        assert match.end - match.start <= longest


def test_many_beginnings_of_many_phrases_end_in_time() -> None:
    matcher = Matcher([parse_phrase("a ... a ... a ... b", {})] * 20)
    assert matcher.find(["a"] * 5_000) == []

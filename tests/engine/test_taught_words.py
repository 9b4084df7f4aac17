"""How much of a message is in words that were taught: without Rasa."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.taught_words import TaughtWords, words_of

TAUGHT = TaughtWords.learn(
    [
        ("deny", "no"),
        ("deny", "no thanks"),
        ("deny", "not really"),
        ("thanks", "thanks"),
        ("thanks", "Thanks, that's a help"),
        ("sleep", "I can't sleep"),
        ("sleep", "no sleep, can you help"),
        ("sleep", "nightmares"),
    ]
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I can’t SLEEP, can't!", {"i", "cant", "sleep"}),
        ("café", {"cafe"}),
        ("le16 7ag", {"le", "ag"}),
        ("8372", {"8372"}),
        ("👍", {"👍"}),
        ("  ", set()),
    ],
)
def test_words_are_compared_small_and_bare(text: str, words: set[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("can you sleep", 1.0),
        ("nightmers", 0.0),
        ("nightmare", 1.0),
        ("nihgtmares", 1.0),
        ("helf", 0.0),
        ("no puedo dormir", 2 / 13),
        ("no no no puedo", 2 / 7),
        ("મને ઊંઘ નથી આવતી", 0.0),
        ("asdf", 0.0),
        ("", 0.0),
    ],
)
def test_what_is_known_counts_by_letters_and_a_long_word_may_have_a_slip(text: str, share: float) -> None:
    assert TAUGHT.known_share(words_of(text)) == pytest.approx(share)


def test_a_place_is_known() -> None:
    assert TAUGHT.known_share(words_of("no, Oakham"), frozenset({"oakham"})) == 1.0


@pytest.mark.parametrize(
    ("text", "intent", "share", "mark"),
    [
        ("no thanks", "deny", 1.0, 0.67),
        ("thanks", "thanks", 1.0, 0.75),
        ("thanks, I can't sleep", "thanks", 6 / 16, 0.75),
        ("that helps", "thanks", 0.0, 0.0),
        ("a help", "thanks", 1.0, 1.0),
        ("yes", "affirm", 0.0, 0.0),
    ],
)
def test_an_intent_has_words_of_its_own(text: str, intent: str, share: float, mark: float) -> None:
    assert TAUGHT.own_share(words_of(text), intent) == pytest.approx(share)
    assert TAUGHT.mark(words_of(text), intent) == pytest.approx(mark, abs=0.05)


def test_what_was_taught_is_kept_as_numbers() -> None:
    again = TaughtWords({intent: dict(words) for intent, words in TAUGHT.by_intent.items()})
    assert again.by_intent["sleep"]["sleep"] == 667
    assert again.known_share(words_of("no nightmers, cant sleep")) == pytest.approx(11 / 20)


@given(st.text())
def test_any_text_has_a_share(text: str) -> None:
    words = words_of(text)
    assert 0.0 <= TAUGHT.known_share(words) <= 1.0
    assert 0.0 <= TAUGHT.own_share(words, "deny") <= 1.0

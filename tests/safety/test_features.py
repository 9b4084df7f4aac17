import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.safety.features import BUCKETS, bucket, features, letter_grams, plain_words, word_grams
from bot.safety.normalise import normalise
from bot.safety.windows import LONGEST, windows


def words(text: str) -> list[str]:
    return plain_words(normalise(text).words)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I'm sooooo done", "im so done"),
        ("dieee. NOW!!", "die now"),
        ("it's 1999", "its 1999"),
        ("", ""),
    ],
)
def test_words_as_n_grams_see_them(text: str, expected: str) -> None:
    assert words(text) == expected.split()


def test_n_grams_of_words() -> None:
    assert list(word_grams(["not", "want", "live"])) == [
        *("w:not", "w:want", "w:live"),
        *("b:^ not", "b:not want", "b:want live", "b:live $"),
        "s:not live",
    ]


def test_n_grams_of_letters() -> None:
    assert list(letter_grams(["die"])) == [
        *("_d", "di", "ie", "e_"),
        *("_di", "die", "ie_"),
        *("_die", "die_"),
        "_die_",
    ]


@given(st.text(max_size=300))
def test_any_text_has_features_of_one_size(text: str) -> None:
    found, values = features(words(text))
    assert all(0 <= place < BUCKETS for place in found)
    assert len(set(found)) == len(found) == len(values)
    assert sum(value * value for value in values) <= 4.01


def test_a_bucket_is_the_same_in_every_process() -> None:
    code = "from bot.safety.features import bucket; print(bucket('w:die'))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(told.stdout) == bucket("w:die") == 62914


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one two three four. five six seven eight", ["one two three four", "five six seven eight"]),
        ("I went home and slept. Not well.", ["I went home and slept. Not well"]),
        ("ok. i want to die now", ["ok", "i want to die now"]),
        ("😭", []),
        ("", []),
    ],
)
def test_a_message_is_read_in_sentences(text: str, expected: list[str]) -> None:
    assert [text[part.start : part.end] for part in windows(normalise(text))] == expected


@given(st.lists(st.sampled_from(["a", "b", ".", ","]), max_size=120))
def test_every_word_is_in_a_window_and_no_window_is_long(parts: list[str]) -> None:
    message = normalise(
        " ".join(f"{part}{place}" if part.isalpha() else part for place, part in enumerate(parts))
    )
    found = windows(message)
    wanted = {word for word in message.words if word.isalnum()}
    assert {word for window in found for word in window.words if word.isalnum()} == wanted
    assert all(len(window.words) <= LONGEST + 8 for window in found)

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.safety.normalise import SIGNS, normalise
from bot.safety.spelling import Speller

SPELLER = Speller(
    [
        "want",
        "to",
        "kill",
        "myself",
        "die",
        "suicide",
        "overdose",
        "end",
        "my",
        "life",
        "cant",
        "took",
        "taking",
    ],
    ["karna"],
    {"nemore": ("anymore",)},
)


@pytest.mark.parametrize(
    ("word", "reading"),
    [
        ("nemore", ("anymore",)),
        ("diiiie", ("die",)),
        ("killl", ("kill",)),
        ("k1ll", ("kill",)),
        ("su!cide", ("suicide",)),
        ("$uicide", ("suicide",)),
        ("d!e", ("die",)),
        ("k*ll", ("kill",)),
        ("su****e", ("suicide",)),
        ("mysefl", ("myself",)),
        ("wnat", ("want",)),
        ("ovredosse", ("overdose",)),
        ("iwanttoendmylife", ("i", "want", "to", "end", "my", "life")),
        (
            "icantdothisanymoreijustwanttodie",
            ("i", "cant", "do", "this", "anymore", "i", "just", "want", "to", "die"),
        ),
        ("please!help", ("please", "help")),
    ],
)
def test_a_word_is_read_as(word: str, reading: tuple[str, ...]) -> None:
    assert reading in SPELLER.readings(word)


@pytest.mark.parametrize(
    "word",
    [
        "kill",
        "skill",
        "bill",
        "therapist",
        "cutlery",
        "diet",
        "karna",
        "lift",
        "wand",
        "मरना",
        "2024",
        "xzqjw",
        "",
    ],
)
def test_other_words_stay_what_they_are(word: str) -> None:
    assert SPELLER.readings(word) == ()


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("abdeikls*!1$ \u0915"), max_size=40))
def test_any_word_gets_few_readings(text: str) -> None:
    for word in normalise(text).words:
        readings = SPELLER.readings(word)
        assert len(readings) <= len(SPELLER.vocabulary)
        assert all(part and not set(part) & set(SIGNS) for reading in readings for part in reading)


@pytest.mark.parametrize(
    ("message", "meant"),
    [
        ("I wnat to kiill mysefl!", "I want to kill myself!"),
        ("iwanttodie", "i want to die"),
        ("my life, my overdsoe", "my life, my overdose"),
        ("cant take nemore", "cant take nemore"),  # shorthand is left to the reader
        ("naa kuch karna hai mysefl", "naa kuch karna hai mysefl"),  # most of it is not English
        ("i took my cat out", "i took my cat out"),
        ("she is in anstey", "she is in anstey"),  # a name, and no words run together
        ("", ""),
        ("?!", "?!"),
    ],
)
def test_a_message_is_written_as_it_is_meant(message: str, meant: str) -> None:
    assert SPELLER.mended(message) == meant


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("wnat die! \n\u0915😭k1"), max_size=60))
def test_any_message_can_be_mended(text: str) -> None:
    assert SPELLER.mended(SPELLER.mended(text)).count("\n") == text.count("\n")

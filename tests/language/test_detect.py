import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.detect import detect
from bot.language.latin import guess_latin
from bot.language.names import LANGUAGES
from bot.language.words import LANGUAGE_OF, LISTS, ONLY_WITH_OTHERS
from tests.language.messages import ENGLISH, FOREIGN


@pytest.mark.parametrize(("code", "message"), FOREIGN)
def test_short_messages_are_known(code: str, message: str) -> None:
    assert detect(message, "en") == code


@pytest.mark.parametrize("message", ENGLISH)
@pytest.mark.parametrize("current", ["en", "pl", "gu", "hi-Latn"])
def test_english_is_never_taken_for_another_language(message: str, current: str) -> None:
    assert detect(message, current) in {"en", current}


@pytest.mark.parametrize(
    "message",
    ["I want to die and I need help", "what is the time", "can you help me please", "the doctor was no help"],
)
def test_english_is_noticed_in_another_conversation(message: str) -> None:
    assert detect(message, "pl") == "en"


@pytest.mark.parametrize(
    "message",
    [
        "",
        "   ",
        "12345",
        "😢😢",
        "🇵🇱",
        "ok",
        "\ud800",
        "?!",
        "https://przyklad.pl/nie/jest",
        "سلام",
        "한국어",
        "カタカナ漢字",
    ],
)
def test_a_message_that_does_not_show_its_language_changes_nothing(message: str) -> None:
    assert detect(message, "so") == "so"


@pytest.mark.parametrize(
    "message",
    [
        "Maya",
        "nu",
        "acha",
        "jest",
        "menu",
        "main",
        "hai",
        "safe bhai",
        "Nic is here",
        "Łódź is nice and the people are kind",
    ],
)
def test_names_and_slang_do_not_decide(message: str) -> None:
    assert detect(message, "en") == "en"


def test_the_script_of_most_letters_decides() -> None:
    assert detect("please मेरी मदद कीजिए", "en") == "hi"
    assert detect("my friend said नमस्ते to me this morning on the bus", "en") == "en"


def test_the_answer_never_changes_from_call_to_call() -> None:
    text = "stary pies kota goni"
    assert len({guess_latin(text) for _ in range(30)}) == 1


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=())), st.sampled_from(sorted(LANGUAGES)))
def test_any_text_gets_a_language(text: str, current: str) -> None:
    assert detect(text, current) in LANGUAGES


@pytest.mark.parametrize("text", ["a" * 100_000, "e" + "\u0301" * 1_000_000, "ਮ" * 100_000, "nie " * 50_000])
def test_long_texts_are_read_at_their_beginning(text: str) -> None:
    assert detect(text, "en") in LANGUAGES


def test_each_word_is_in_one_list_only() -> None:
    assert len(LANGUAGE_OF) == sum(len(words.split()) for words in LISTS.values())
    assert set(LANGUAGE_OF) >= ONLY_WITH_OTHERS
    assert set(LISTS) <= set(LANGUAGES)
    assert not {"am", "in", "no", "do", "ma"} & set(LANGUAGE_OF)

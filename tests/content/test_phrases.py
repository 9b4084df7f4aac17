import pytest

from bot.content.library import Library
from bot.content.phrases import normalise_phrase


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Delete my chat!", "delete my chat"),
        ("  DELETE   my\nchat ", "delete my chat"),
        ("delete-my-chat", "delete my chat"),
        ("I'm here", "im here"),
        ("I’m here", "im here"),
        ("ｍｅｎｕ", "menu"),
        ("મારી ચેટ કાઢી નાખો.", "મારી ચેટ કાઢી નાખો"),
        ("…!?", ""),
    ],
)
def test_phrases_are_made_alike(text: str, expected: str) -> None:
    assert normalise_phrase(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Delete my chat.", "delete_chat"),
        ("delete everything", "delete_chat"),
        ("Can I talk to a person please?", "talk_to_person"),
        ("MENU", "menu"),
        ("I want to delete my chat because it is raining", None),
        ("/restart", None),
        ("", None),
    ],
)
def test_only_a_whole_message_is_a_command(library: Library, text: str, expected: str | None) -> None:
    assert library.command(text) == expected

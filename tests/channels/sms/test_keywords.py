"""STOP, START and HELP, alone; every other word is words."""

import pytest

from bot.channels.sms.keywords import gesture
from bot.messages import Gesture


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("STOP", Gesture.STOP),
        ("stop", Gesture.STOP),
        (" Stop.\n", Gesture.STOP),
        ("“STOP!”", Gesture.STOP),
        ("start", Gesture.START),
        ("START", Gesture.START),
        ("Help!!!", Gesture.HELP),
        ("help?", Gesture.HELP),
        ("\u200bHELP\u200b", Gesture.HELP),
    ],
)
def test_a_keyword_is_the_whole_message(text: str, found: Gesture) -> None:
    assert gesture(text) is found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "...",
        "END",
        "QUIT",
        "CANCEL",
        "YES",
        "INFO",
        "UNSTOP",
        "STOPALL",
        "UNSUBSCRIBE",
        "help me",
        "I can't stop",
        "please stop",
        "STOP texting",
        "S.T.O.P",
        "helpp",
        "help 😭",
        "🛑",
    ],
)
def test_anything_else_is_words(text: str) -> None:
    assert gesture(text) is Gesture.WORDS

"""Numbers and words that pick from a list in a text message."""

import pytest

from bot.picked import picked

OFFERED = [
    {"id": "m.1", "label": "Sleep", "offer": {"label": "sleep"}},
    {"id": "m.2", "label": "Anxiety", "offer": {"label": "anxiety"}},
    {"id": "m.3", "label": "MORE", "offer": {"label": "more_text"}},
]


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("1", "m.1"),
        (" 2 ", "m.2"),
        ("2.", "m.2"),
        ("1)", "m.1"),
        ("more", "m.3"),
        ("More.", "m.3"),
        ("3", None),  # MORE has no number
        ("0", None),
        ("12", None),
        ("²", None),
        ("-1", None),
        ("2 please", None),
        ("Sleep", None),  # words are the engine's
        ("no more", None),
        ("", None),
        ("1" * 4_400, None),  # more digits than Python makes a number of
        ("001", "m.1"),
        ("0001", None),
    ],
)
def test_picked(text: str, choice: str | None) -> None:
    found = picked(text, OFFERED)
    assert (found["id"] if found else None) == choice


def test_nothing_offered_nothing_picked() -> None:
    assert picked("1", []) is None
    assert picked("more", OFFERED[:2]) is None

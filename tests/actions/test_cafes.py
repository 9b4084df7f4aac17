"""Which cafés to show, or what to ask first."""

from typing import Any

import pytest

from actions.crisis_cafe.cafes import find_cafes, place_name, wants_now
from actions.places.offers import offers_near
from bot.directives import parse


def said(*texts: str, asked: bool = False) -> list[dict[str, Any]]:
    *before, last = [{"event": "user", "text": text} for text in texts]
    question = {"event": "bot", "data": {"custom": {"ask": "place"}}}
    return [*before, *([question] if asked else []), last]


@pytest.mark.parametrize(
    ("slot", "expected"),
    [
        (None, None),
        ("", None),
        ("  ", None),
        ([], None),
        (7, None),
        ("Market Harborough", "Market Harborough"),
        ("le16", "LE16"),
        (["LE16", "Oakham"], "LE16"),
    ],
)
def test_place_name(slot: object, expected: str | None) -> None:
    assert place_name(slot) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("crisis cafe open now", True),
        ("anything TONIGHT?", True),
        ("2nite", True),
        ("I know a cafe", False),
        ("crisis cafe on sunday", False),
    ],
)
def test_wants_now(text: str, *, expected: bool) -> None:
    assert wants_now(said(text)) is expected


def test_now_is_remembered_over_the_question_and_no_longer() -> None:
    assert wants_now(said("cafe tonight", "Oakham", asked=True))
    assert not wants_now(said("cafe tonight", "thanks"))


@pytest.mark.parametrize(
    ("place", "events", "expected"),
    [
        (None, said("cafe"), {"ask": "place"}),
        (None, said("cafe", "dunno", asked=True), {"services": {"kind": "crisis_cafe"}}),
        ("Oakham", said("cafe"), {"services": {"kind": "crisis_cafe", "place": "Oakham"}}),
        (
            "le16",
            said("cafe now", "le16", asked=True),
            {"services": {"kind": "crisis_cafe", "place": "LE16", "when": "now"}},
        ),
    ],
)
def test_find_cafes(place: str | None, events: list[dict[str, Any]], expected: dict[str, Any]) -> None:
    directive = find_cafes(place, events)
    assert directive == expected
    parse(directive)


@pytest.mark.parametrize("place", [None, "Oakham"])
def test_offers_near(place: str | None) -> None:
    directive = offers_near(place)
    parse(directive)
    assert directive["choices"][0].get("entities", {}).get("place") == place
    assert {offer["label"] for offer in directive["choices"]} >= {"crisis_cafe", "talk_to_person"}

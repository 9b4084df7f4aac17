"""Finding a café: which to show, or what to ask first."""

import pytest

from actions.places.offers import offers_near
from actions.services.answer import answers_where, find
from bot.directives import parse
from tests.actions.stories import WHERE, Events, showed, user

CAFE = user("crisis cafe", "find_crisis_cafe")
TONIGHT = user("crisis cafe open tonight", "find_crisis_cafe")


@pytest.mark.parametrize(
    ("slot", "events", "expected"),
    [
        (None, [CAFE], {"ask": "place"}),
        (None, [user("when is the cafe open?", "crisis_cafe_hours")], {"ask": "place"}),
        ("Oakham", [CAFE], {"services": {"kind": "crisis_cafe", "place": "Oakham"}}),
        (
            "Oakham",
            [user("is the cafe open on sunday", "crisis_cafe_hours")],
            {"services": {"kind": "crisis_cafe", "place": "Oakham", "when": "su"}},
        ),
        (
            "le16",
            [user("somewhere to drop in now near le16", "find_crisis_cafe", place="le16")],
            {"services": {"kind": "crisis_cafe", "place": "LE16", "when": "now"}},
        ),
    ],
)
def test_a_cafe(slot: str | None, events: Events, expected: dict[str, object]) -> None:
    directive = find(slot, events)
    assert directive == expected
    parse(directive)


@pytest.mark.parametrize(
    ("slot", "answer", "place"),
    [
        ("Oakham", user("oakham", "give_place", place="Oakham"), "Oakham"),
        ("LE16", user("le16 7ag", "nlu_fallback", place="LE16"), "LE16"),
        (None, user("Foxtun", "give_place"), "Foxtun"),
        (None, user("vrrmp", "nlu_fallback"), "vrrmp"),
        (None, user("near GY1 1AA", "nlu_fallback"), "near GY1"),
        (None, user("rather not say", "deny"), None),
        (None, user("crisis cafe", "find_crisis_cafe"), None),
    ],
)
def test_the_answer_to_where_keeps_what_was_asked(
    slot: str | None, answer: dict[str, object], place: str | None
) -> None:
    services = {"kind": "crisis_cafe", "when": "tonight"} | ({"place": place} if place else {})
    assert find(slot, [TONIGHT, WHERE, answer]) == {"services": services}


def test_where_and_when_may_be_answered_together() -> None:
    answer = user("oakham, on friday", "give_place", place="Oakham")
    assert find("Oakham", [CAFE, WHERE, answer]) == {
        "services": {"kind": "crisis_cafe", "when": "fr", "place": "Oakham"}
    }


def test_tonight_is_remembered_over_the_question_and_no_longer() -> None:
    events = [TONIGHT, WHERE, user("thanks", "thanks"), user("crisis cafe", "find_crisis_cafe")]
    assert find("Oakham", events) == {"services": {"kind": "crisis_cafe", "place": "Oakham"}}


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([user("Oakham", "give_place")], False),
        ([CAFE, WHERE, user("Oakham", "give_place")], True),
        ([CAFE, showed(kind="crisis_cafe"), user("Oakham", "give_place")], True),
        ([CAFE, showed(kind="crisis_cafe"), user("hi", "greet"), user("Oakham", "give_place")], False),
        ([user("cap", "central_access_point"), showed(id="llr-cap"), user("Oakham", "give_place")], False),
    ],
)
def test_when_a_place_by_itself_is_an_answer(events: Events, *, expected: bool) -> None:
    assert answers_where(events) is expected


@pytest.mark.parametrize("place", [None, "Oakham"])
def test_offers_near(place: str | None) -> None:
    directive = offers_near(place)
    parse(directive)
    assert directive["choices"][0].get("entities", {}).get("place") == place
    assert {offer["label"] for offer in directive["choices"]} >= {"crisis_cafe", "talk_to_person"}

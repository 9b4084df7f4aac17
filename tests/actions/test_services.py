"""Finding a service: what is read from a message, what is asked first, and what is carried over."""

import pytest

from actions.services.answer import find, more
from bot.directives import parse
from tests.actions.stories import WHERE, Events, showed, user

DEBT = user("help with debt in Hinckley", "find_local_service", place="Hinckley")
SHOWN = showed(words="help with debt in Hinckley", place="Hinckley")


def follow_up(text: str, place: str | None = None) -> dict[str, object]:
    return user(text, "services_follow_up", place=place)


@pytest.mark.parametrize(
    ("slot", "events", "expected"),
    [
        ("Hinckley", [DEBT], {"words": "help with debt in Hinckley", "place": "Hinckley"}),
        (
            "Hinckley",
            [user("free walk-in group that speaks Gujarati, tomorrow", "find_local_service")],
            {
                "words": "free walk-in group that speaks Gujarati, tomorrow",
                "when": "tomorrow",
                "only": "drop_in;free",
                "language": "gu",
                "place": "Hinckley",
            },
        ),
        (
            None,
            [user("my 14 year old won't go to school", "young_person_help")],
            {"kind": "young_people", "words": "my 14 year old won't go to school", "age": "14"},
        ),
        (None, [user("i'm a carer", "carer_support")], {"kind": "carers", "words": "i'm a carer"}),
        (
            None,
            [user("my partner hits me, LE16 7AG", "find_local_service")],
            {"words": "my partner hits me, LE16"},
        ),
    ],
)
def test_what_is_asked_for(slot: str | None, events: Events, expected: dict[str, str]) -> None:
    directive = find(slot, events)
    assert directive == {"services": expected}
    parse(directive)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("help with debt", True),
        ("is there a food bank", True),
        ("somewhere to make friends", True),
        ("gambling help", False),
        ("a helpline I can text", False),
        ("support online", False),
        ("someone told me about Lamp", False),
        ("my boyfriend hurts me", False),
        ("support after my brother took his own life", False),
    ],
)
def test_where_is_asked_only_if_it_matters(text: str, *, asked: bool) -> None:
    assert (find(None, [user(text, "find_local_service")]) == {"ask": "place"}) is asked


def test_where_is_asked_once() -> None:
    food, groups = user("food bank", "find_local_service"), user("walking group", "find_local_service")
    assert find(None, [food, WHERE, user("no", "deny")]) == {"services": {"words": "food bank"}}
    assert find(None, [food, WHERE, groups]) == {"services": {"words": "walking group"}}
    assert find("Oakham", [food, WHERE, follow_up("what about in oakham", "Oakham")]) == {
        "services": {"words": "food bank", "place": "Oakham"}
    }


@pytest.mark.parametrize(
    ("slot", "text", "place_said", "changed"),
    [
        ("Hinckley", "and on Sunday?", False, {"when": "su"}),
        ("Oakham", "what about in Oakham?", True, {"place": "Oakham"}),
        ("Hinckley", "anything closer?", False, {"nearer": "yes"}),
        ("Hinckley", "something for women", False, {"only": "women"}),
        ("Hinckley", "any free ones I can just walk into", False, {"only": "drop_in;free"}),
        ("Hinckley", "for my dad, he's 70", False, {"age": "70"}),
        ("Hinckley", "do they speak Polish", False, {"language": "pl"}),
        ("Hinckley", "and for my drinking", False, {"words": "and for my drinking"}),
    ],
)
def test_a_follow_up_changes_one_thing(
    slot: str, text: str, changed: dict[str, str], *, place_said: bool
) -> None:
    directive = find(slot, [DEBT, SHOWN, follow_up(text, slot if place_said else None)])
    assert directive == {"services": {"words": "help with debt in Hinckley", "place": "Hinckley"} | changed}
    parse(directive)


def test_follow_ups_add_up_and_begin_on_the_first_page() -> None:
    before = showed(words="group", place="Oakham", only="free", nearer="yes", page="3")
    assert find(
        "Oakham", [DEBT, before, user("thanks", "thanks"), follow_up("step free ones on Monday")]
    ) == {"services": {"words": "group", "place": "Oakham", "only": "free;step_free", "when": "mo"}}


def test_a_place_by_itself_is_a_follow_up() -> None:
    assert find("Oakham", [DEBT, SHOWN, user("Oakham", "give_place", place="Oakham")]) == {
        "services": {"words": "help with debt in Hinckley", "place": "Oakham"}
    }


def test_closer_than_nowhere_asks_where_first() -> None:
    events = [
        user("carers", "carer_support"),
        showed(kind="carers", words="carers"),
        follow_up("anything closer?"),
    ]
    assert find(None, events) == {"ask": "place"}
    assert find("Oakham", [*events, WHERE, user("Oakham", "give_place", place="Oakham")]) == {
        "services": {"kind": "carers", "words": "carers", "nearer": "yes", "place": "Oakham"}
    }


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("is it open now", None, {"id": "llr-cap", "when": "now"}),
        ("do they do BSL", None, {"id": "llr-cap", "only": "bsl"}),
        ("what about Oakham", "Oakham", {"words": "what about Oakham", "place": "Oakham"}),
    ],
)
def test_after_one_service(text: str, place: str | None, expected: dict[str, str]) -> None:
    events = [user("cap", "central_access_point"), showed(id="llr-cap", about="yes"), follow_up(text, place)]
    assert find(place, events) == {"services": expected}


def test_after_what_happens_at_a_cafe_a_place_means_a_cafe_there() -> None:
    about = [user("what happens there", "crisis_cafe_about"), showed(id="llr-nmhc-network", about="yes")]
    assert find("Oakham", [*about, follow_up("and in Oakham?", "Oakham")]) == {
        "services": {"kind": "crisis_cafe", "place": "Oakham"}
    }


def test_a_follow_up_to_nothing_is_a_question_of_its_own() -> None:
    assert find("Oakham", [follow_up("anything for women")]) == {
        "services": {"words": "anything for women", "place": "Oakham"}
    }


def test_more_goes_on_and_on() -> None:
    asks = user("more", "more_services")
    assert more([DEBT, SHOWN, asks]) == {
        "services": {"words": "help with debt in Hinckley", "place": "Hinckley", "page": "2"}
    }
    third = more([DEBT, showed(kind="carers", page="2"), user("thanks", "thanks"), asks])
    assert third == {"services": {"kind": "carers", "page": "3"}}
    parse(third)
    assert more([asks]) is None

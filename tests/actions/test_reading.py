"""What a message says about when, for whom and where."""

import pytest

from actions.services.person import age_in, language_in
from actions.services.place import place_in_own_words, place_name, words_in
from actions.services.when import when_in
from actions.services.wishes import groups_in, nearer_in, properties_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("crisis cafe open now", "now"),
        ("somewhere to go right now", "now"),
        ("anything TONIGHT?", "tonight"),
        ("2nite", "tonight"),
        ("open this evening", "tonight"),
        ("is it open today", "today"),
        ("tmrw maybe", "tomorrow"),
        ("at the weekend", "weekend"),
        ("and on Sunday?", "su"),
        ("is it on this sat", "sa"),
        ("tuesdays", "tu"),
        ("is it open on Friday, I need to know now", "fr"),
        ("i sat there all day", None),
        ("low since monday", None),
        ("I know a cafe", None),
        ("we wed last year", None),
        ("the sun is out", None),
    ],
)
def test_when(text: str, expected: str | None) -> None:
    assert when_in(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("my 14 year old", "14"),
        ("a 9yo girl", "9"),
        ("i'm 17", "17"),
        ("im only 12", "12"),
        ("my son is 13 and angry", "13"),
        ("my mum, she's 82", "82"),
        ("aged 70", "70"),
        ("im 5 minutes from oakham", None),
        ("im 20 weeks pregnant", None),
        ("ive been drinking for 10 years", None),
        ("i'm in le16 and she's 2 miles off", None),
        ("debt of 50", None),
        ("im 16 wks pregnant", None),
        ("im 16wks pregnant", None),
        ("im 20+ weeks gone", None),
        ("I'm 24/7 carer for mum", None),
        ("I am 24 / 7 looking after dad", None),
        ("im 50/50 about it", None),
        ("my son is 5 foot tall", None),
        ("im 6 feet", None),
        ("he's 5ft", None),
        ("he is 5'10", None),
        ("my son is 18+ months", None),
        ("my daughter is 18-months", None),
        ("im 2x the man", None),
        ("im 16 x", "16"),
        ("im 15 m", "15"),
        ("im 3 times divorced", None),
        ("i'm 12 lbs lighter", None),
        ("im 40 quid short", None),
        ("im 30 secs away", None),
        ("im 18+", "18"),
        ("aged 16/17", "16"),
        ("im 16, my mum drinks", "16"),
        ("im 16. what now", "16"),
        ("im 16 with a baby", "16"),
        ("im 17 weekdays only please", "17"),
        ("i'm 16 and 20 weeks pregnant", "16"),
        ("im 24 7 days a week sad", "24"),
    ],
)
def test_age(text: str, expected: str | None) -> None:
    assert age_in(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a counsellor who speaks Gujarati", "gu"),
        ("in panjabi", "pa"),
        ("polish group", "pl"),
        ("farsi", "fa"),
        ("in english please", None),
        ("a group", None),
    ],
)
def test_language(text: str, expected: str | None) -> None:
    assert language_in(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("i use a wheelchair", {"step_free"}),
        ("any step-free ones", {"step_free"}),
        ("drop ins only", {"drop_in"}),
        ("without an appointment", {"drop_in"}),
        ("sign language please", {"bsl"}),
        ("are they free", {"free"}),
        ("do i have to pay", {"free"}),
        ("is anyone free to talk", set()),
        ("step free", {"step_free"}),
        ("a group", set()),
    ],
)
def test_properties(text: str, expected: set[str]) -> None:
    assert properties_in(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("something for women", {"women"}),
        ("a men's group", {"men"}),
        ("for blokes", {"men"}),
        ("anything for young people", {"young_people"}),
        ("ex-army", {"veterans"}),
        ("for lgbtq people", {"lgbt"}),
        ("students", {"students"}),
        ("over 60s", {"older_people"}),
        ("for carers", {"carers"}),
        ("i mean it, i am mental", set()),
    ],
)
def test_groups(text: str, expected: set[str]) -> None:
    assert groups_in(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("anything closer?", True), ("thats too far", True), ("nearest", True), ("it closes at nine", False)],
)
def test_nearer(text: str, *, expected: bool) -> None:
    assert nearer_in(text) is expected


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
    ("text", "place", "words"),
    [
        ("Foxton", "Foxton", "Foxton"),
        ("im at le16 7ag by the park", "im at LE16 by the park", "im at LE16 by the park"),
        ("LE167AG", "LE16", "LE16"),
        ("bt1 5gs", "BT1", "BT1"),
        ("x" * 900, "x" * 80, "x" * 300),
        ("  ", None, ""),
    ],
)
def test_of_a_postcode_only_the_first_half_is_kept(text: str, place: str | None, words: str) -> None:
    assert place_in_own_words(text) == place
    assert words_in(text) == words

"""Answers that must never come, and numbers that must never be missing: what people in danger may write to the directory.

In a chat the safety net reads these first; on the page, in a missed message and in a follow-up the directory stands alone.
"""

from datetime import UTC, datetime

import pytest

from bot.directives import Services
from bot.directory.hours import Text
from bot.directory.lookup import Directory
from tests.directory.conftest import NOW

CAP, EMERGENCY, SAMARITANS = "0808 800 3302", "call 999", "116 123"
BOXING_NIGHT = datetime(2026, 12, 26, 3, 0, tzinfo=UTC)


def ask(
    directory: Directory, text: Text, words: str, place: str = "", *, short: bool = True, region: str = "llr"
) -> str:
    query = Services(words=words, place=place or None)
    return directory.answer(query, text=text, region=region, now=BOXING_NIGHT, short=short).text


@pytest.mark.parametrize(
    "words",
    [
        "ambulance",
        "call the police",
        "someone is dying",
        "gambling debts want to die",
        "drunk and suicidal",
        "homeless and suicidal",
        "raped and want to die",
        "i am a veteran and suicidal",
        "i have a new baby and i want to die",
        "pregnant and suicidal",
        "deaf and suicidal",
        "my husband hits me",
        "my dad hits my mum",
        "i have taken too many pills",
        "i am cutting myself",
    ],
)
@pytest.mark.parametrize("short", [True, False])
def test_in_danger_there_is_999_and_somebody_to_talk_to(
    directory: Directory, text: Text, words: str, short: bool
) -> None:
    said = ask(directory, text, words, short=short)
    assert EMERGENCY in said
    assert CAP in said
    assert SAMARITANS in said


@pytest.mark.parametrize(
    ("words", "place", "absent"),
    [
        ("i am 14 and cutting myself", "", "Gambling"),
        ("i feel hopeless", "", "Shelter"),
        ("shouting at me all the time", "", "Shelter"),
        ("meeting people", "", "Gambling"),
        ("internet", "", "LGBT"),
        ("nobody cares about me", "", "Carers"),
        ("my dad hits my mum", "loughborough", "Andy's Man Club"),
        ("a man followed me home", "", "Andy's Man Club"),
        ("coming out of hospital", "", "LGBT"),
        ("weight loss", "", "Cruse"),
        ("crisis house", "", "Shelter"),
    ],
)
def test_one_word_sends_nobody_to_the_wrong_door(
    directory: Directory, text: Text, words: str, place: str, absent: str
) -> None:
    assert absent not in ask(directory, text, words, place)


@pytest.mark.parametrize(
    ("words", "place", "region", "there"),
    [
        ("sexual assault", "Oakham", "llr", "Juniper Lodge"),
        ("sexual assault", "Colne", "lsc", "SAFE Centre"),
        ("text line", "", "llr", "85258"),
        ("deaf and need someone", "", "llr", "85258"),
        ("lost my baby", "", "llr", "Cruse"),
    ],
)
def test_the_right_door_is_among_them(
    directory: Directory, text: Text, words: str, place: str, region: str, there: str
) -> None:
    assert there in ask(directory, text, words, place, short=False, region=region)


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("Preston", "0800 953 0110"),
        ("Lancaster", "0800 953 0110"),
        ("NG1 5FS", SAMARITANS),
        ("BT1 1AA", SAMARITANS),
    ],
)
def test_nobody_elsewhere_is_given_the_line_of_this_region(
    directory: Directory, text: Text, place: str, line: str
) -> None:
    for words in ("suicidal", "crisis cafe", "homeless"):
        said = ask(directory, text, words, place)
        assert line in said
        assert CAP not in said


@pytest.mark.parametrize("service_id", ["uk-childline", "uk-papyrus", "llr-crisis-text", "llr-lwa"])
def test_nothing_that_nobody_has_confirmed_stands_alone(
    directory: Directory, text: Text, service_id: str
) -> None:
    said = directory.answer(Services(id=service_id), text=text, region="llr", now=NOW, short=False).text
    assert CAP in said
    assert "111" in said


def test_what_is_old_is_said_to_be_nothing_at_present(directory: Directory, text: Text) -> None:
    said = ask(directory, text, "crisis cafe", "LE16", short=False)
    old = said.split("Market Harborough Crisis Café")[1].split("\n\n")[0]
    assert "Drop-in" not in old
    assert "Open now" not in old


def test_a_bank_holiday_before_the_next_opening_is_said(directory: Directory, text: Text) -> None:
    said = ask(directory, text, "domestic abuse", short=False)
    assert "There is a bank holiday before that, so it may open sooner" in said.split("FreeVA")[1]


@pytest.mark.parametrize(
    ("place", "land"),
    [("Belfast", "Northern Ireland"), ("glasgow", "Scotland"), ("poland", "outside the United Kingdom")],
)
def test_a_town_elsewhere_is_known_as_such(directory: Directory, text: Text, place: str, land: str) -> None:
    assert land in ask(directory, text, "suicidal", place)

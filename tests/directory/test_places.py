"""What a person writes as a place, and what we take it for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.directory.lookup import Directory
from bot.directory.model import Place
from bot.directory.places import Gazetteer, plain, said_back


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("Market Harborough", "Market Harborough"),
        ("market harboro", "Market Harborough"),
        ("market  HARBOROUGH!!", "Market Harborough"),
        ("near Market Harborough please", "Market Harborough"),
        ("maket harborough", "Market Harborough"),
        ("lufbra", "Loughborough"),
        ("Loughborogh", "Loughborough"),
        ("I live in lboro", "Loughborough"),
        ("ashby de la zouch", "Ashby-de-la-Zouch"),
        ("Ashby", "Ashby-de-la-Zouch"),
        ("Hinkley", "Hinckley"),
        ("wigson", "Wigston"),
        ("melton", "Melton Mowbray"),
        ("Leicester", "Leicester"),
        ("liecester", "Leicester"),
        ("Leicester Forest East", "Leicester Forest East"),
        ("narborough road", "West End of Leicester"),
        ("le16", "LE16"),
        ("LE 16", "LE16"),
        ("LE16 7AG", "LE16"),
        ("le167ag", "LE16"),
        ("le11aa", "LE1"),
        ("le1 1aa", "LE1"),
        ("LE11 3TU", "LE11"),
        ("Rutland", "Rutland"),
        ("Leicestershire", "Leicestershire"),
    ],
)
def test_known(directory: Directory, said: str, label: str) -> None:
    where = directory.edition().where(said, "llr")
    assert where
    assert where.label == label


@pytest.mark.parametrize(
    "said",
    [
        "",
        " ",
        "🙂",
        "'; drop table services; --",
        "\0",
        "Derby",
        "Corby",
        "Barrow in Furness",
        "London",
        "BT1 1AA",
        "GY1 1AA",
        "75001 Paris",
        "NG1",
        "a" * 100_000,
        "લેસ્ટર",
        "%",
        "near me",
    ],
)
def test_unknown(directory: Directory, said: str) -> None:
    assert directory.edition().where(said, "llr") is None


def test_two_places_as_close_are_not_guessed() -> None:
    places = [Place(name="Felmersham", outcodes=("BC1",)), Place(name="Felnersham", outcodes=("BC2",))]
    assert Gazetteer.of(places, ()).find("felbersham") is None


@pytest.mark.parametrize(
    ("said", "back"),
    [
        ("Narnia", "Narnia"),
        ("🙂", ""),
        ("'; drop table services; --", "drop table services"),
        ("<b>King's Lynn</b>", "b King's Lynn b"),
        ("NG1 5FS", "NG1"),
        ("x" * 100_000, "x" * 40),
        ("Stoke-on-Trent", "Stoke-on-Trent"),
    ],
)
def test_said_back(said: str, back: str) -> None:
    assert said_back(said) == back


@settings(deadline=None)
@given(st.text())
def test_anything_may_be_written(directory: Directory, said: str) -> None:
    directory.edition().where(said, "llr")
    assert len(said_back(said)) <= 40
    assert plain(plain(said)) == plain(said)

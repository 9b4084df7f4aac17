"""A third region is a folder: no code changes, and its people are answered from it."""

import shutil

import pytest

from bot.directives import Services
from bot.directory.build import build
from bot.directory.hours import Text
from bot.directory.lookup import Directory
from bot.directory.model import Kind
from tests.directory.conftest import NOW, TODAY
from tests.directory.packs import CONTENT, write_region

REGION = """\
name: Borsetshire
languages: [en]
outcodes: [WR1, WR2, WR3]
main_places: [Ambridge, Felpersham]
first_contact: bo-line
day_and_night: [bo-line, uk-nhs111-mh]
"""
SERVICES = (
    {
        "id": "bo-line",
        "name": "Borsetshire Helpline",
        "kind": "crisis_line",
        "phone": "0808 800 3302",
        "hours": "24/7",
    },
    {
        "id": "bo-cafe",
        "name": "Bull Café",
        "kind": "crisis_cafe",
        "address": "The Bull",
        "town": "Ambridge",
        "place": "Ambridge",
        "postcode": "WR1 1AA",
        "outcode": "WR1",
        "hours": "We 12:00-20:00",
        "drop_in": "yes",
    },
    {
        "id": "bo-pantry",
        "name": "The Pantry",
        "kind": "other",
        "phone": "0116 225 6847",
        "place": "Felpersham",
        "needs": "food",
    },
)
PLACES = (
    ("Ambridge", "WR1", "Borchester district", "", "the ridge"),
    ("Felpersham", "WR2", "Felpersham district", "", ""),
)


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Directory:
    """The real packs, open, and then one folder more."""
    content, data_dir = tmp_path_factory.mktemp("content"), tmp_path_factory.mktemp("data")
    shutil.copytree(CONTENT / "regions", content / "regions")
    build(content, data_dir, today=TODAY)
    directory = Directory.open(data_dir)
    assert "bo" not in directory.edition().regions
    write_region(content, "bo", region=REGION, services=SERVICES, places=PLACES)
    build(content, data_dir, today=TODAY)
    return directory


def found(directory: Directory, text: Text, words: str, region: str = "bo", place: str = "") -> list[str]:
    asked = Services(words=words, place=place or None)
    results = directory.search(asked, region=region, now=NOW, text=text, most=3)
    return [result.service.id for result in results.results]


def test_it_is_there_with_its_own_first_contact(directory: Directory) -> None:
    region = directory.edition().region("bo")
    assert (region.name, region.first_contact) == ("Borsetshire", "bo-line")
    assert directory.main_places("bo") == ("Ambridge", "Felpersham")


def test_its_rows_come_before_the_national_ones(directory: Directory) -> None:
    kinds = [service.region for service in directory.by_kind(Kind.CRISIS_LINE, "bo")]
    assert kinds[0] == "bo"
    assert set(kinds) == {"bo", "uk"}


@pytest.mark.parametrize("place", ["Ambridge", "the ridge", "ambrige", "WR1", "wr1 1aa"])
def test_its_places_are_known(directory: Directory, place: str) -> None:
    where = directory.edition().where(place, "bo")
    assert where is not None
    assert where.outcodes == {"WR1"}


def test_it_is_asked_in_the_words_of_needs(directory: Directory, text: Text) -> None:
    assert found(directory, text, "crisis cafe", place="Ambridge")[0] == "bo-cafe"
    assert found(directory, text, "is there a food bank", place="Felpersham")[0] == "bo-pantry"


def test_no_other_region_is_told_of_its_rows(directory: Directory, text: Text) -> None:
    for words in ("crisis cafe", "food bank", "crisis line"):
        assert not [each for each in found(directory, text, words, region="llr") if each.startswith("bo-")]

"""What people look for: how needs.csv is checked, and which rows answer a need."""

from pathlib import Path

import pytest

from bot.directory.model import Kind, Need, Service
from bot.directory.needs import answers, read_needs
from bot.directory.pack import PackError, read_packs
from tests.directory.conftest import TODAY
from tests.directory.packs import CAFE, services_csv, write_needs, write_services

FOOD = ("food", "a food bank", "", "food bank; hungry")
CAFES = ("cafe", "a café", "crisis_cafe", "cafe; can't cope")


def test_read(packs: Path) -> None:
    write_needs(packs, [FOOD, CAFES])
    needs, faults = read_needs(packs / "regions" / "needs.csv")
    assert faults == []
    assert needs[0] == Need(id="food", name="a food bank", words=("food bank", "hungry"))
    assert needs[1].kinds == ("crisis_cafe",)


def test_packs_without_needs_can_be_built(packs: Path) -> None:
    assert read_needs(packs / "regions" / "needs.csv") == ([], [])
    assert read_packs(packs, today=TODAY).warnings == []


@pytest.mark.parametrize(
    ("need", "field", "says"),
    [
        (("Food bank", "a food bank", "", "hungry"), "id", "small letters with '_'"),
        (("food", "", "", "hungry"), "name", "near Oakham"),
        (("food", "a food bank", "cafe", "hungry"), "kinds", "'cafe' is not one of"),
        (("food", "a food bank", "", ""), "words", "is empty"),
        (("food", "a food bank", "", "Hungry"), "words", "small letters"),
        (("food", "a food bank", "", "hungry, no food"), "words", "small letters"),
        (("food", "a food bank", "", "hungry; cafe"), "words", "'cafe' already means cafe"),
        (("cafe", "a food bank", "", "hungry"), "id", "also on line 2"),
        (("food", "a food bank", "", "=hungry"), "words", "formula"),
    ],
)
def test_refused(packs: Path, need: tuple[str, ...], field: str, says: str) -> None:
    write_needs(packs, [CAFES, need])
    with pytest.raises(PackError) as error:
        read_packs(packs, today=TODAY)
    found = [fault for fault in error.value.faults if (fault.line, fault.field) == (3, field)]
    assert says in found[0].problem
    assert found[0].file == "content/regions/needs.csv"


def test_a_row_answers_by_its_kind_or_by_name() -> None:
    facts = {"region": "am", "name": "A place", "assurance": "confirmed"}
    cafe = Service(id="am-one", kind=Kind.CRISIS_CAFE, needs="food", **facts)  # type: ignore[arg-type] # a text is enough here
    other = Service(id="am-two", kind=Kind.OTHER, **facts)  # type: ignore[arg-type] # as above
    food, cafes = (Need(id=each[0], name=each[1], kinds=(each[2],)) for each in (FOOD, CAFES))
    assert [answers(food, cafe), answers(cafes, cafe)] == [True, True]
    assert [answers(food, other), answers(cafes, other)] == [False, False]


def test_a_need_without_rows_and_a_row_without_needs_are_warnings(packs: Path) -> None:
    write_needs(packs, [FOOD, ("line", "a crisis line", "crisis_line", "crisis line")])
    found = read_packs(packs, today=TODAY).warnings
    assert [(fault.file, fault.line, fault.field) for fault in found] == [
        ("content/regions/needs.csv", None, "food"),
        ("content/regions/am/services.csv", 2, "needs"),
    ]
    write_services(packs, services_csv([CAFE | {"needs": "food"}]))
    assert read_packs(packs, today=TODAY).warnings == []

"""Numbers that are known to be wrong: found however they are written, and only they."""

from pathlib import Path

import pytest

from bot.directory.misprints import Misprint, misprints_in_cards, problem_in, read_misprints
from bot.directory.pack import PackError, read_packs
from tests.directory.conftest import TODAY
from tests.directory.packs import CAFE, services_csv, write_region, write_services

CAP = "0808 800 3302"
KNOWN = {
    "0808800330": Misprint("0808 800330", CAP, "a digit is missing"),
    "01162953060": Misprint("0116 295 3060", CAP, "an old number"),
}
REGION = "name: Felpersham\nfirst_contact: uk-111\nday_and_night: [uk-111]\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("0808 800330", "0808 800330"),
        ("Call 0808-800-330 now", "0808-800-330"),
        ("0808800330.", "0808800330"),
        ("0116 295 3060, any time", "0116 295 3060"),
        ("+44 116 295 3060", "+44 116 295 3060"),
        (CAP, None),
        ("0808 800 3303", None),
        ("0116 295 3061", None),
        ("", None),
    ],
)
def test_problem(text: str, found: str | None) -> None:
    problem = problem_in(text, KNOWN)
    assert (problem is None) == (found is None)
    if found:
        assert str(problem).startswith(f"'{found}' is a known misprint: write {CAP} (")


def test_a_misprint_of_one_pack_is_refused_in_every_pack(packs: Path) -> None:
    write_region(
        packs,
        "fe",
        region=REGION,
        services=(),
        misprints=[("0116 295 3060", "0808 800 3302", "an old leaflet of the café")],
    )
    write_services(packs, services_csv([CAFE | {"phone": "0116 295 3060"}]))
    with pytest.raises(PackError) as error:
        read_packs(packs, today=TODAY)
    assert str(error.value) == (
        "content/regions/am/services.csv:2:phone: '0116 295 3060' is a known misprint: "
        "write 0808 800 3302 (an old leaflet of the café)"
    )


@pytest.mark.parametrize(
    ("misprint", "field", "says"),
    [
        (("the old number", "0808 800 3302", "why"), "number", "as it is misprinted"),
        (("0116 295 3060", "0116 29", "why"), "instead", "not a UK number"),
        (("0116 295 3060", "0116 2953060", "why"), "instead", "the same number"),
        (("0116 295 3060", "0808 800 3302", ""), "why", "is empty"),
    ],
)
def test_a_misprint_that_says_too_little_is_refused(
    packs: Path, misprint: tuple[str, ...], field: str, says: str
) -> None:
    folder = write_region(packs, "fe", region=REGION, services=(), misprints=[misprint])
    _, faults = read_misprints([folder])
    assert [(fault.file, fault.line, fault.field) for fault in faults] == [
        ("content/regions/fe/misprints.csv", 2, field)
    ]
    assert says in faults[0].problem


def test_a_crisis_card_with_a_misprint_is_named_by_line(packs: Path) -> None:
    (packs / "crisis" / "languages").mkdir(parents=True)
    (packs / "crisis" / "lines.yml").write_text(f'lines:\n  - phone: "{CAP}"\n', encoding="utf-8")
    (packs / "crisis" / "languages" / "pl.yml").write_text("web: |\n  0808 800330\n", encoding="utf-8")
    (fault,) = misprints_in_cards(packs, KNOWN)
    assert (fault.file, fault.line) == ("content/crisis/languages/pl.yml", 2)

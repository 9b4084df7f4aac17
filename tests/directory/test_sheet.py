"""What spreadsheets do to a CSV: read, or refused by line and field."""

from pathlib import Path

import pytest

from bot.directory.build import PackError, build
from bot.directory.checks import COLUMNS
from bot.directory.lookup import Directory
from bot.directory.sheet import listed
from tests.directory.conftest import TODAY
from tests.directory.packs import CAFE, services_csv, write_services

GOOD = services_csv([CAFE])
FILE = "content/regions/am/services.csv"


@pytest.mark.parametrize(
    ("label", "raw"),
    [
        ("plain", GOOD.encode()),
        ("byte order mark", GOOD.encode("utf-8-sig")),
        ("semicolons", services_csv([CAFE], delimiter=";").encode()),
        ("tabs", services_csv([CAFE], delimiter="\t").encode()),
        ("Windows line ends", GOOD.replace("\n", "\r\n").encode()),
        ("blank rows", (GOOD + "," * GOOD.partition("\n")[0].count(",") + "\n\n").encode()),
        ("empty columns on the right", GOOD.replace("\n", ",,\n").encode()),
        ("curly quotes and hard spaces", GOOD.replace("The Bull", "  The\u00a0Bull ").encode()),
    ],
)
def test_read(packs: Path, tmp_path: Path, label: str, raw: bytes) -> None:
    write_services(packs, raw)
    build(packs, tmp_path, today=TODAY)
    service = Directory.open(tmp_path).by_id("am-cafe")
    assert service
    assert (service.name, service.address) == ("Bull Café", "The Bull")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_list_in_a_cell_survives_every_separator(packs: Path, tmp_path: Path, delimiter: str) -> None:
    cafe = CAFE | {
        "hours": "We 12:00-20:00; PH off",
        "serves": "Borchester district; BC1",
        "groups": "men; women",
    }
    write_services(packs, services_csv([cafe], delimiter=delimiter).encode())
    build(packs, tmp_path, today=TODAY)
    service = Directory.open(tmp_path).by_id("am-cafe")
    assert service
    assert [service.hours, service.serves, service.groups] == [cafe["hours"], cafe["serves"], cafe["groups"]]


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("", ()),
        (" ; ;", ()),
        ("one", ("one",)),
        ("one; two ;three;", ("one", "two", "three")),
    ],
)
def test_the_parts_of_a_cell(cell: str, parts: tuple[str, ...]) -> None:
    assert listed(cell) == parts


def test_curly_quotes_become_straight(packs: Path, tmp_path: Path) -> None:
    write_services(packs, services_csv([CAFE | {"name": "Pepper’s “safe” place"}]))
    build(packs, tmp_path, today=TODAY)
    service = Directory.open(tmp_path).by_id("am-cafe")
    assert service
    assert service.name == 'Pepper\'s "safe" place'


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (GOOD.encode("cp1252"), f"{FILE}:2: is not UTF-8"),
        (GOOD.encode("utf-16"), f"{FILE}:1: is not UTF-8"),
        (b"", f"{FILE}:1:id: is missing"),
        (GOOD.replace(",kind,", ",sort,", 1), f"{FILE}:1:kind: is missing"),
        (GOOD.replace(",kind,", ",sort,", 1), f"{FILE}:1:sort: is not a column"),
        (GOOD.replace(",kind,", ",name,", 1), f"{FILE}:1:name: is there twice"),
        (GOOD.replace("id,", "“id”,", 1), f"{FILE}:1:id: is missing"),
        (GOOD.replace("Bull Café", "Bull\0Café"), f"{FILE}:2: holds a NUL"),
        (
            GOOD.replace("Bull Café", "Bull\u202eCafé"),
            f"{FILE}:2:name: holds a character that cannot be seen",
        ),
        (GOOD.replace("Bull Café", "=1+1"), f"{FILE}:2:name: begins with '='"),
        (GOOD.replace("Bull Café", "@SUM(A1)"), f"{FILE}:2:name: begins with '@'"),
        (GOOD.replace("Bull Café", "#REF!"), f"{FILE}:2:name: begins with '#'"),
        (GOOD.replace("Bull Café", "-2+3"), f"{FILE}:2:name: begins with '-'"),
        (GOOD.replace("Bull Café", " =1+1"), f"{FILE}:2:name: begins with '='"),
        ((GOOD + "am-two,Bull\u2019s Café").encode("cp1252"), f"{FILE}:2: is not UTF-8"),
        (GOOD.replace("0808 800 3302", "8088003302"), f"{FILE}:2:phone: '8088003302' is not a UK number"),
        (GOOD.replace("2021-12-21", "21/12/2021"), f"{FILE}:2:last_seen: '21/12/2021' is not a date"),
        ("sep=;\n" + GOOD.replace(",", ";"), f"{FILE}:1:sep=;: is not a column"),
        (GOOD.replace("0808 800 3302", "+448088003302"), f"{FILE}:2:phone: begins with '+'"),
        (
            GOOD.replace("The Bull,", "The, Bull,"),
            f"{FILE}:2: has {len(COLUMNS) + 1} cells, not {len(COLUMNS)}",
        ),
        (GOOD + "am-two,Half a row\n", f"{FILE}:3: has 2 cells, not {len(COLUMNS)}"),
        (GOOD.replace("The Bull,", '"The Bull,'), f"{FILE}:2: cannot be read as CSV"),
        (GOOD + GOOD.splitlines()[1], f"{FILE}:3:id: 'am-cafe' is also on line 2"),
    ],
)
def test_refused_whole(packs: Path, tmp_path: Path, raw: str | bytes, fault: str) -> None:
    write_services(packs, raw)
    with pytest.raises(PackError) as refused:
        build(packs, tmp_path / "data", today=TODAY)
    assert [line for line in str(refused.value).splitlines() if line.startswith(fault)]
    assert not (tmp_path / "data").exists()

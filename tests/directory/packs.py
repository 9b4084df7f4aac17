"""Small region packs for tests: a national one and an invented region. No number in them is anybody's."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.directory.checks import COLUMNS
from bot.directory.misprints import MISPRINT_COLUMNS
from bot.directory.needs import NEED_COLUMNS
from bot.directory.pack import PLACE_COLUMNS

CONTENT = Path(__file__).parents[2] / "content"
DRAMA_NUMBER = "01632 960001"

LINE = {"kind": "crisis_line", "hours": "24/7", "always_stands": "yes"}
NATIONAL = (
    {"id": "uk-999", "name": "Emergency", "phone": "999", **LINE},
    {"id": "uk-111", "name": "Health line", "phone": "111", **LINE},
)
CAFE = {
    "id": "am-cafe",
    "name": "Bull Café",
    "kind": "crisis_cafe",
    "address": "The Bull",
    "town": "Ambridge",
    "place": "Ambridge",
    "phone": "0808 800 3302",
    "hours": "We 12:00-20:00",
    "last_seen": "2021-12-21",
}
PLACES = (("Ambridge", "BC1", "Borchester district", "", "the ridge"),)


def row(**cells: str) -> dict[str, str]:
    """A row that may be built, with these cells."""
    start = dict.fromkeys(COLUMNS, "") | {
        "kind": "other",
        "assurance": "needs_confirmation",
        "audience": "public",
        "always_stands": "no",
        "name": "A service",
        "owner": "Its owner",
    }
    return start | cells


def services_csv(rows: Sequence[Mapping[str, str]], *, delimiter: str = ",") -> str:
    """The rows as a spreadsheet saves them."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(row(**each) for each in rows)
    return out.getvalue()


def write_packs(content: Path, *, cafe: Mapping[str, str] = CAFE) -> Path:
    """Write both packs; the services of Ambridge are the café alone."""
    regions = {
        "uk": ("name: everywhere\nnational: true\nemergency: uk-999\n", NATIONAL, ()),
        "am": ("name: Ambridge\noutcodes: [BC1]\n", (cafe,), PLACES),
    }
    lines = "first_contact: uk-111\nday_and_night: [uk-111]\nlanguages: [en]\n"
    for name, (region, services, places) in regions.items():
        write_region(content, name, region=region + lines, services=services, places=places)
    return content


def write_region(
    content: Path,
    name: str,
    *,
    region: str,
    services: Sequence[Mapping[str, str]],
    places: Sequence[Sequence[str]] = (),
    misprints: Sequence[Sequence[str]] = (),
) -> Path:
    """Write the folder of one region: all that it takes to add one."""
    folder = content / "regions" / name
    folder.mkdir(parents=True)
    (folder / "region.yml").write_text(region, encoding="utf-8")
    (folder / "services.csv").write_text(services_csv(services), encoding="utf-8")
    (folder / "places.csv").write_text(_csv(PLACE_COLUMNS, places), encoding="utf-8")
    if misprints:
        (folder / "misprints.csv").write_text(_csv(MISPRINT_COLUMNS, misprints), encoding="utf-8")
    return folder


def write_needs(content: Path, needs: Sequence[Sequence[str]]) -> None:
    """Write what people look for: id, name, kinds and words of each."""
    (content / "regions" / "needs.csv").write_text(_csv(NEED_COLUMNS, needs), encoding="utf-8")


def _csv(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([columns, *rows])
    return out.getvalue()


def write_services(content: Path, raw: str | bytes) -> None:
    """Replace the services of Ambridge by this file."""
    path = content / "regions" / "am" / "services.csv"
    path.write_bytes(raw if isinstance(raw, bytes) else raw.encode())

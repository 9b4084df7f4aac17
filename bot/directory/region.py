"""A region's own facts, read from its region.yml and checked."""

from pathlib import Path

from bot.content.errors import ContentError
from bot.directory.checks import OUTCODE
from bot.directory.model import Region
from bot.directory.sheet import Fault
from bot.yaml_file import Document, read_yaml
from bot.yaml_record import Record

SHORTEST_REASON = 10
_FIELDS = (
    *("name", "national", "languages", "outcodes", "main_places"),
    *("first_contact", "day_and_night", "set_aside", "emergency"),
)


def read_region(folder: Path, file: str) -> tuple[Region | None, list[Fault]]:
    """Read region.yml of a folder, or say all that is wrong with it."""
    try:
        document = read_yaml(folder / "region.yml", file)
    except ContentError as error:
        return None, [_fault(error, file)]
    region = _region(document, folder.name)
    return (None if document.errors else region), [_fault(error, file) for error in document.errors]


def _region(document: Document, region_id: str) -> Region:
    top = Record(document)
    top.only(_FIELDS)
    outcodes = top.texts("outcodes", empty=True)
    for index, outcode in enumerate(outcodes):
        if not OUTCODE.fullmatch(outcode):
            problem = f"'{outcode}' is not the first half of a postcode, such as LE16"
            top.refuse("outcodes", problem, index)
    return Region(
        id=region_id,
        name=top.text("name"),
        national=top.flag("national") if "national" in top.data else False,
        languages=top.texts("languages", empty=True),
        outcodes=outcodes,
        main_places=top.texts("main_places", empty=True),
        first_contact=top.text("first_contact"),
        day_and_night=top.texts("day_and_night", empty=True),
        set_aside=_set_aside(top) if "set_aside" in top.data else (),
        emergency=top.optional_text("emergency") or "",
    )


def _set_aside(top: Record) -> tuple[tuple[str, str], ...]:
    lines = top.record("set_aside")
    reasons = tuple((each, lines.text(each)) for each in lines.data)
    for each, reason in reasons:
        if reason and len(reason) < SHORTEST_REASON:
            lines.refuse(each, f"'{reason}' is no reason: write a sentence that says why and since when")
    return reasons


def _fault(error: ContentError, file: str) -> Fault:
    return Fault(file, error.line, "", error.problem)

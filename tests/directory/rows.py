"""Services and packs in memory, without files and checks: for functions that only take rows."""

from typing import Any

from bot.directory.model import Assurance, Kind, Need, Place, Region, Service
from bot.directory.pack import Packs
from tests.directory.packs import CAFE, row


def service(**cells: str) -> Service:
    """A row of Ambridge, or of the region that its id begins with."""
    whole = row(**{"id": "am-one", **cells})
    return Service.from_row(
        {**whole, "region": whole["id"].partition("-")[0], "always_stands": whole["always_stands"] == "yes"}
    )


def cafe(**cells: str) -> Service:
    """The café of Ambridge with other cells."""
    return service(**{**CAFE, **cells})


def packs_of(*services: Service, needs: tuple[Need, ...] = (), **region: object) -> Packs:
    """A national pack and the region of Ambridge with these rows; ``region`` are facts of Ambridge."""
    lines = {"first_contact": "uk-111", "day_and_night": ("uk-111",)}
    ambridge = {"id": "am", "name": "Ambridge", "outcodes": ("BC1",), **lines, **region}
    national = Region(
        id="uk", name="everywhere", national=True, first_contact="uk-111", day_and_night=("uk-111",)
    )
    return Packs(
        regions={"uk": national, "am": Region(**ambridge)},  # type: ignore[arg-type]  # a table of mixed facts
        services=list(services),
        places=[
            ("am", Place(name="Ambridge", outcodes=("BC1",), district="Borchester district")),
            ("am", Place(name="Felpersham", outcodes=("BC9",), district="Felpersham district")),
        ],
        needs=list(needs),
    )


def bull(**cells: Any) -> Service:
    """A café with these fields, as it is read from a built file."""
    start = {
        "id": "am-x",
        "region": "am",
        "name": "Bull Café",
        "kind": Kind.CRISIS_CAFE,
        "assurance": Assurance.NEEDS_CONFIRMATION,
        "description": "A place to talk.",
    }
    return Service(**(start | cells))

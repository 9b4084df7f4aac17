"""First halves of postcodes: where they are, how far apart, and which postcodes lie outside the area of any region pack.

Only the first half is ever taken from what a person wrote. docs/places.md says where the table comes from.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import hypot, isfinite
from pathlib import Path
from types import MappingProxyType

from bot.directory.grid import easting_northing
from bot.directory.said import bare, plain

Point = tuple[int, int]
"""Metres east and north on the National Grid."""

_TABLE = Path(__file__).with_name("outcodes.csv")
_COUNTRIES = {"E": "england", "S": "scotland", "W": "wales"}
_FURTHEST_METRES = 30_000
"""From the centre of its outcode: Ireland and France are further from ours, and hardly anybody in Great Britain is."""

_LONGEST = 1000
_POSTCODE = re.compile(
    # The second half never has C, I, K, M, O or V: "b4 1am" is a time.
    r"(?<![a-z\d])([a-z]{1,2})( ?)(\d[a-z\d]?)(?: ?(\d[abd-hjlnp-uw-z]{2}))?(?![a-z\d])"
)
_LIKE_WORDS = frozenset({"da", "im", "me", "sk", "so"})
"""Areas that among other words are text-speak more often: "im2 scared", "me2", "sk8"."""

_ORDINALS = frozenset({"st", "nd", "rd", "th"})

_AREAS = {
    "bt": "northern_ireland",
    "gy": "crown_dependency",
    "je": "crown_dependency",
    "im": "crown_dependency",
}
_TOWNS = {
    "northern_ireland": "belfast derry londonderry lisburn newry",
    "scotland": "glasgow edinburgh aberdeen dundee inverness stirling",
    "wales": "cardiff swansea newport wrexham aberystwyth",
    "foreign": "dublin cork ireland france paris spain germany poland warsaw romania india pakistan bangladesh ukraine syria"
    " afghanistan iraq iran somalia nigeria america usa canada australia",
}
"""Names by themselves, of those most often written; they are places to nobody else."""
_LANDS = {
    **{town: land for land, towns in _TOWNS.items() for town in towns.split()},
    "northern ireland": "northern_ireland",
    "channel islands": "crown_dependency",
    "channel island": "crown_dependency",
    "guernsey": "crown_dependency",
    "jersey": "crown_dependency",
    "alderney": "crown_dependency",
    "sark": "crown_dependency",
    "isle man": "crown_dependency",
    "scotland": "scotland",
    "wales": "wales",
    "cymru": "wales",
}
_FOREIGN = re.compile(
    r"\d{5}(?: [a-z]+){0,2}"  # 90210, 75001 Paris
    r"|\d{4} ?[a-z]{2}"  # 1012 AB
    r"|[a-z]\d[a-z] ?\d[a-z]\d"  # K1A 0B1
    r"|(?:[a-z]+ )?[a-z]\d[\dw] ?(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]{4}"  # D02 AF30
)


@dataclass(frozen=True, slots=True)
class Mention:
    """The first half of a postcode in what was said.

    ``certain``: a whole postcode, meant even beside a name of the region. ``sure``: it can hardly be anything else:
    "NG1", "in Nottingham NG1", "M1 1AE"; but not "thanks m8", "im 16" or "b4 2nd".
    """

    outcode: str
    area: str
    certain: bool
    sure: bool


@cache
def centroids() -> Mapping[str, Point]:
    """The mean grid reference of every outcode in Great Britain. Read once."""
    return MappingProxyType({row["outcode"]: (int(row["easting"]), int(row["northing"])) for row in _rows()})


def country(outcode: str) -> str:
    """``england``, ``scotland`` or ``wales``: where most postcodes of the outcode are; empty if it is not known."""
    return _countries().get(outcode, "")


def kilometres(a: Point, b: Point) -> float:
    """How far it is from one point to the other as the crow flies."""
    return hypot(a[0] - b[0], a[1] - b[1]) / 1000


def mean(points: Iterable[Point | None]) -> Point | None:
    """The middle of the points that are known; None if none is."""
    known = [point for point in points if point]
    if not known:
        return None
    easts, norths = zip(*known, strict=True)
    return round(sum(easts) / len(known)), round(sum(norths) / len(known))


def nearest_outcode(latitude: float, longitude: float) -> str | None:
    """The outcode whose centre is nearest to a position in degrees; None outside Great Britain. Nothing else is kept."""
    if not (isfinite(latitude) and isfinite(longitude) and 49 < latitude < 62 and -9 < longitude < 3):
        return None
    east, north = easting_northing(latitude, longitude)
    metres, outcode = min((hypot(east - e, north - n), outcode) for outcode, (e, n) in _with_homes())
    return outcode if metres <= _FURTHEST_METRES else None


def mentions(said: str) -> Iterator[Mention]:
    """The postcodes in what was said, in any writing, each cut to its first half; they need not exist."""
    words = plain(said[:_LONGEST])
    alone = bare(words)
    for match in _POSTCODE.finditer(words):
        area, gap, district, second_half = match.groups()
        whole = bool(second_half) and second_half[1:] not in _ORDINALS
        clear = len(area) == 2 and area not in _LIKE_WORDS
        tight = not (gap and area in _LIKE_WORDS)  # "im 15 5ft tall"
        sure = (whole and tight) or (not gap and (clear or alone == match.group()))
        yield Mention((area + district).upper(), area, certain=whole and clear, sure=sure)


def elsewhere(said: str) -> str | None:
    """The land that a postcode or a name by itself is in, if the services of England are not those of that land.

    ``northern_ireland``, ``crown_dependency``, ``scotland``, ``wales`` or ``foreign``; None for a place in England, for
    what is no place, and for everything that is not sure.
    """
    name = bare(said[:_LONGEST])
    if name in _LANDS:
        return _LANDS[name]
    for mention in mentions(said):
        if mention.sure:
            land = _AREAS.get(mention.area) or country(mention.outcode)
            if land:
                return land if land != "england" else None
    return "foreign" if len(name) < 40 and _FOREIGN.fullmatch(name) else None


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def _with_homes() -> tuple[tuple[str, Point], ...]:
    """Those where people live: nobody is at a PO box, though its outcode may be the nearest."""
    return tuple((row["outcode"], centroids()[row["outcode"]]) for row in _rows() if row["homes"] == "yes")


@cache
def _countries() -> dict[str, str]:
    return {row["outcode"]: _COUNTRIES[row["country"]] for row in _rows()}

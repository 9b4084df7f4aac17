"""What the directory knows: services, regions and places. Plain data, for both environments."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any


class Assurance(StrEnum):
    """How sure we are of a row. It decides what a person is shown (content/regions/README.md)."""

    CONFIRMED = "confirmed"
    NEEDS_CONFIRMATION = "needs_confirmation"
    STALE = "stale"


class Audience(StrEnum):
    """Who may make contact. A row for professionals is never shown as a way in."""

    PUBLIC = "public"
    PROFESSIONALS = "professionals"


class Kind(StrEnum):
    """The kinds of service. Each has a name for people in content/strings ``services.kinds.<kind>``."""

    CRISIS_LINE = "crisis_line"
    TEXT_LINE = "text_line"
    CRISIS_CAFE = "crisis_cafe"
    URGENT_CARE_HUB = "urgent_care_hub"
    TALKING_THERAPY = "talking_therapy"
    YOUNG_PEOPLE = "young_people"
    PERINATAL = "perinatal"
    SUBSTANCE = "substance"
    HOUSING_DEBT = "housing_debt"
    DOMESTIC_ABUSE = "domestic_abuse"
    BEREAVEMENT = "bereavement"
    CARERS = "carers"
    OLDER_PEOPLE = "older_people"
    CULTURALLY_SPECIFIC = "culturally_specific"
    LGBT = "lgbt"
    STUDENT = "student"
    VETERANS = "veterans"
    VCS = "vcs"
    DIRECTORY = "directory"
    OTHER = "other"


CRISIS_KINDS = frozenset({Kind.CRISIS_LINE, Kind.TEXT_LINE, Kind.CRISIS_CAFE, Kind.URGENT_CARE_HUB})
"""An answer about one of these always names lines that are open day and night."""

PLACE_KINDS = frozenset({Kind.CRISIS_CAFE})
"""Somewhere to go: a row for the whole area does not stand in for one that is near."""

ALWAYS = "24/7"
"""The opening_hours value of a service that is open day and night."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One row of a region pack. Empty means not known; source, confidence, doubts and notes are for editors only.

    ``alert`` is a sentence that goes wherever the row goes. ``groups`` are the people that the row is only for, ``serves``
    the districts and outcodes. ``phone`` is answered at ``phone_hours`` if there is a ``phone_otherwise`` for other times.
    ``closed`` are the dates when it is closed for once. ``bsl``, ``step_free``, ``free`` and ``drop_in`` are yes or no.
    """

    id: str
    region: str
    name: str
    kind: Kind
    assurance: Assurance
    audience: Audience = Audience.PUBLIC
    always_stands: bool = False
    short_name: str = ""
    description: str = ""
    alert: str = ""
    owner: str = ""
    confirmed_on: str = ""
    confirmed_by: str = ""
    last_seen: str = ""
    confidence: str = ""
    phone: str = ""
    sms: str = ""
    sms_keyword: str = ""
    email: str = ""
    url: str = ""
    address: str = ""
    town: str = ""
    postcode: str = ""
    outcode: str = ""
    place: str = ""
    hours: str = ""
    ages: str = ""
    eligibility: str = ""
    groups: str = ""
    access: str = ""
    referred_by: str = ""
    languages_access: str = ""
    source: str = ""
    notes: str = ""
    what_happens: str = ""
    needs: str = ""
    serves: str = ""
    age_min: str = ""
    age_max: str = ""
    languages: str = ""
    bsl: str = ""
    step_free: str = ""
    free: str = ""
    drop_in: str = ""
    phone_hours: str = ""
    phone_otherwise: str = ""
    fortnightly_from: str = ""
    closed: str = ""
    doubts: str = ""

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> "Service":
        """Read a row of the built file."""
        return cls.from_cells([row[name] for name in SERVICE_COLUMNS])

    @classmethod
    def from_cells(cls, cells: Sequence[Any]) -> "Service":
        """Read the cells of a row, in the order of SERVICE_COLUMNS."""
        values = dict(zip(SERVICE_COLUMNS, cells, strict=True))
        values["kind"] = Kind(values["kind"])
        values["assurance"] = Assurance(values["assurance"])
        values["audience"] = Audience(values["audience"])
        values["always_stands"] = bool(values["always_stands"])
        return cls(**values)

    @property
    def label(self) -> str:
        """The name in a list or a sentence."""
        return self.short_name or self.name

    @property
    def whole(self) -> bool:
        """True if its phone number, messages and web address may be shown."""
        return self.assurance is not Assurance.STALE and self.audience is Audience.PUBLIC

    @property
    def has_way_in(self) -> bool:
        """True if a person can do something with the row: go, call, text, write or open a page."""
        contact = (self.phone, self.sms, self.email, self.url) if self.whole else ()
        return any((*contact, self.address))


SERVICE_COLUMNS = tuple(each.name for each in fields(Service))
"""The columns of a service in a built file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A region pack's own facts. The national pack's services follow those of every other region.

    ``first_contact`` is where a person in the region is sent first; ``day_and_night`` are the lines named beside anything
    doubtful; ``emergency`` is the line for danger to life. ``main_places`` are offered to somebody who has not said where.
    ``set_aside`` are lines that an operator does not want named, each with the reason.
    """

    id: str
    name: str
    first_contact: str
    day_and_night: tuple[str, ...]
    languages: tuple[str, ...] = ()
    outcodes: tuple[str, ...] = ()
    main_places: tuple[str, ...] = ()
    set_aside: tuple[tuple[str, str], ...] = ()
    national: bool = False
    emergency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A town, village or part of a city. Without outcodes and district it is too wide to look near."""

    name: str
    outcodes: tuple[str, ...] = ()
    district: str = ""
    part_of: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def wide(self) -> bool:
        """True for a county: a person must name a town."""
        return not (self.outcodes or self.district)


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Something that people look for: a row of needs.csv. ``kinds`` of service answer it, and rows that name it."""

    id: str
    name: str
    kinds: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

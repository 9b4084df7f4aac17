"""The answer to a question about services: the rows that fit, and lines open day and night beside anything doubtful."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.directives import Services
from bot.directory.choose import public, ranked, without_repeats
from bot.directory.edition import Edition
from bot.directory.hours import Text
from bot.directory.model import CRISIS_KINDS, PLACE_KINDS, Kind, Region, Service
from bot.directory.places import Where, bare, said_back
from bot.directory.tell import tell

MOST = 3
MOST_SHORT = 2
_ABOUT = frozenset({Kind.CRISIS_CAFE, Kind.DOMESTIC_ABUSE})


@dataclass(frozen=True, slots=True)
class Found:
    """What answers a question: words that lead in, the rows, and whether they are about a crisis."""

    lead: tuple[str, ...]
    services: tuple[Service, ...] = ()
    crisis: bool = False
    in_full: bool = False

    @property
    def doubtful(self) -> bool:
        """True if nothing shown can be relied on by itself."""
        return (
            self.crisis
            or not self.services
            or not all(service.whole and service.has_way_in for service in self.services)
        )


@dataclass(frozen=True, slots=True)
class Answerer:
    """Answers one question, in one language, for one region, at one moment."""

    known: Edition
    text: Text
    region: Region
    now: datetime
    short: bool

    def answer(self, query: Services) -> str:
        """The whole answer as plain text."""
        found = self._by_id(query.id) if query.id else self._of_kind(query)
        return self._in_words(found, at=self.now if query.when == "now" else None)

    def _by_id(self, service_id: str) -> Found:
        service = self.known.by_id(service_id)
        if service is None:
            return Found((self.text("services.not_found"),))
        return Found((), (service,), crisis=service.kind in CRISIS_KINDS, in_full=True)

    def _of_kind(self, query: Services) -> Found:
        if query.kind not in set(Kind):
            return Found((self.text("services.not_found"),))
        kind = Kind(query.kind)
        lead = [self.text(f"services.about.{kind}")] if kind in _ABOUT else []
        everyone = self.known.by_kind(kind, self.region.id)
        rows = [
            row for row in ranked(public(everyone), self.now) if row.id != self.known.national().emergency
        ]
        at_places = any(row.place or row.outcode for row in rows)
        where = self._where(query.place, lead) if at_places else None
        if rows:
            chosen = self._near(kind, rows, where, lead) if where else self._anywhere(kind, rows, lead)
        else:
            chosen = everyone
            lead += [] if everyone else [self.text("services.none_known", kind_name=self._kind_name(kind))]
        most = MOST_SHORT if self.short else MOST
        return Found(tuple(lead), tuple(chosen[:most]), crisis=kind in CRISIS_KINDS)

    def _where(self, said: str | None, lead: list[str]) -> Where | None:
        """Find the place; one that is not known, or too wide, is said in the lead."""
        if not said:
            return None
        where = self.known.where(said, self.region.id)
        if where and not (where.place and where.place.wide):
            lead += [self.text("services.taken_as", place=where.label)] if where.guessed else []
            return where
        name = said_back(said)
        unknown = name and bare(name) and not where
        lead.append(self.text("place.unknown", place=name) if unknown else self.text("ask.place"))
        return None

    def _near(self, kind: Kind, rows: list[Service], where: Where, lead: list[str]) -> list[Service]:
        near = self.known.near(rows, where, self.region.id)
        everywhere = [] if near.services and kind in PLACE_KINDS else _area_wide(rows)
        if near.services and not near.same:
            lead.append(self.text("services.same_area", kind_name=self._kind_name(kind), place=where.label))
        elif not near.services and (kind in PLACE_KINDS or not everywhere):
            lead.append(self.text("services.none_near", kind_name=self._kind_name(kind), place=where.label))
            lead += self._other_places(rows)
        return [*near.services, *everywhere]

    def _anywhere(self, kind: Kind, rows: list[Service], lead: list[str]) -> list[Service]:
        if kind not in PLACE_KINDS:
            return without_repeats(rows)
        lead += self._other_places(rows)
        return _area_wide(rows)

    def _other_places(self, rows: Sequence[Service]) -> list[str]:
        places = self.known.places(self.region.id)
        named = {places[row.place].part_of or row.place for row in rows if row.place in places}
        return [self.text("services.other_places", places=", ".join(sorted(named)))] if named else []

    def _kind_name(self, kind: Kind) -> str:
        return self.text(f"kinds.{kind}")

    def _in_words(self, found: Found, at: datetime | None) -> str:
        rows = [
            tell(row, text=self.text, short=self.short, in_full=found.in_full, at=at)
            for row in found.services
        ]
        beside = self._beside(found)
        # Parts of a long text message can come late or alone: the numbers go first.
        parts = [*beside, *found.lead, *rows] if self.short else [*found.lead, *rows, *beside]
        return "\n\n".join(parts)

    def _beside(self, found: Found) -> list[str]:
        if not found.doubtful:
            return []
        shown = {service.phone for service in found.services if service.whole}
        lines = [line for each in self.region.day_and_night if (line := self.known.by_id(each))]
        said = [
            self.text("services.line", name=line.label, phone=line.phone)
            for line in lines
            if line.phone not in shown
        ]
        parts = ["\n".join([self.text("services.also_open_day_and_night"), *said])] if said else []
        emergency = self.known.by_id(self.known.national().emergency)
        if found.crisis and emergency and emergency.phone not in shown:
            parts.append(self.text("services.emergency", phone=emergency.phone))
        return parts


def _area_wide(rows: Sequence[Service]) -> list[Service]:
    return without_repeats([row for row in rows if not (row.place or row.outcode)])

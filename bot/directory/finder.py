"""From a question to its answer's rows: what was meant, where, and when, and what has to be said about that."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.directives import Services
from bot.directory.edition import Edition
from bot.directory.hours import Text
from bot.directory.model import CRISIS_KINDS, PLACE_KINDS, Audience, Kind, Region
from bot.directory.places import Where, bare, said_back
from bot.directory.search import Match, Query, search
from bot.directory.terms import kind_term
from bot.directory.window import window

_ABOUT = frozenset({Kind.CRISIS_CAFE, Kind.DOMESTIC_ABUSE})
_SAID_ONCE = frozenset({Kind.CRISIS_CAFE})
"""Kinds about which nothing is explained when a question is made narrower."""
_SHOWN_FIRST = 3
_MOST_NEEDS = 2
"""A message that touches more needs than that is answered by its most telling ones."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What a question is about: terms and named services, what to call it, and the kinds that it is answered by.

    ``within``: rows of that kind only, and named ones; the words of the question then only put them in order.
    """

    terms: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    name: str = ""
    kinds: frozenset[Kind] = frozenset()
    within: Kind | None = None

    @property
    def is_place(self) -> bool:
        """True for somewhere to go: a row for the whole area does not stand in for one that is near."""
        return bool(self.kinds) and self.kinds <= PLACE_KINDS


@dataclass(frozen=True, slots=True)
class Found:
    """What answers a question: words that lead in, the rows, best first, and the moment they were asked for.

    ``guess`` is the nearest place that we know, to be confirmed. ``unknown`` means that nothing of the words was known.
    """

    lead: tuple[str, ...] = ()
    matches: tuple[Match, ...] = ()
    query: Query = field(default_factory=Query)
    crisis: bool = False
    guess: str = ""
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds, in one language, for one region, at one moment."""

    known: Edition
    text: Text
    region: Region
    now: datetime
    holidays: frozenset[date]
    confirmed_only: bool = False

    def find(self, asked: Services) -> Found:
        """The rows for a question by kind or by words, in the place that was named if it is one of ours."""
        meant = self._meant(asked)
        if not (meant.terms or meant.ids):
            return Found((self.text("services.which_help"),), unknown=True)
        where, region, lead = self._where(asked.place)
        query = Query(
            terms=meant.terms,
            ids=meant.ids,
            where=where if where and not where.unsure else None,
            window=window(asked.when, self.now),
            age=int(asked.age) if asked.age and asked.age.isdigit() else None,
            only=frozenset(filter(None, map(str.strip, (asked.only or "").split(";")))),
            language=asked.language or "",
            kinds=meant.kinds,
            confirmed_only=self.confirmed_only,
        )
        rows = self._rows(query, meant, region)
        if not rows:
            none = [self.text("services.none_known", kind_name=meant.name)]
            return Found((*lead, *none), (), query, crisis=bool(meant.kinds & CRISIS_KINDS))
        if rows[0].service.audience is Audience.PROFESSIONALS:
            return Found(tuple(lead), rows, query, crisis=bool(meant.kinds & CRISIS_KINDS))
        if asked.nearer:
            rows = tuple(sorted(rows, key=_by_distance))
        chosen, said = self._choose(rows, meant, query, region)
        kinds = meant.kinds | {match.service.kind for match in chosen[:_SHOWN_FIRST]}
        said_before = _SAID_ONCE if asked.when or asked.nearer or asked.only else frozenset()
        named = [self.text(f"services.about.{kind}") for kind in sorted(kinds & _ABOUT - said_before)]
        if asked.nearer and chosen:
            named.append(self.text("services.nearest_first"))
        guess = where.label if where and where.unsure else ""
        return Found((*named, *lead, *said), chosen, query, bool(meant.kinds & CRISIS_KINDS), guess)

    def _rows(self, query: Query, meant: Meant, region: Region) -> tuple[Match, ...]:
        """What there is for the public; if there is none for the first thing that was meant, what professionals refer to."""
        rows = self._search(query, region)
        if meant.within:
            rows = tuple(
                each for each in rows if each.service.kind is meant.within or each.service.id in meant.ids
            )
        first = replace(query, terms=query.terms[:1])
        if rows and (query.ids or len(query.terms) == 1 or self._search(first, region)):
            return rows
        return self._search(replace(first, for_professionals=True), region) or rows

    def _search(self, query: Query, region: Region) -> tuple[Match, ...]:
        """The rows, without the emergency line, which has a sentence of its own in every answer about a crisis."""
        found = search(self.known, query, region=region.id, now=self.now, holidays=self.holidays)
        emergency = self.known.national().emergency
        return tuple(match for match in found if match.service.id != emergency or emergency in query.ids)

    def _meant(self, asked: Services) -> Meant:
        wanted = self.known.vocabulary.find(asked.words or "")
        if asked.kind:
            if asked.kind not in set(Kind):
                return Meant()
            kind = Kind(asked.kind)
            terms = (*wanted.needs[:_MOST_NEEDS], kind_term(kind))
            return Meant(terms, wanted.services, self.text(f"kinds.{kind}"), frozenset({kind}), within=kind)
        needs = [self.known.needs[each] for each in wanted.needs[:_MOST_NEEDS]]
        ids = (
            wanted.services
            if needs or wanted.services
            else self.known.with_words(asked.words or "", self.region.id)
        )
        kinds = frozenset(Kind(kind) for need in needs[:1] for kind in need.kinds)
        name = needs[0].name if needs else self.text("kinds.other")
        return Meant(tuple(need.id for need in needs), ids, name, kinds)

    def _where(self, said: str | None) -> tuple[Where | None, Region, list[str]]:
        """The place, the region whose rows answer, and what is to be said about the place."""
        if not said:
            return None, self.region, []
        where = self.known.where(said, self.region.id)
        if where is None or (where.outside and not where.elsewhere):
            other = self.known.where_else(said, self.region.id)
            if other:
                return *other, []
        if where is None or (where.place and where.place.wide):
            return None, self.region, [self._which_place(said, known=where is not None)]
        if where.elsewhere or where.outside:
            key = f"place.elsewhere.{where.elsewhere}" if where.elsewhere else "place.outside"
            return where, self.known.national(), [self.text(key, region=self.region.name)]
        return where, self.region, self._taken_as(where)

    def _which_place(self, said: str, *, known: bool) -> str:
        name = said_back(said)
        return self.text("ask.place") if known or not bare(name) else self.text("place.unknown", place=name)

    def _taken_as(self, where: Where) -> list[str]:
        if where.unsure:
            return [self.text("place.unsure", place=where.label)]
        return [self.text("services.taken_as", place=where.label)] if where.guessed else []

    def _choose(
        self, rows: tuple[Match, ...], meant: Meant, query: Query, region: Region
    ) -> tuple[tuple[Match, ...], list[str]]:
        """Of somewhere to go, the ones that are near, or where there are others; of anything else, all."""
        if not meant.is_place:
            return tuple(match for match in rows if match.near or not match.placed or not query.where), []
        if query.where is None:
            anywhere = tuple(match for match in rows if not match.placed)
            return anywhere or rows, self._other_places(rows, region)
        near = tuple(match for match in rows if match.near)
        if near:
            return near, []
        said = [self.text("services.none_near", kind_name=meant.name, place=query.where.label)]
        return tuple(match for match in rows if not match.placed), said + self._other_places(rows, region)

    def _other_places(self, rows: tuple[Match, ...], region: Region) -> list[str]:
        places = self.known.places(region.id)
        found = [places[match.service.place] for match in rows if match.service.place in places]
        named = sorted({place.part_of or place.name for place in found})
        return [self.text("services.other_places", places=", ".join(named))] if named else []


def _by_distance(match: Match) -> float:
    return match.kilometres if match.kilometres is not None else float("inf")

"""From a question to its answer's rows: what was meant, where, and when, and what has to be said about that."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.directives import Services
from bot.directory.edition import Edition
from bot.directory.hours import Text
from bot.directory.model import CRISIS_KINDS, PLACE_KINDS, Audience, Kind, Need, Region
from bot.directory.places import Where, bare, said_back
from bot.directory.search import CANDIDATES, Match, Query, search, without_repeats
from bot.directory.sheet import listed
from bot.directory.terms import kind_term
from bot.directory.window import window

_ABOUT = frozenset({Kind.CRISIS_CAFE, Kind.DOMESTIC_ABUSE})
_LINES = frozenset({str(Kind.CRISIS_LINE), str(Kind.TEXT_LINE)})
_DANGER = CRISIS_KINDS | {Kind.DOMESTIC_ABUSE}
"""Kinds whose answers say what to do when a life is in danger."""
_SAID_ONCE = frozenset({Kind.CRISIS_CAFE})
"""Kinds about which nothing is explained when a question is made narrower."""
_SHOWN_FIRST = 3
_ALL = 10**6
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

    ``region`` is the one whose rows these are. ``guess`` is the nearest place that we know, to be confirmed. ``unknown``
    means that nothing of the words was known.
    """

    lead: tuple[str, ...] = ()
    matches: tuple[Match, ...] = ()
    query: Query = field(default_factory=Query)
    region: Region | None = None
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
    wanted: int = _ALL

    def find(self, asked: Services) -> Found:
        """The rows for a question by kind or by words, in the place that was named if it is one of ours."""
        meant = self._meant(asked)
        if not (meant.terms or meant.ids):
            return Found((self.text("services.which_help"),), region=self.region, unknown=True)
        where, region, lead = self._where(asked.place)
        query = self._query(asked, meant, where)
        rows = self._rows(query, meant, region)
        chosen, said = self._choose(rows, meant, query, region)
        if asked.nearer:
            chosen = tuple(sorted(chosen, key=_by_distance))
        chosen = without_repeats(chosen)
        return Found(
            lead=(*self._about(asked, meant, chosen), *lead, *said),
            matches=chosen,
            query=query,
            region=region,
            crisis=bool(_kinds(meant, chosen) & _DANGER),
            guess=where.label if where and where.unsure else "",
        )

    def _query(self, asked: Services, meant: Meant, where: Where | None) -> Query:
        return Query(
            terms=meant.terms,
            ids=meant.ids,
            where=where if where and not where.unsure else None,
            window=window(asked.when, self.now),
            age=int(asked.age) if asked.age and asked.age.isdigit() else None,
            only=frozenset(listed(asked.only or "")),
            language=asked.language or "",
            kinds=meant.kinds,
            confirmed_only=self.confirmed_only,
        )

    def _about(self, asked: Services, meant: Meant, chosen: tuple[Match, ...]) -> list[str]:
        """What is said of a kind of service before its rows, and of their order."""
        narrower = asked.when or asked.nearer or asked.only
        kinds = _kinds(meant, chosen) & _ABOUT - (_SAID_ONCE if narrower else frozenset())
        said = [self.text(f"services.about.{kind}") for kind in sorted(kinds)]
        return [*said, self.text("services.nearest_first")] if asked.nearer and chosen else said

    def _rows(self, query: Query, meant: Meant, region: Region) -> tuple[Match, ...]:
        """What there is for the public, and what professionals refer to, for that of what was meant which has nothing else."""
        rows = self._search(query, region)
        if meant.within:
            rows = tuple(
                each for each in rows if each.service.kind is meant.within or each.service.id in meant.ids
            )
        if rows and (query.ids or len(query.terms) == 1):
            return rows
        unanswered = [
            term
            for term in query.terms
            if not rows or not self._search(replace(query, terms=(term,)), region)
        ]
        referred = replace(query, terms=tuple(unanswered), for_professionals=True)
        others = self._search(referred, region) if unanswered else ()
        return others + rows if set(query.terms[:1]) & set(unanswered) else rows + others

    def _search(self, query: Query, region: Region) -> tuple[Match, ...]:
        """The rows, without the emergency line, which has a sentence of its own in every answer about a crisis."""
        found = search(
            self.known, query, region=region.id, now=self.now, holidays=self.holidays, wanted=self.wanted
        )
        emergency = self.known.national().emergency
        return tuple(match for match in found if match.service.id != emergency or emergency in query.ids)

    def _meant(self, asked: Services) -> Meant:
        wanted = self.known.vocabulary.find(asked.words or "")
        if asked.kind:
            if asked.kind not in set(Kind):
                return Meant()
            kind = Kind(asked.kind)
            terms = (*(need.id for need in self._needs(wanted.needs)), kind_term(kind))
            return Meant(terms, wanted.services, self.text(f"kinds.{kind}"), frozenset({kind}), within=kind)
        needs = self._needs(wanted.needs)
        ids = wanted.services
        if not (needs or ids):
            ids = self.known.with_words(wanted.words, self.region.id, CANDIDATES)
        kinds = frozenset(Kind(kind) for need in needs[:1] for kind in need.kinds)
        name = needs[0].name if needs else self.text("kinds.other")
        return Meant(tuple(need.id for need in needs), ids, name, kinds)

    def _needs(self, ids: tuple[str, ...]) -> list[Need]:
        """The most telling needs. One that calls for a line at once, by phone or text, is never left out, and comes first."""
        needs = [self.known.needs[each] for each in ids]
        return sorted(needs, key=lambda need: not frozenset(need.kinds) >= _LINES)[:_MOST_NEEDS]

    def _where(self, said: str | None) -> tuple[Where | None, Region, list[str]]:
        """The place, the region whose rows answer, and what is to be said about the place."""
        if not said:
            return None, self.region, []
        where = self.known.where(said, self.region.id)
        if where is None or where.guessed or (where.outside and not where.elsewhere):
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
        """Of somewhere to go, the ones that are near, or where there are others; of anything else, all that is not far."""
        if not rows:
            return (), [self.text("services.none_known", kind_name=meant.name)]
        if all(match.service.audience is Audience.PROFESSIONALS for match in rows):
            return rows, []
        if not meant.is_place:
            return tuple(match for match in rows if _within_reach(match, query)), []
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


def _kinds(meant: Meant, chosen: tuple[Match, ...]) -> frozenset[Kind]:
    """The kinds that a question is about, and those of the rows that are shown first."""
    return meant.kinds | {match.service.kind for match in chosen[:_SHOWN_FIRST]}


def _within_reach(match: Match, query: Query) -> bool:
    """True for what is near, and for what can be called or texted from anywhere."""
    service = match.service
    can_be_called = service.whole and bool(service.phone or service.sms)
    return match.near or not match.placed or not query.where or can_be_called


def _by_distance(match: Match) -> float:
    return match.kilometres if match.kilometres is not None else float("inf")

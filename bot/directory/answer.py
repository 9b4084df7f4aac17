"""The answer to a question about services: the rows that fit, and lines open day and night beside anything doubtful."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.clock import local
from bot.directives import Services
from bot.directory.edition import Edition
from bot.directory.finder import Finder
from bot.directory.hours import Text
from bot.directory.model import CRISIS_KINDS, Region, Service
from bot.directory.reasons import reasons
from bot.directory.search import Match, Query, as_of, stands
from bot.directory.shown import short_address
from bot.directory.tell import tell

MOST = 3
MOST_SHORT = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """Plain text, and what can be offered below it: more of the same, the places we know, or a place to confirm."""

    text: str
    more: bool = False
    guess: str = ""
    which: bool = False


@dataclass(frozen=True, slots=True)
class Answerer:
    """Answers one question, in one language, for one region, at one moment.

    public_url is where the outside reaches our pages, "" if nowhere: short answers link to those.
    """

    known: Edition
    text: Text
    region: Region
    now: datetime
    short: bool
    holidays: frozenset[date] = frozenset()
    confirmed_only: bool = False
    public_url: str = ""

    def answer(self, asked: Services) -> Answer:
        """The whole answer. At most MOST rows; ``page`` 2 goes on where 1 ended."""
        if asked.id:
            return self._about_one(asked)
        most = MOST_SHORT if self.short else MOST
        page = int(asked.page) if asked.page and asked.page.isdigit() else 1
        start = max(page - 1, 0) * most
        found = self._finder(start + most + 1).find(asked)
        rows = found.matches[start : start + most]
        if start and not rows:
            beside = self._beside(found.crisis, (), found.region)
            return Answer(self._joined([self.text("services.no_more")], beside))
        told = [self._told(match, found.query) for match in rows]
        doubtful = found.crisis or not all(_stands(match.service) for match in rows) or not rows
        shown = [match.service for match in rows]
        beside = self._beside(found.crisis, shown, found.region) if doubtful else []
        lead = list(found.lead) if not start else []
        more = len(found.matches) > start + most
        # Parts of a long text message can come late or alone: the numbers go first.
        parts = [*beside, *told, *lead] if self.short else [*lead, *told, *beside]
        return Answer("\n\n".join(parts), more, found.guess, found.unknown)

    def _about_one(self, asked: Services) -> Answer:
        service = self.known.by_id(asked.id or "")
        if service is None or self._is_hidden(service):
            return Answer(
                self._joined([self.text("services.not_found")], self._beside(crisis=False, shown=()))
            )
        service = as_of(service, local(self.now).date())
        about = [service.what_happens] if asked.about and service.what_happens and self.short else []
        told = tell(
            service,
            text=self.text,
            short=self.short,
            in_full=True,
            at=self.now,
            holidays=self.holidays,
            page=self._page(service),
        )
        crisis = service.kind in CRISIS_KINDS
        # In a text message the numbers go first, its own among them.
        shown = () if self.short else (service,)
        beside = self._beside(crisis, shown) if crisis or not _stands(service) else []
        return Answer(self._joined([*about, told], beside))

    def _is_hidden(self, service: Service) -> bool:
        unfit = self.confirmed_only and not stands(as_of(service, local(self.now).date()))
        return unfit or service.id in self.known.set_aside(self.region.id)

    def _finder(self, wanted: int) -> Finder:
        return Finder(
            self.known, self.text, self.region, self.now, self.holidays, self.confirmed_only, wanted
        )

    def _told(self, match: Match, query: Query) -> str:
        why = reasons(match, query, self.now, self.text)
        return tell(
            match.service,
            text=self.text,
            short=self.short,
            reasons=why,
            at=query.window.start if query.window else self.now,
            holidays=self.holidays,
            page=self._page(match.service),
        )

    def _page(self, service: Service) -> str:
        return self.public_url and self.public_url + short_address(service)

    def _joined(self, rows: Sequence[str], beside: Sequence[str]) -> str:
        return "\n\n".join([*beside, *rows] if self.short else [*rows, *beside])

    def _beside(self, crisis: bool, shown: Sequence[Service], region: Region | None = None) -> list[str]:
        numbers = {service.phone for service in shown if service.whole}
        said = [
            self.text("services.line", name=line.label, phone=line.phone)
            for line in self.known.lines_beside((region or self.region).id)
            if line.phone not in numbers
        ]
        lead = self.text("services.also_open_day_and_night")
        in_one_line = f"{lead} {', '.join(said)}."
        parts = [in_one_line if self.short else "\n".join([lead, *said])] if said else []
        emergency = self.known.emergency()
        if crisis and emergency and emergency.phone not in numbers:
            parts.append(self.text("services.emergency", phone=emergency.phone))
        # In a text message each line costs, and what was asked for must still find room beside the numbers.
        return [" ".join(reversed(parts))] if self.short and parts else parts


def _stands(service: Service) -> bool:
    """True if the row can be relied on by itself: confirmed, or one that always stands, with a way to reach it."""
    return stands(service) and service.whole and service.has_way_in

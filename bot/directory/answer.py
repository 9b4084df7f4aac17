"""The answer to a question about services: the rows that fit, and lines open day and night beside anything doubtful."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.directives import Services
from bot.directory.edition import Edition
from bot.directory.finder import Finder
from bot.directory.hours import Text
from bot.directory.model import CRISIS_KINDS, Region, Service
from bot.directory.reasons import reasons
from bot.directory.search import Match, Query, as_of
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
    """Answers one question, in one language, for one region, at one moment."""

    known: Edition
    text: Text
    region: Region
    now: datetime
    short: bool
    holidays: frozenset[date] = frozenset()
    confirmed_only: bool = False

    def answer(self, asked: Services) -> Answer:
        """The whole answer. At most MOST rows; ``page`` 2 goes on where 1 ended."""
        if asked.id:
            return self._about_one(asked)
        found = self._finder().find(asked)
        most = MOST_SHORT if self.short else MOST
        page = int(asked.page) if asked.page and asked.page.isdigit() else 1
        start = max(page - 1, 0) * most
        rows = found.matches[start : start + most]
        if start and not rows:
            return Answer(self._joined([self.text("services.no_more")], self._beside(found.crisis, ())))
        told = [self._told(match, found.query) for match in rows]
        doubtful = found.crisis or not all(_stands(match.service) for match in rows) or not rows
        beside = self._beside(found.crisis, tuple(match.service for match in rows)) if doubtful else []
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
        service = as_of(service, self.now.date())
        about = [service.what_happens] if asked.about and service.what_happens and self.short else []
        told = tell(
            service, text=self.text, short=self.short, in_full=True, at=self.now, holidays=self.holidays
        )
        crisis = service.kind in CRISIS_KINDS
        beside = self._beside(crisis, (service,)) if crisis or not _stands(service) else []
        return Answer(self._joined([*about, told], beside))

    def _is_hidden(self, service: Service) -> bool:
        aside = {each for each, _ in (*self.region.set_aside, *self.known.national().set_aside)}
        confirmed = service.always_stands or as_of(service, self.now.date()).assurance == "confirmed"
        return service.id in aside or (self.confirmed_only and not confirmed)

    def _finder(self) -> Finder:
        return Finder(self.known, self.text, self.region, self.now, self.holidays, self.confirmed_only)

    def _told(self, match: Match, query: Query) -> str:
        why = reasons(match, query, self.now, self.text)
        return tell(
            match.service,
            text=self.text,
            short=self.short,
            reasons=why,
            at=query.window.start if query.window else self.now,
            holidays=self.holidays,
        )

    def _joined(self, rows: Sequence[str], beside: Sequence[str]) -> str:
        return "\n\n".join([*beside, *rows] if self.short else [*rows, *beside])

    def _beside(self, crisis: bool, shown: Sequence[Service]) -> list[str]:
        numbers = {service.phone for service in shown if service.whole}
        said = [
            self.text("services.line", name=line.label, phone=line.phone)
            for line in self.known.lines_beside(self.region.id)
            if line.phone not in numbers
        ]
        parts = ["\n".join([self.text("services.also_open_day_and_night"), *said])] if said else []
        emergency = self.known.by_id(self.known.national().emergency)
        if crisis and emergency and emergency.phone not in numbers:
            parts.append(self.text("services.emergency", phone=emergency.phone))
        return parts


def _stands(service: Service) -> bool:
    """True if the row can be relied on by itself."""
    return service.whole and service.has_way_in

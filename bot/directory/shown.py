"""What a page of the directory shows: a service in lines, the lines that help now, and what can be asked for. Pure."""

from dataclasses import dataclass
from datetime import datetime

from bot.clock import local
from bot.directory.asked import Asked
from bot.directory.edition import Edition
from bot.directory.holidays import bank_holidays
from bot.directory.hours import Text
from bot.directory.linked import Piece, linked, targets, telephone
from bot.directory.model import Need, Service
from bot.directory.search import as_of, stands
from bot.directory.tell import tell


@dataclass(frozen=True, slots=True)
class Shown:
    """One service as a page shows it: its name, why it was found, and what may be said of it line by line."""

    address: str
    name: str
    why: str
    lines: list[list[Piece]]


def address(row: Service) -> str:
    """Where a service's own page is."""
    return f"/services/{row.id}"


def short_address(row: Service) -> str:
    """The address that leads there, for text messages, in which each character costs."""
    return f"/s/{row.id}"


def shown(
    row: Service, text: Text, moment: datetime, *, in_full: bool = False, reasons: tuple[str, ...] = ()
) -> Shown:
    """A row as its page or a list of results shows it."""
    told = tell(
        row,
        text=text,
        short=False,
        in_full=in_full,
        reasons=reasons,
        at=moment,
        holidays=bank_holidays(),
    )
    name, *lines = told.splitlines()
    why = lines.pop(0) if reasons else ""
    return Shown(
        address(row),
        name,
        why,
        linked(lines, targets(row), prose={row.description, row.what_happens, row.alert}),
    )


def help_lines(edition: Edition, region_id: str, text: Text) -> list[list[Piece]]:
    """What stands beside every answer: the emergency line, then those of region and country that are open day and night."""
    national = edition.national()
    emergency = edition.emergency()
    said = [_line("services.emergency", emergency, text)] if emergency else []
    beside = (*edition.lines_beside(region_id), *edition.lines_beside(national.id))
    lines = {row.phone: row for row in reversed(beside) if row.whole and row.phone}
    others = [
        [Piece(f"{row.label}: "), *_line("services.call", row, text)] for row in reversed(lines.values())
    ]
    return [*said, *others]


def _line(key: str, row: Service, text: Text) -> list[Piece]:
    return linked([text(key, phone=row.phone)], [(row.phone, telephone(row.phone))])[0]


def to_show(service_id: str, edition: Edition, moment: datetime, *, confirmed_only: bool) -> Service | None:
    """A row as it stands today, unless an operator has set it aside or wants it confirmed first."""
    known = _known(edition, service_id)
    if known is None:
        return None
    row = as_of(known, local(moment).date())
    return row if stands(row) or not confirmed_only else None


def _known(edition: Edition, service_id: str) -> Service | None:
    """A row that there is and that no operator has set aside."""
    row = edition.by_id(service_id)
    return next((found for found, _ in edition.with_ids((service_id,), row.region)), None) if row else None


def needs(asked: Asked, edition: Edition) -> list[Piece]:
    """What can be asked for, to choose from, near the place that was named."""
    return [
        Piece(need.name[:1].upper() + need.name[1:], Asked(_words_for(need, edition), asked.place).address())
        for need in edition.needs.values()
    ]


def _words_for(need: Need, edition: Edition) -> str:
    """The words that ask for a need: its name if that is understood, for they are shown to whoever has chosen it."""
    return need.name if edition.vocabulary.find(need.name).needs[:1] == (need.id,) else need.words[0]

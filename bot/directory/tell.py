"""One service in words, by its assurance: what may be shown of it, and how sure we are (content/regions/README.md)."""

from collections.abc import Container, Sequence
from datetime import date, datetime

from bot.directory.hours import Text, in_words, state_in_words
from bot.directory.model import ALWAYS, PLACE_KINDS, Assurance, Audience, Service
from bot.directory.opening import state_at
from bot.directory.search import timetable_of

_ANY_AGE = "all ages"


def tell(  # noqa: PLR0913 (each says one thing about the telling)
    service: Service,
    *,
    text: Text,
    short: bool,
    in_full: bool = False,
    reasons: Sequence[str] = (),
    at: datetime | None = None,
    holidays: Container[date] = (),
    page: str = "",
) -> str:
    """Say what may be said of a row. ``short`` keeps what a person needs to get there or get through.

    ``page`` is the whole address of our page of the row: the short form links to it, and to no website.

    ``reasons`` say why it was found, and with them whether it is open; without them that is said for the moment ``at``.
    """
    sure = _assurance(service, text)
    # A text message may end anywhere for whoever reads no further: how sure we are goes with the name.
    lines = [service.name, sure if short else "", _sentences(reasons)]
    if not short:
        lines.append(service.description)
        lines.append(service.what_happens if in_full else "")
    if service.audience is Audience.PROFESSIONALS:
        lines[1] = ""
        lines.append(text("services.professionals_only", referred_by=service.referred_by))
        return _joined(lines)
    lines.append(_address(service))
    if service.whole:
        lines += [*_phones(service, text), *_contacts(service, text, short=short, page=page, in_full=in_full)]
    now = at if at and not reasons else None
    lines += _hours(service, text, now, holidays) if service.has_way_in else [text("services.no_way_in")]
    lines += _for_whom(service, text, short=short, in_full=in_full)
    lines += [service.alert, "" if short else sure]
    return _joined(lines)


def month(written: str, text: Text) -> str:
    """A date, month or year as the month to say: "December 2021", or "2021"."""
    year, _, rest = written.partition("-")
    return text(f"services.months.m{rest[:2]}", year=year) if rest else year


def _joined(lines: list[str]) -> str:
    return "\n".join(line for line in lines if line)


def _address(service: Service) -> str:
    parts = (service.address, service.town, service.postcode)
    return ", ".join(part for part in parts if part)


def _contacts(service: Service, text: Text, *, short: bool, page: str, in_full: bool) -> list[str]:
    said = []
    if service.sms and service.sms_keyword:
        said.append(text("services.text_word_to", word=service.sms_keyword, number=service.sms))
    elif service.sms:
        said.append(text("services.text_to", number=service.sms))
    if service.email and not short:
        said.append(text("services.email", email=service.email))
    reached = bool(said or service.phone)
    if short and page:
        more = in_full or not reached
        return [*said, text("services.page_of_it", url=page)] if more else said
    if service.url and not (short and reached):
        said.append(text("services.website", url=service.url))
    return said


def _phones(service: Service, text: Text) -> list[str]:
    """The number to call; where it changes with the time of day both, because a message may be read later."""
    if not service.phone:
        return []
    if not service.phone_otherwise:
        return [text("services.call", phone=service.phone)]
    times = in_words(service.phone_hours, text)
    return [
        text("services.call_at", phone=service.phone, hours=times),
        text("services.call_otherwise", phone=service.phone_otherwise),
    ]


def _hours(service: Service, text: Text, at: datetime | None, holidays: Container[date]) -> list[str]:
    """The hours. Of old ones nothing is said about a moment: they may no longer be true."""
    if not service.hours:
        has_hours = service.address or service.phone or service.sms or service.kind in PLACE_KINDS
        return [text("services.hours_unknown")] if has_hours else []
    hours = in_words(service.hours, text, fortnightly=bool(service.fortnightly_from))
    if service.assurance is Assurance.STALE:
        return [text("services.last_known_opening", hours=hours)]
    said = [text("services.opening", hours=hours)]
    if at and service.hours != ALWAYS:
        said.append(_sentences([state_in_words(state_at(timetable_of(service), at, holidays), at, text)]))
    return said


def _sentences(phrases: Sequence[str]) -> str:
    """Phrases as sentences, each with a capital letter and a full stop."""
    said = (phrase if phrase.endswith((".", "?")) else f"{phrase}." for phrase in phrases)
    return " ".join(phrase[:1].upper() + phrase[1:] for phrase in said)


def _for_whom(service: Service, text: Text, *, short: bool, in_full: bool) -> list[str]:
    said = []
    if service.eligibility and not short:
        said.append(text("services.who_for", who=service.eligibility))
    if service.ages and service.ages != _ANY_AGE:
        said.append(text("services.ages", ages=service.ages))
    if service.languages_access and service.whole and in_full:
        said.append(text("services.languages_access", languages=service.languages_access))
    return said


def _assurance(service: Service, text: Text) -> str:
    """Nothing that always stands is doubted in words; its row still says who must confirm it."""
    if service.assurance is Assurance.CONFIRMED:
        return text("services.confirmed", month=month(service.confirmed_on, text))
    if service.always_stands:
        return ""
    key = "services.stale" if service.assurance is Assurance.STALE else "services.please_check"
    if not service.last_seen:
        return text(f"{key}_undated")
    return text(key, month=month(service.last_seen, text))

"""One service in words, by its assurance: what may be shown of it, and how sure we are (content/regions/README.md)."""

from datetime import datetime

from bot.directory.hours import Text, in_words, is_open
from bot.directory.model import PLACE_KINDS, Assurance, Audience, Service

_AT_PRESENT = {True: "services.open_now", False: "services.closed_now", None: "services.not_sure_if_open"}


def tell(
    service: Service, *, text: Text, short: bool, in_full: bool = False, at: datetime | None = None
) -> str:
    """Say what may be said of a row. ``short`` keeps what a person needs to get there or get through.

    ``at`` is the moment for which a person asks whether it is open, if they do.
    """
    lines = [service.name]
    if not short:
        lines.append(service.description)
    if service.audience is Audience.PROFESSIONALS:
        lines.append(text("services.professionals_only", referred_by=service.referred_by))
        return _joined(lines)
    lines.append(_address(service))
    if service.whole:
        lines += _contacts(service, text, short=short)
    lines += _hours(service, text, at) if service.has_way_in else [text("services.no_way_in")]
    lines += _for_whom(service, text, short=short, in_full=in_full)
    lines += [service.alert, _assurance(service, text)]
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


def _contacts(service: Service, text: Text, *, short: bool) -> list[str]:
    said = []
    if service.phone:
        said.append(text("services.call", phone=service.phone))
    if service.sms and service.sms_keyword:
        said.append(text("services.text_word_to", word=service.sms_keyword, number=service.sms))
    elif service.sms:
        said.append(text("services.text_to", number=service.sms))
    if service.email and not short:
        said.append(text("services.email", email=service.email))
    if service.url and not (short and said):
        said.append(text("services.website", url=service.url))
    return said


def _hours(service: Service, text: Text, at: datetime | None) -> list[str]:
    """The hours. Of old ones nothing is said about a moment: they may no longer be true."""
    if service.hours and service.assurance is Assurance.STALE:
        return [text("services.last_known_opening", hours=in_words(service.hours, text))]
    if service.hours:
        said = [text("services.opening", hours=in_words(service.hours, text))]
        return [*said, text(_AT_PRESENT[is_open(service.hours, at)])] if at else said
    has_hours = service.address or service.phone or service.sms or service.kind in PLACE_KINDS
    return [text("services.hours_unknown")] if has_hours else []


def _for_whom(service: Service, text: Text, *, short: bool, in_full: bool) -> list[str]:
    said = []
    if service.eligibility and not short:
        said.append(text("services.who_for", who=service.eligibility))
    if service.ages:
        said.append(text("services.ages", ages=service.ages))
    if service.languages_access and service.whole and in_full and not short:
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

"""Is it open, until when, and when does it open next? Hours and a moment in, a state out; bank holidays are passed in.

A plain set of holidays is taken as all there are; BankHolidays also says which later days may be some.
Hours are read on London's wall clock. A session past midnight belongs to the day on which it begins, and so do bank
holidays and closures: a session that has begun goes on. What is not known is said to be unknown, never guessed.
"""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.clock import LONDON, local
from bot.directory.holidays import BankHolidays
from bot.directory.model import Service
from bot.directory.schedule import DAY, Timetable, minutes, timetable

NO_HOURS, NO_TIMES, BANK_HOLIDAY = "no_hours", "no_times", "bank_holiday"
_DAYS_AHEAD = 60
_DAYS_ON_END = 8
_ONE = timedelta(days=1)
_ALL_DAY = (0, DAY)
_HOUR_OF_CHANGE = 60
_HOUR_AFTER_CHANGE = 120

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class State:
    """What can be said of a service at a moment.

    ``kind`` is "always", "open", "closed" or "unknown". ``until`` is the end if open (None: it is open for days on end).
    ``opens`` is the next opening within 60 days if closed, as far as it is known. ``reason`` is why it is unknown.
    """

    kind: str
    until: datetime | None = None
    opens: datetime | None = None
    reason: str = ""


_ALWAYS = State("always")
_NO_HOURS = State("unknown", reason=NO_HOURS)


def state_at(table: Timetable | None, at: datetime, holidays: Container[date]) -> State:
    """The state at a moment with a time zone. A service that is open day and night is never closed, whatever happens."""
    if table is None:
        return _NO_HOURS
    if table.always:
        return _ALWAYS
    here = local(at)
    going_on = _going_on(table, here, holidays)
    if going_on:
        return going_on
    if not _is_known(table, here.date()):
        return _NO_HOURS
    last = here.date() + timedelta(days=_DAYS_AHEAD)
    return State("closed", opens=next(_openings(table, here, last, holidays), None))


def opens_between(
    table: Timetable | None, start: datetime, end: datetime, holidays: Container[date]
) -> datetime | None:
    """The first moment in the window, its end left out, at which it is known to be open; None if there is none."""
    if table is None or start >= end:
        return None
    if state_at(table, start, holidays).kind in {"always", "open"}:
        return start
    last = local(end)
    for opens in _openings(table, local(start), last.date(), holidays):
        if opens is not None:
            return opens if opens < last else None
    return None


def doubt_between(table: Timetable | None, start: datetime, end: datetime, holidays: Container[date]) -> str:
    """Why it may be open in the window without our knowing it: a reason as in State; "" if there is no such doubt."""
    if table is None or not (table.always or _is_known(table, local(start).date())):
        return NO_HOURS
    day, last = local(start).date() - _ONE, local(end).date()
    while day <= last:
        spans, doubt = _plan(table, day, holidays)
        if doubt and any(
            _moment(day, opens) < end and _moment(day, closes) > start for opens, closes in spans
        ):
            return doubt
        day += _ONE
    return ""


def phone_at(service: Service, at: datetime, holidays: Container[date]) -> str:
    """The number that is answered at a moment: outside ``phone_hours``, or if in doubt, that for all other times."""
    if not (service.phone_hours and service.phone_otherwise):
        return service.phone
    state = state_at(timetable(service.phone_hours), at, holidays)
    return service.phone if state.kind in {"always", "open"} else service.phone_otherwise


def spans_on(table: Timetable, day: date, holidays: Container[date]) -> tuple[Span, ...]:
    """The spans that surely begin on a day, in minutes from its midnight, earliest first."""
    spans, doubt = _plan(table, day, holidays)
    return () if doubt else tuple(spans)


def _going_on(table: Timetable, here: datetime, holidays: Container[date]) -> State | None:
    """Open or unknown if a session that began today or last night is going on, or may be."""
    day, minute = here.date(), _minute(here)
    unsure = None
    last_night = ((day - _ONE, minute + DAY),) if table.late else ()
    for begun, now in (*last_night, (day, minute)):
        spans, doubt = _plan(table, begun, holidays)
        end = next((closes for opens, closes in spans if opens <= now < closes), None)
        if end is not None and not doubt:
            return State("open", until=_until(table, begun, end, holidays))
        if end is not None:
            unsure = State("unknown", reason=doubt)
    return unsure


def _plan(table: Timetable, day: date, holidays: Container[date]) -> tuple[list[Span], str]:
    """What begins on a day, and why it is doubtful if it is. Without times it may be at any time of the day."""
    sessions = [session for session in table.week[day.weekday()] if session.held_on(day)]
    if not (sessions or table.bank_holiday_times) or _is_closed(table, day):
        return [], ""
    spans = [session.span or _ALL_DAY for session in sessions]
    if day in holidays:
        return _on_bank_holiday(table, spans)
    if isinstance(holidays, BankHolidays) and holidays.may_hold(day):
        return [*spans, *(minutes(*span) for span in table.bank_holiday_times)], BANK_HOLIDAY
    return spans, NO_TIMES if any(session.span is None for session in sessions) else ""


def _on_bank_holiday(table: Timetable, spans: list[Span]) -> tuple[list[Span], str]:
    if table.bank_holidays == "closed":
        return [], ""
    if table.bank_holidays == "open":
        return [minutes(*span) for span in table.bank_holiday_times], ""
    return spans, BANK_HOLIDAY


def _is_known(table: Timetable, day: date) -> bool:
    """False when nothing is said of the day: there are no hours, or they were for dates that have gone by."""
    if _is_closed(table, day):
        return True
    return bool(table.schedules) and not (table.last_day and day > table.last_day)


def _is_closed(table: Timetable, day: date) -> bool:
    return bool(table.closures) and any(first <= day <= last for first, last in table.closures)


def _minute(here: datetime) -> float:
    """The minute of the day on the wall clock.

    In autumn the clocks show the hour before 2am twice. In the second of them all that begins or ends in that hour has
    begun or ended: it counts as the moment before 2am.
    """
    if here.fold and here.hour == 1:
        return _HOUR_AFTER_CHANGE - 1 / 60
    return here.hour * 60 + here.minute + here.second / 60


def _moment(day: date, minute: int) -> datetime:
    """The moment of a minute of a day; one that is left out when the clocks go forward is when they go forward."""
    moment = datetime.combine(day, time(), LONDON) + timedelta(minutes=minute)
    if _HOUR_OF_CHANGE <= minute % DAY < _HOUR_AFTER_CHANGE:
        before, after = moment.utcoffset(), moment.replace(fold=1).utcoffset()
        if before is not None and after is not None and before < after:
            return moment.replace(hour=moment.hour + 1, minute=0)
    return moment


def _until(table: Timetable, day: date, end: int, holidays: Container[date]) -> datetime | None:
    """The end of a session, or of the last of those that follow each other without a break."""
    for _ in range(_DAYS_ON_END):
        for opens, closes in spans_on(table, day, holidays):
            if opens <= end < closes:
                end = closes
        if end < DAY:
            return _moment(day, end)
        day, end = day + _ONE, end - DAY
    return None


def _openings(
    table: Timetable, after: datetime, last: date, holidays: Container[date]
) -> Iterator[datetime | None]:
    """The openings after a moment up to a day; None for a day on which it opens at a time that is not known.

    A bank holiday in doubt is passed over: to wait for the day after is safe, to stand before a closed door is not.
    """
    day, minute = after.date(), _minute(after)
    while day <= last:
        spans, doubt = _plan(table, day, holidays)
        if doubt == NO_TIMES:
            yield None
        elif not doubt:
            for opens, _closes in spans:
                if opens > minute:
                    yield _moment(day, opens)
        day, minute = day + _ONE, -1

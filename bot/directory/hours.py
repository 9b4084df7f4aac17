"""Opening hours in words: what a row's hours say, and what can be said of a moment."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import reduce

from bot.clock import local
from bot.directory.model import ALWAYS
from bot.directory.notation import DAYS, HoursError, Part, Rule, rules
from bot.directory.opening import State

__all__ = ["HoursError", "Text", "in_words", "state_in_words"]

_AND = "services.hours.and"
_TOMORROW = timedelta(days=1)
_A_WEEK = timedelta(days=7)
_NOON = time(12)

Text = Callable[..., str]


def in_words(hours: str, text: Text, *, fortnightly: bool = False) -> str:
    """Say the hours: "Wednesday, 12pm to 8pm". The words are content/strings ``services.hours.*``."""
    if hours == ALWAYS:
        return text("services.hours.always")
    read = rules(hours)
    said = [_rule(rule, text, fortnightly=fortnightly) for rule in read if not rule.off]
    joined = _joined(said, "services.hours.and_then", text)
    return text("services.hours.not_bank_holidays", hours=joined) if len(said) < len(read) else joined


def state_in_words(state: State, at: datetime, text: Text) -> str:
    """Say a state at the moment it is for: "Open now until 9pm". The words are content/strings ``services.state.*``."""
    here = local(at)
    if state.kind == "unknown":
        return text(f"services.state.{state.reason}")
    if state.until:
        return _open_until(local(state.until), here, text)
    if state.opens:
        return _opens(local(state.opens), here, text)
    # Open without an end in sight is as good as always.
    return text(f"services.state.{'closed' if state.kind == 'closed' else 'always'}")


def _open_until(until: datetime, here: datetime, text: Text) -> str:
    clock = _clock(until.time(), text)
    the_same_night = until.time() <= _NOON and until.date() == here.date() + _TOMORROW
    if the_same_night or until.date() == here.date():
        return text("services.state.open_until", time=clock)
    return text("services.state.open_until_day", time=clock, day=_day(until, here, text))


def _opens(opens: datetime, here: datetime, text: Text) -> str:
    clock = _clock(opens.time(), text)
    if opens.date() == here.date():
        return text("services.state.opens_today", time=clock)
    if opens.date() == here.date() + _TOMORROW:
        return text("services.state.opens_tomorrow", time=clock)
    return text("services.state.opens_on", time=clock, day=_day(opens, here, text))


def _day(moment: datetime, here: datetime, text: Text) -> str:
    """Only the day of the week within a week, as it cannot be mistaken; then "Wednesday 6 January"."""
    weekday = _weekday(moment.weekday(), text)
    if moment.date() < here.date() + _A_WEEK:
        return weekday
    return text("services.hours.weekday_and_date", weekday=weekday, date=_day_and_month(moment, text))


def _day_and_month(day: date, text: Text) -> str:
    return text(
        "services.hours.day_and_month", day=str(day.day), month=text(f"services.hours.m{day.month:02}")
    )


def _rule(rule: Rule, text: Text, *, fortnightly: bool) -> str:
    said = _named_days(rule, text, fortnightly=fortnightly)
    if rule.spans:
        spans = [_from_to(_clock(opens, text), _clock(closes, text), text) for opens, closes in rule.spans]
        said = text("services.hours.days_and_times", days=said, times=_joined(spans, _AND, text))
    if rule.valid_from and rule.valid_to:
        first, last = (
            text("services.hours.with_year", date=_day_and_month(day, text), year=str(day.year))
            for day in (rule.valid_from, rule.valid_to)
        )
        return text("services.hours.dated", start=first, end=last, hours=said)
    return said


def _named_days(rule: Rule, text: Text, *, fortnightly: bool) -> str:
    every_day = sorted(day for part in rule.parts for day in part.days) == list(range(len(DAYS)))
    if every_day and not any(part.ordinals for part in rule.parts):
        parts = [text("services.hours.every_day")]
    else:
        parts = [_part(part, text) for part in rule.parts]
    if fortnightly and parts:
        one = len(rule.parts) == 1 and len(rule.parts[0].days) == 1
        key = "services.hours.fortnightly_day" if one else "services.hours.fortnightly_days"
        parts = [text(key, days=_joined(parts, _AND, text))]
    if rule.bank_holidays:
        parts.append(text("services.hours.bank_holidays"))
    return _joined(parts, _AND, text)


def _part(part: Part, text: Text) -> str:
    if part.ordinals:
        which = [
            text(f"services.hours.{f'n{ordinal}' if ordinal > 0 else 'n_last'}") for ordinal in part.ordinals
        ]
        day = _weekday(part.first, text)
        return text("services.hours.monthly", which=_joined(which, _AND, text), day=day)
    if part.first == part.last:
        return _weekday(part.first, text)
    return _from_to(_weekday(part.first, text), _weekday(part.last, text), text)


def _from_to(start: str, end: str, text: Text) -> str:
    return text("services.hours.from_to", start=start, end=end)


def _weekday(day: int, text: Text) -> str:
    return text(f"services.hours.{DAYS[day]}")


def _clock(at: time, text: Text) -> str:
    if at == time():
        return text("services.hours.midnight")
    clock = f"{(at.hour - 1) % 12 + 1}" + (f":{at.minute:02}" if at.minute else "")
    return text("services.hours.am" if at.hour < 12 else "services.hours.pm", clock=clock)


def _joined(parts: list[str], key: str, text: Text) -> str:
    return reduce(lambda first, last: text(key, first=first, last=last), parts)

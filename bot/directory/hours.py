"""Opening hours: the editor's OpenStreetMap notation, put into words, and asked whether it is open.

Only what a person can be told in one sentence is taken: days, times and 'not bank holidays'.
"""

import re
from collections.abc import Callable
from datetime import datetime
from functools import reduce

from bot.clock import LONDON, local
from bot.directory.model import ALWAYS

_DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
_DAY_RANGE = re.compile(r"(mo|tu|we|th|fr|sa|su)(?:-(mo|tu|we|th|fr|sa|su))?")
_TIMES = re.compile(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")
_NO_BANK_HOLIDAYS = "ph off"
_AND = "services.hours.and"

Text = Callable[..., str]


class HoursError(ValueError):
    """Hours that are not in the notation; the message says what to write."""


def check_hours(hours: str) -> None:
    """Raise HoursError unless the hours can be put into words."""
    in_words(hours, lambda key, **_params: key)


def in_words(hours: str, text: Text) -> str:
    """Say the hours: "Wednesday, 12pm to 8pm". The words are content/strings ``services.hours.*``."""
    if hours == ALWAYS:
        return text("services.hours.always")
    rules = [rule.strip().lower() for rule in hours.split(";")]
    open_rules = [rule for rule in rules if rule != _NO_BANK_HOLIDAYS]
    days = [day for rule in open_rules for day in _days(rule.partition(" ")[0])]
    if not days or len(set(days)) != len(days):
        raise HoursError(
            f"'{hours}' names no day, or one day twice: write for instance 'Mo-Fr 09:00-17:00; Sa 10:00-12:00'"
        )
    said = _joined([_rule(rule, text) for rule in open_rules], "services.hours.and_then", text)
    return text("services.hours.not_bank_holidays", hours=said) if len(open_rules) < len(rules) else said


def is_open(hours: str, now: datetime) -> bool | None:
    """True or False if the hours say so at this moment; None when that is not known."""
    if hours == ALWAYS:
        return True
    if not any(_TIMES.search(rule) for rule in hours.split(";")):
        return None
    # The engine's environment imports this module but not this package.
    from opening_hours import OpeningHours, validate  # noqa: PLC0415 - see the line above

    if not validate(hours):
        return None
    return bool(OpeningHours(hours, timezone=LONDON, country="GB").is_open(local(now)))


def _rule(rule: str, text: Text) -> str:
    days, _, times = rule.partition(" ")
    named = _named_days(days, text)
    if not times:
        return named
    spans = [_span(span.strip(), text) for span in times.split(",")]
    return text("services.hours.days_and_times", days=named, times=_joined(spans, _AND, text))


def _named_days(days: str, text: Text) -> str:
    if len(_days(days)) == len(_DAYS):
        return text("services.hours.every_day")
    parts = []
    for part in days.split(","):
        found = _days(part)
        names = [text(f"services.hours.{_DAYS[index]}") for index in (found[0], found[-1])]
        parts.append(
            text("services.hours.from_to", start=names[0], end=names[1]) if len(found) > 1 else names[0]
        )
    return _joined(parts, _AND, text)


def _days(days: str) -> list[int]:
    found = []
    for part in days.split(","):
        match = _DAY_RANGE.fullmatch(part)
        if not match:
            raise HoursError(
                f"'{part}' is not a day: write Mo, Tu, We, Th, Fr, Sa, Su or a range such as Mo-Fr"
            )
        first, last = (_DAYS.index(day) for day in (match[1], match[2] or match[1]))
        found += [index % 7 for index in range(first, last + 1 + (7 if last < first else 0))]
    return found


def _span(span: str, text: Text) -> str:
    match = _TIMES.fullmatch(span)
    if not match:
        raise HoursError(f"'{span}' is not a span of time: write for instance 09:00-17:30")
    start, end = (_clock(int(match[index]), match[index + 1], text) for index in (1, 3))
    return text("services.hours.from_to", start=start, end=end)


def _clock(hour: int, minute: str, text: Text) -> str:
    if hour == 24 and minute != "00":
        raise HoursError(f"24:{minute} is past the end of the day: write 24:00 or 00:{minute}")
    if hour in {0, 24} and minute == "00":
        return text("services.hours.midnight")
    clock = f"{(hour - 1) % 12 + 1}" + (f":{minute}" if minute != "00" else "")
    return text("services.hours.am" if hour % 24 < 12 else "services.hours.pm", clock=clock)


def _joined(parts: list[str], key: str, text: Text) -> str:
    return reduce(lambda first, last: text(key, first=first, last=last), parts)

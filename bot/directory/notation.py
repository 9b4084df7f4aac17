"""The notation of opening hours, read into rules: the part of OpenStreetMap's opening_hours that we take.

Only what can be said to a person in one sentence is taken. Each rule stands for itself: no two may speak of the same day,
so that nobody has to know which of them wins.
"""

import re
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise
from typing import NamedTuple

DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = "|".join(DAYS)
_PART = re.compile(rf"({_DAY})(?:-({_DAY})|\[([1-5]|-1)((?:,(?:[1-5]|-1))*)\])?")
_AROUND_COMMAS = re.compile(r"\s*,\s*")
_BETWEEN_PARTS = re.compile(r",(?![^\[]*\])")
_SPAN = re.compile(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")
_DATED = re.compile(r"(\d{4}) ([a-z]{3}) (\d{1,2}) ?- ?(\d{4}) ([a-z]{3}) (\d{1,2}):? (.+)")
_BANK_HOLIDAYS = "ph"
_OFF = "off"


class HoursError(ValueError):
    """Hours that are not in the notation; the message says what to write."""


class Part(NamedTuple):
    """Days that are named together: one, a range, or those with the ordinals in the month (-1 is the last)."""

    first: int
    last: int
    ordinals: tuple[int, ...] = ()

    @property
    def days(self) -> tuple[int, ...]:
        """The days of the week, Monday is 0. A range may run over Sunday."""
        end = self.last if self.last >= self.first else self.last + 7
        return tuple(day % 7 for day in range(self.first, end + 1))


@dataclass(frozen=True, slots=True)
class Rule:
    """Days and the spans of time on them. A span to 24:00 ends at time(0). No spans: the days are known, the times not."""

    parts: tuple[Part, ...]
    spans: tuple[tuple[time, time], ...] = ()
    bank_holidays: bool = False
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def off(self) -> bool:
        """True for 'PH off': not open on bank holidays."""
        return self.bank_holidays and not self.spans


def rules(hours: str) -> tuple[Rule, ...]:
    """The rules of hours other than 24/7, 'PH off' among them; HoursError unless they are clear."""
    written = [tidy(rule) for rule in hours.split(";")]
    if "" in written and len(written) > 1:
        raise HoursError(f"'{hours}' has a ';' with nothing beside it: leave that out")
    read = tuple(_rule(rule.lower()) for rule in written)
    if not any(rule.parts for rule in read):
        raise HoursError(f"'{hours}' names no day: write for instance 'Mo-Fr 09:00-17:00; PH off'")
    for index, rule in enumerate(read):
        if any(_meet(rule, other) for other in read[:index]) or _meet_within(rule):
            raise HoursError(
                f"'{hours}' names one day twice: write all its times together, for instance 'We 09:00-12:00,13:00-17:00'"
            )
    return read


def tidy(rule: str) -> str:
    """A rule without the spaces that people put in: around it, doubled, and beside commas."""
    return _AROUND_COMMAS.sub(",", " ".join(rule.split()))


def _rule(rule: str) -> Rule:
    if rule.startswith("week"):
        raise HoursError(
            f"'{rule}' counts weeks of the year, which go wrong in a year of 53 weeks: write the hours without it "
            "and a date of one session, such as 2026-03-04, in the column fortnightly_from"
        )
    dated = _DATED.fullmatch(rule)
    valid_from, valid_to = _dates(dated) if dated else (None, None)
    days, _, times = (dated[7] if dated else rule).partition(" ")
    named = _BETWEEN_PARTS.split(days)
    bank_holidays = _BANK_HOLIDAYS in named
    parts = tuple(_part(part) for part in named if part != _BANK_HOLIDAYS)
    if times == _OFF and not parts and bank_holidays and not dated:
        return Rule((), bank_holidays=True)
    if times == _OFF or (bank_holidays and (dated or not times)):
        raise HoursError(
            f"'{rule}' cannot be said: for bank holidays write 'PH off' or times such as 'PH 10:00-14:00'; leave out "
            "days when it is always closed, and write dates when it is closed for once in the column closed"
        )
    spans = tuple(_span(span) for span in times.split(",")) if times else ()
    _check_apart(rule, spans)
    return Rule(parts, spans, bank_holidays, valid_from, valid_to)


def _part(part: str) -> Part:
    match = _PART.fullmatch(part)
    if not match:
        raise HoursError(
            f"'{part}' is not a day: write Mo, Tu, We, Th, Fr, Sa, Su, a range such as Mo-Fr, "
            "We[1] for the first Wednesday of the month or We[-1] for the last"
        )
    first = DAYS.index(match[1])
    if match[3] is None:
        return Part(first, DAYS.index(match[2] or match[1]))
    ordinals = tuple(int(ordinal) for ordinal in (match[3] + match[4]).split(","))
    return Part(first, first, ordinals)


def _span(span: str) -> tuple[time, time]:
    match = _SPAN.fullmatch(span)
    if not match:
        raise HoursError(f"'{span}' is not a span of time: write for instance 09:00-17:30")
    if match[1] == "24":
        raise HoursError(f"'{span}' begins at 24:00: name the next day and begin at 00:00")
    if match[3] == "24" and match[4] != "00":
        raise HoursError(f"24:{match[4]} is past the end of the day: write 24:00 or 00:{match[4]}")
    opens, closes = time(int(match[1]), int(match[2])), time(int(match[3]) % 24, int(match[4]))
    if opens == closes and match[3] != "24":
        raise HoursError(f"'{span}' begins and ends at the same time: write 00:00-24:00 for the whole day")
    return opens, closes


def _check_apart(rule: str, spans: tuple[tuple[time, time], ...]) -> None:
    """Refuse times that overlap or are out of order: most likely one of them is a slip."""
    ends = [(opens, closes if closes > opens else time.max) for opens, closes in spans]
    if any(after[0] < before[1] for before, after in pairwise(ends)):
        raise HoursError(f"'{rule}' has times that overlap: write them in order, each after the one before")


def _dates(match: re.Match[str]) -> tuple[date, date]:
    said = match[0].removesuffix(match[7]).rstrip(": ")
    try:
        first, last = (
            date(int(match[at]), _MONTHS.index(match[at + 1]) + 1, int(match[at + 2])) for at in (1, 4)
        )
    except ValueError:
        raise HoursError(f"'{said}' is not a span of dates: write 2026 Dec 01-2026 Dec 31") from None
    if last < first:
        raise HoursError(f"'{said}' ends before it begins: write the earlier date first")
    return first, last


def _meet(one: Rule, other: Rule) -> bool:
    """True if both rules may speak of the same day."""
    if one.bank_holidays and other.bank_holidays:
        return True
    apart = (one.valid_to and other.valid_from and one.valid_to < other.valid_from) or (
        other.valid_to and one.valid_from and other.valid_to < one.valid_from
    )
    return not apart and any(_same_day(part, each) for part in one.parts for each in other.parts)


def _meet_within(rule: Rule) -> bool:
    parts = rule.parts
    if any(_same_ordinal(part.ordinals) for part in parts):
        return True
    return any(_same_day(part, each) for index, part in enumerate(parts) for each in parts[:index])


def _same_day(one: Part, other: Part) -> bool:
    if not set(one.days) & set(other.days):
        return False
    return not (one.ordinals and other.ordinals) or _same_ordinal(one.ordinals + other.ordinals)


def _same_ordinal(ordinals: tuple[int, ...]) -> bool:
    """True if two of them may be one day: in some months the last Friday is the fourth, in others the fifth."""
    return len(set(ordinals)) < len(ordinals) or (-1 in ordinals and bool({4, 5} & set(ordinals)))

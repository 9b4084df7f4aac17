"""What reached people, against what is stored for them. Pure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bench.soak.answered import by_conversation
from bench.soak.stored import Line

KILL_SECONDS = 2.0
"""A message that was taken so shortly before a kill may not have been recorded as sent."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A message that reached a person. key: what it is known by, its id or its text; half_sent: we were never told."""

    conversation: str
    key: str
    at: float
    half_sent: bool = False


@dataclass(frozen=True, slots=True)
class Arrived:
    """Numbers of messages. Of these by_half_sent and by_kill are repeated for a good reason; unknown is not in the store.

    missing, unexplained and out_of_order must be 0.
    """

    messages: int
    missing: int = 0
    unknown: int = 0
    by_half_sent: int = 0
    by_kill: int = 0
    unexplained: int = 0
    out_of_order: int = 0

    def __add__(self, other: "Arrived") -> "Arrived":
        """Both together."""
        sums = {name: getattr(self, name) + getattr(other, name) for name in Arrived.__slots__}
        return replace(self, **sums)


def compare(
    lines: Sequence[Line], shown: Sequence[Shown], key: Callable[[Line], str], kills: Sequence[float]
) -> Arrived:
    """Compare the bot's lines of some conversations with what was shown in them, in the order of time."""
    seen = defaultdict(list)
    for each in shown:
        seen[each.conversation].append(each)
    stored = by_conversation(lines)
    parts = (_of_one(stored.get(name, []), seen.get(name, []), key, kills) for name in {*stored, *seen})
    return sum(parts, Arrived(0))


def _of_one(
    lines: Sequence[Line], shown: Sequence[Shown], key: Callable[[Line], str], kills: Sequence[float]
) -> Arrived:
    copies = defaultdict(list)
    for each in shown:
        copies[each.key].append(each)
    lines_of = defaultdict(list)
    for line in lines:
        lines_of[key(line)].append(line)
    reasons: Counter[str] = Counter()
    for name, found in copies.items():
        reasons.update(_reasons(found, len(lines_of.get(name, ())), kills))
    return Arrived(
        messages=len(shown),
        missing=sum(max(0, len(same) - len(copies[name])) for name, same in lines_of.items()),
        out_of_order=_out_of_order(shown, lines_of, kills),
        **reasons,
    )


def _reasons(copies: Sequence[Shown], stored: int, kills: Sequence[float]) -> Iterable[str]:
    """For each copy too many, why there is one."""
    if not stored:
        return ["unknown"] * len(copies)
    found = [_reason(before, after, kills) for before, after in pairwise(copies)]
    # Of lines that look alike as many copies are no repetition, and nobody can tell which.
    found.sort(key=("unexplained", "by_kill", "by_half_sent").index)
    return found[stored - 1 :]


def _reason(before: Shown, after: Shown, kills: Sequence[float]) -> str:
    if before.half_sent:
        return "by_half_sent"
    killed = any(before.at <= kill <= after.at and kill - before.at <= KILL_SECONDS for kill in kills)
    return "by_kill" if killed else "unexplained"


def _out_of_order(
    shown: Sequence[Shown], lines_of: Mapping[str, Sequence[Line]], kills: Sequence[float]
) -> int:
    """How many came after one that is stored later; an urgent one may overtake. Repetitions do not count."""
    copies = Counter(each.key for each in shown)
    waiting = {name: list(lines) for name, lines in lines_of.items()}
    last: dict[str, Shown] = {}
    came: list[Line] = []
    for each in shown:
        before = last.get(each.key)
        last[each.key] = each
        too_many = copies[each.key] > len(lines_of.get(each.key, ()))
        if before and too_many and _reason(before, each, kills) != "unexplained":
            continue
        if waiting.get(each.key):
            came.append(waiting[each.key].pop(0))
    return sum(
        any(ahead.number > line.number and not ahead.urgent for ahead in came[:place])
        for place, line in enumerate(came)
    )

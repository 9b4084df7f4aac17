"""The safety net: which response the service gives to a message. Rules first, then the second net on what no rule names.

It always answers: whatever breaks inside, the message gets check_in at least, and the notice says what failed.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

from bot.logs import logger
from bot.safety.memory import LONGEST_JOINED, contexts, had_check_in, is_first, joined, took_back
from bot.safety.notice import Notice, Response, SafetyState, Span, strongest
from bot.safety.rules import Finding, RuleSet
from bot.safety.second_opinion import ALONE, DOUBT, TOGETHER, Opinion, Reader, leaning_for, opinion
from bot.safety.situations import in_order, of_category

_KNOWN = (
    ("I want to kill myself", Response.TAKEOVER),
    ("I've just taken an overdose", Response.EMERGENCY),
    ("I can't go on like this", Response.CHECK_IN),
    ("where is the nearest café?", Response.NONE),
)
MOST_SPANS = 50
"""A notice names so many places of a message, the first ones; its rules and categories are always whole."""
LONGEST_READ = 100_000
"""Of a longer message the first and the last half of so many characters are read, so that the time is bounded."""
ADDED_UP = "conversation.signals_add_up@1"
JOINED = "conversation.joined"
_REASONS = {
    DOUBT: "Rules hold, but the message is unlike the examples of danger.",
    ALONE: "No rule names it; it is like the examples from which the second net has learnt.",
    TOGETHER: "With the messages before it, it is like the examples from which the second net has learnt.",
    ADDED_UP: "Two messages in one night called for a check-in.",
}
_CUT = "\n.\n"  # ends a sentence, so that no phrase reaches across what is left out
_ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)
log = logger(__name__)
T = TypeVar("T")


class SafetyNet:
    """Reads messages. Never raises. ``second`` is None only where an operator or a test has chosen rules alone."""

    def __init__(self, rules: RuleSet, second: Reader | None = None) -> None:
        self._rules = rules
        self._second = second

    def notice(self, message: str, state: SafetyState, now: datetime) -> Notice:
        """The decision on this message, by the rules and, if they leave it open, the second net.

        Of a very long message its beginning and its end are read (LONGEST_READ). The state matters for an answer to a
        question that is open, and for what several messages say together; what it already calls for stays there.
        """
        first = self.by_rules(message, state, now)
        return self.by_both(first, message, state, now) if self.wants_second(first) else first

    def by_rules(self, message: str, state: SafetyState, now: datetime) -> Notice:
        """The decision by the rules alone."""
        return _safely("rules", lambda: self._by_rules(message, state, now)) or without_rules()

    def wants_second(self, first: Notice) -> bool:
        """True unless rules have brought a person in by an answer, or by what several messages say: that stands."""
        return self._second is not None and (first.alone or not first.response.brings_handler)

    def by_both(self, first: Notice, message: str, state: SafetyState, now: datetime) -> Notice:
        """The decision when the second net has been heard too."""
        second = self._second
        if second is None:
            return first
        told = _safely("classifier", lambda: self._by_both(second, first, message, state, now))
        return told or without_second(first)

    def _by_both(
        self, second: Reader, first: Notice, message: str, state: SafetyState, now: datetime
    ) -> Notice:
        beginning = message[:LONGEST_JOINED]
        leaning = leaning_for(
            english=self._rules.is_english(beginning), mended=self._rules.mended(beginning) != beginning
        )
        told = opinion(second, first, message, joined(state, message, now), leaning)
        return _weakened(first, told) if told.doubts else _strengthened(first, told, state, now)

    def question_in(self, said: str) -> str | None:
        """The question of the safety net in what the bot or a handler said, if any."""
        return self._rules.questions.question_in(said)

    def meaning_of(self, rule: str) -> str:
        """What a reason in a notice means, in a sentence."""
        known = {each.name: each.what for each in self._rules.rules}
        bare = rule.removeprefix(f"{JOINED}.")
        said = known.get(bare) or _REASONS[bare]
        return said if bare == rule else f"Said in several messages: {said}"

    def second_part(self, message: str) -> list[tuple[str, float]]:
        """The n-grams by which the second net is moved most, and how much each adds; empty without a second net."""
        return self._second.explain(message) if self._second else []

    def heartbeat(self) -> bool:
        """True if what calls for a response gets that or more, a harmless message gets none, and nothing failed.

        The second net, which is asked only about what rules leave open, must still say what it said when it was made.
        """
        if self._second and not self._second.is_well():
            return False
        for text, known in _KNOWN:
            found = self.notice(text, SafetyState(), _ANY_TIME)
            heard = (
                found.response.rank >= known.rank if known is not Response.NONE else found.response is known
            )
            if found.failed or not heard:
                return False
        return True

    def _by_rules(self, message: str, state: SafetyState, now: datetime) -> Notice:
        found = self._read(message, contexts(state))
        together = joined(state, message, now)
        if together:
            crossing = (each for each in self._rules.read(together.text) if each.end > together.boundary)
            found += [
                replace(each, start=0, end=min(each.end - together.boundary, len(message)), joined=True)
                for each in crossing
                if each.start < together.boundary
            ]
        return _added_up(_decide(found, is_first=is_first(state)), state, now)

    def _read(self, message: str, heard_in: set[str]) -> list[Finding]:
        if len(message) <= LONGEST_READ:
            return self._rules.read(message, contexts=heard_in)
        half = LONGEST_READ // 2
        left_out = len(message) - LONGEST_READ - len(_CUT)
        found = self._rules.read(message[:half] + _CUT + message[-half:], contexts=heard_in)
        return [
            each if each.start < half else replace(each, start=each.start + left_out, end=each.end + left_out)
            for each in found
        ]


def without_second(first: Notice) -> Notice:
    """The decision when the second net failed or is late: the rules stand, and a check-in at least."""
    return replace(
        first, response=strongest(first.response, Response.CHECK_IN), failed=(*first.failed, "classifier")
    )


def without_state(notice: Notice) -> Notice:
    """The decision when it is not known what was said before: a check-in at least, since it may be an answer."""
    response = strongest(notice.response, Response.CHECK_IN)
    return replace(notice, response=response, failed=(*notice.failed, "state"))


def _safely(part: str, work: Callable[[], T]) -> T | None:
    try:
        return work()
    except Exception as error:  # noqa: BLE001 - a person must never go unheard because of our mistake
        kind = type(error).__name__  # not the error itself, whose text may hold the person's words
        log.error("safety_part_failed", part=part, error=kind)  # noqa: TRY400 - as just said
        return None


def without_rules() -> Notice:
    """The decision when the rules failed or are late: a check-in, until the second net says more."""
    return Notice(response=Response.CHECK_IN, failed=("rules",))


def _decide(findings: Sequence[Finding], *, is_first: bool) -> Notice:
    """The decision. ``is_first``: nothing that was said or asked before gives this message its weight."""
    held = [each for each in findings if each.rule.response is not Response.NONE]
    held.sort(key=lambda each: -each.rule.response.rank)
    traits = [each.rule.situation for each in findings if each.rule.situation and each not in held]
    # What several messages say, or an answer, is not doubted for what one message looks like by itself.
    alone = is_first and not any(each.joined for each in held)
    return Notice(
        response=strongest(Response.NONE, *(each.rule.response for each in held)),
        categories=tuple(dict.fromkeys(each.rule.category for each in held if each.rule.category)),
        rules=tuple(dict.fromkeys(_name(each) for each in held)),
        spans=tuple(Span(each.start, each.end, _name(each)) for each in held[:MOST_SPANS]),
        situations=in_order([*_situations(held), *traits]),
        alone=alone,
        questioned=alone and any(each.rule.questions for each in findings),
    )


def _name(finding: Finding) -> str:
    return f"{JOINED}.{finding.rule.name}" if finding.joined else finding.rule.name


def _situations(held: Iterable[Finding]) -> list[str]:
    """Of the findings that decide: those of a weaker response do not choose the words."""
    strong = [each.rule for each in held]
    best = [rule for rule in strong if rule.response is strong[0].response]
    return [rule.situation or of_category(rule.category or "") for rule in best]


def _strengthened(first: Notice, told: Opinion, state: SafetyState, now: datetime) -> Notice:
    response = strongest(first.response, told.response)
    if response is first.response:
        return first
    categories = tuple(dict.fromkeys((*told.categories, *first.categories)))
    traits = first.situations if first.response is Response.NONE else ()
    stronger = replace(
        first,
        response=response,
        categories=categories,
        rules=(*first.rules, told.rule),
        spans=(*first.spans, Span(told.start, told.end, told.rule))[:MOST_SPANS],
        situations=in_order([*(of_category(each) for each in told.categories[:1]), *traits]),
    )
    return _added_up(stronger, state, now)


def _weakened(first: Notice, told: Opinion) -> Notice:
    """What is left of what rules found, when there is a sign of another context and the second net is sure of it."""
    if told.response is Response.NONE:
        return replace(
            first, response=Response.NONE, categories=(), situations=(), rules=(*first.rules, told.rule)
        )
    return replace(first, response=told.response, rules=(*first.rules, told.rule))


def _added_up(notice: Notice, state: SafetyState, now: datetime) -> Notice:
    """A second message that calls for a check-in brings a person in; one that takes something back does not."""
    is_second = notice.response is Response.CHECK_IN and not took_back(notice) and had_check_in(state, now)
    if not is_second:
        return notice
    return replace(notice, response=Response.TAKEOVER, rules=(*notice.rules, ADDED_UP))

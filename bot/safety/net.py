"""The safety net: which response the service gives to a message, and what is remembered of the conversation for it.

It always answers: whatever breaks inside, the message gets check_in at least, and the notice says what failed.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime

from bot.logs import logger
from bot.safety.notice import Notice, Response, SafetyState, Span, strongest
from bot.safety.rules import Finding, RuleSet

CHECK_IN_QUESTION = "check_in"
_KNOWN = (
    ("I want to kill myself", Response.TAKEOVER),
    ("I've just taken an overdose", Response.EMERGENCY),
    ("there's no point in living", Response.CHECK_IN),
    ("where is the nearest café?", Response.NONE),
)
MOST_SPANS = 50
"""A notice names so many places of a message, the first ones; its rules and categories are always whole."""
LONGEST_READ = 100_000
"""Of a longer message the first and the last half of so many characters are read, so that the time is bounded."""
_CUT = "\n.\n"  # ends a sentence, so that no phrase reaches across what is left out
_ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)
log = logger(__name__)


class SafetyNet:
    """Reads messages by the rules. Never raises."""

    def __init__(self, rules: RuleSet) -> None:
        self._rules = rules

    def notice(
        self,
        message: str,
        state: SafetyState,
        now: datetime,  # noqa: ARG002 - callers pass the time of the turn; the rules need no time of day
    ) -> Notice:
        """The decision on this message: the strongest response of the rules that hold.

        Of a very long message its beginning and its end are read (LONGEST_READ).
        The state matters for an answer to a question that is open; what the state already calls for stays there.
        """
        try:
            return _decide(self._read(message, state.asked))
        except Exception as error:  # noqa: BLE001 - a person must never go unheard because of our mistake
            kind = type(error).__name__  # not the error itself, whose text may hold the person's words
            log.error("safety_rules_failed", error=kind)  # noqa: TRY400 - as just said
            return Notice(response=Response.CHECK_IN, failed=("rules",))

    def _read(self, message: str, asked: str | None) -> list[Finding]:
        if len(message) <= LONGEST_READ:
            return self._rules.read(message, asked=asked)
        half = LONGEST_READ // 2
        left_out = len(message) - LONGEST_READ - len(_CUT)
        found = self._rules.read(message[:half] + _CUT + message[-half:], asked=asked)
        return [
            each if each.start < half else replace(each, start=each.start + left_out, end=each.end + left_out)
            for each in found
        ]

    def question_in(self, said: str) -> str | None:
        """The question of the safety net in what the bot or a handler said, if any."""
        return self._rules.questions.question_in(said)

    def heartbeat(self) -> bool:
        """True if messages whose response is known get it."""
        return all(self.notice(text, SafetyState(), _ANY_TIME).response is known for text, known in _KNOWN)


def next_state(state: SafetyState, notice: Notice) -> SafetyState:
    """What is remembered after the notice. A response that brings a handler stays until a new state is begun."""
    asks = notice.response is Response.CHECK_IN and not state.response.brings_handler
    return SafetyState(
        response=strongest(state.response, notice.response),
        asked=CHECK_IN_QUESTION if asks else None,
        signals=tuple(dict.fromkeys((*state.signals, *notice.categories))),
    )


def new_signal(previous: SafetyState, notice: Notice) -> bool:
    """True if the message itself calls for a card, in view of what the conversation has had before it."""
    if previous.response.brings_handler:
        return notice.response.brings_handler
    return notice.response is not Response.NONE


def standing(state: SafetyState) -> Response:
    """The response under which the conversation now stands: takeover and emergency last, a check-in does not."""
    return state.response if state.response.brings_handler else Response.NONE


def state_to_json(state: SafetyState) -> str:
    """For the store."""
    return json.dumps(asdict(state), separators=(",", ":"))


def state_from_json(raw: str) -> SafetyState:
    """The inverse of state_to_json; raise ValueError for anything else."""
    try:
        fields = json.loads(raw)
        asked, signals = fields["asked"], tuple(fields["signals"])
        response = Response(fields["response"])
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError("not a state of the safety net") from error
    if not all(isinstance(each, str) for each in (*signals, asked or "")):
        raise ValueError("not a state of the safety net")
    return SafetyState(response, asked, signals)


def _decide(findings: Sequence[Finding]) -> Notice:
    held = [each for each in findings if each.rule.response is not Response.NONE]
    return Notice(
        response=strongest(Response.NONE, *(each.rule.response for each in held)),
        categories=tuple(dict.fromkeys(each.rule.category for each in held if each.rule.category)),
        rules=tuple(dict.fromkeys(each.rule.name for each in held)),
        spans=tuple(Span(each.start, each.end, each.rule.name) for each in held[:MOST_SPANS]),
    )

"""Gives the held-out messages and conversations to the safety net."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.safety.examples import Example
from bot.safety.memory import next_state, standing
from bot.safety.net import SafetyNet
from bot.safety.notice import Response, SafetyState, strongest
from evaluation.figures import Figure, Judged, found
from evaluation.material import Conversation
from evaluation.perturb import PERTURBATIONS

_NOW = datetime(2026, 1, 1, 3, tzinfo=UTC)
_A_MINUTE = timedelta(minutes=1)


def judge(net: SafetyNet, examples: Sequence[Example], change: Callable[[str], str] = str) -> list[Judged]:
    """What each message gets, by itself, after ``change`` has been done to it."""

    def give(example: Example) -> Judged:
        return Judged(example, net.notice(change(example.text), SafetyState(), _NOW).response)

    with ThreadPoolExecutor(2) as threads:  # the second net works outside the interpreter's lock
        return list(threads.map(give, examples))


def judge_changed(net: SafetyNet, examples: Sequence[Example]) -> dict[str, Figure]:
    """How many of these messages, which call for a person, bring one after each change that is made to them."""
    return {name: found(judge(net, examples, change)) for name, change in PERTURBATIONS.items()}


def stands(net: SafetyNet, conversation: Conversation) -> Response:
    """The response under which a conversation stands after its last turn."""
    state, response = SafetyState(), Response.NONE
    for number, turn in enumerate(conversation.turns):
        now = _NOW + number * _A_MINUTE
        if turn.bot:
            state = replace(state, asked=net.question_in(turn.bot))
        notice = net.notice(turn.text, state, now)
        state = next_state(state, turn.text, notice, now)
        response = strongest(notice.response, standing(state))
    return response


def judge_conversations(net: SafetyNet, talks: Sequence[Conversation]) -> dict[str, Figure]:
    """By register: how many stand under the response that they call for, or a stronger one; harmless ones under none."""
    right: dict[str, list[bool]] = {}
    for conversation in talks:
        response = stands(net, conversation)
        wanted = conversation.response
        good = response is Response.NONE if wanted is Response.NONE else response.rank >= wanted.rank
        right.setdefault(conversation.register, []).append(good)
    return {name: Figure(sum(kept), len(kept)) for name, kept in sorted(right.items())}

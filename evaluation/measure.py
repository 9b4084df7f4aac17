"""Gives the held-out messages and conversations to the safety net."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.safety.examples import Example
from bot.safety.memory import next_state, standing
from bot.safety.net import SafetyNet
from bot.safety.notice import Response, SafetyState, strongest
from evaluation.figures import Figure, Judged
from evaluation.material import Conversation

_NOW = datetime(2026, 1, 1, 3, tzinfo=UTC)
_A_MINUTE = timedelta(minutes=1)


def judge(net: SafetyNet, examples: Sequence[Example], change: Callable[[str], str] = str) -> list[Judged]:
    """What each message gets, by itself, after ``change`` has been done to it."""

    def give(example: Example) -> Judged:
        return Judged(example, net.notice(change(example.text), SafetyState(), _NOW).response)

    with ThreadPoolExecutor(2) as threads:  # the second net works outside the interpreter's lock
        return list(threads.map(give, examples))


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


def judge_conversations(net: SafetyNet, found: Sequence[Conversation]) -> dict[str, Figure]:
    """By register: how many stand under the response that they call for, or a stronger one; harmless ones under none."""
    right: dict[str, list[bool]] = {}
    for conversation in found:
        response = stands(net, conversation)
        wanted = conversation.response
        good = response is Response.NONE if wanted is Response.NONE else response.rank >= wanted.rank
        right.setdefault(conversation.register, []).append(good)
    return {name: Figure(sum(kept), len(kept)) for name, kept in sorted(right.items())}

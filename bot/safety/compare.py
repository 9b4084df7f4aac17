"""What another set of rules would have decided: on a corpus of messages, and on the notices that are stored."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.safety.memory import next_state
from bot.safety.net import SafetyNet
from bot.safety.notice import Notice, Response, SafetyState


@dataclass(frozen=True, slots=True)
class Change:
    """A message (by its name, never its words) whose response or rules are others than before."""

    name: str
    before: Response
    after: Response
    rules_before: tuple[str, ...]
    rules_after: tuple[str, ...]

    @property
    def is_decision(self) -> bool:
        """True if the response changes, not only the reasons for it."""
        return self.before is not self.after


@dataclass(frozen=True, slots=True)
class Past:
    """A message that had its notice: the conversation it stands in, and what it got."""

    name: str
    conversation: str
    text: str
    at: datetime
    response: Response
    rules: tuple[str, ...]


def changes(
    old: SafetyNet, new: SafetyNet, corpus: Iterable[tuple[str, str]], now: datetime
) -> Iterator[Change]:
    """What ``new`` decides otherwise than ``old`` on messages (name, text), each by itself."""
    for name, text in corpus:
        before, after = (net.notice(text, SafetyState(), now) for net in (old, new))
        if change := _change(name, before.response, before.rules, after):
            yield change


def replay(net: SafetyNet, past: Iterable[Past]) -> Iterator[Change]:
    """What the net decides now otherwise than then. ``past`` holds each conversation's messages one after the other."""
    conversation, state = "", SafetyState()
    for each in past:
        if each.conversation != conversation:
            conversation, state = each.conversation, SafetyState()
        notice = net.notice(each.text, state, each.at)
        state = next_state(state, each.text, notice, each.at)
        if change := _change(each.name, each.response, each.rules, notice):
            yield change


def _change(name: str, response: Response, rules: tuple[str, ...], notice: Notice) -> Change | None:
    if (response, set(rules)) == (notice.response, set(notice.rules)):
        return None
    return Change(name, response, notice.response, rules, notice.rules)

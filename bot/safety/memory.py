"""What the safety net remembers of a conversation between its messages, and what it makes of that. Pure."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from bot.safety.notice import Heard, Notice, Response, SafetyState, strongest
from bot.safety.rule_file import AGAIN, SIGNAL

CHECK_IN_QUESTION = "check_in"
MOST_RECENT = 8
"""So many messages are remembered, the newest."""
RECENT_SECONDS = 12 * 3600
"""A message is joined to those of the last twelve hours: one bad night."""
LONGEST_REMEMBERED = 300
"""Of each message so many characters are remembered, the last ones."""
LONGEST_JOINED = 600
"""So many characters at most are read together with a new message."""
JOINT = "\n"
_QUESTIONS = {
    "someone_else": "another",
    "abuse": "hurt",
    "attack": "hurt",
    "threat": "threat",
    "bereaved": None,
    "said_no": None,
}
"""What the check-in asks, by the situation that it is for; in all others whether a person thinks of ending their life."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A message together with those before it; the message itself begins at ``boundary``."""

    text: str
    boundary: int


def is_first(state: SafetyState) -> bool:
    """True if no question of ours is open, and nothing before has called for a response."""
    return state.asked is None and state.response is Response.NONE


def joined(state: SafetyState, message: str, now: datetime) -> Joined | None:
    """The beginning of the message after what was said just before it, or None if that is nothing."""
    texts: list[str] = []
    left = LONGEST_JOINED
    for heard in reversed(_still_recent(state, now)):
        if heard.response.brings_handler:
            break  # that was heard and answered; it is not raised again by whatever follows
        if heard.text == message:
            continue  # said again, it says no more than it did
        left -= len(heard.text) + len(JOINT)
        if left < 0:
            break
        texts.insert(0, heard.text)
    before = "".join(text + JOINT for text in texts)
    return Joined(before + message[:LONGEST_JOINED], len(before)) if texts else None


def contexts(state: SafetyState) -> set[str]:
    """In which contexts (see CONTEXTS) the next message is written."""
    found = {state.asked} if state.asked else set()
    if state.response is not Response.NONE:
        found |= {f"{question}{AGAIN}" for question in found} | {SIGNAL}
    return found


def had_check_in(state: SafetyState, now: datetime) -> bool:
    """True if a message of the last hours got a check-in."""
    return any(heard.response is Response.CHECK_IN for heard in _still_recent(state, now))


def next_state(state: SafetyState, message: str, notice: Notice, now: datetime) -> SafetyState:
    """What is remembered after the notice. A response that brings a handler stays until a new state is begun."""
    # A check-in that is there only because a part of ours failed is no signal of the person's.
    meant = Response.NONE if notice.failed and not notice.rules else notice.response
    # A word that is taken back is no second signal.
    response = Response.NONE if took_back(notice) else meant
    heard = Heard(message[-LONGEST_REMEMBERED:], int(now.timestamp()), response)
    return SafetyState(
        response=strongest(state.response, meant),
        asked=None if state.response.brings_handler else _question(notice),
        signals=tuple(dict.fromkeys((*state.signals, *notice.categories))),
        recent=(*_still_recent(state, now), heard)[-MOST_RECENT:],
    )


def took_back(notice: Notice) -> bool:
    """True if a person only said no to a question of ours, or took back what they said."""
    return notice.situations[:1] == ("said_no",)


def _question(notice: Notice) -> str | None:
    if notice.response is not Response.CHECK_IN or (notice.failed and not notice.situations):
        return None
    return _QUESTIONS.get(notice.situations[0], CHECK_IN_QUESTION) if notice.situations else CHECK_IN_QUESTION


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
        recent = tuple(
            Heard(str(each["text"]), int(each["at"]), Response(each["response"]))
            for each in fields.get("recent", ())  # a state of the first version has none
        )
        asked, signals = fields["asked"], tuple(fields["signals"])
        response = Response(fields["response"])
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as error:
        raise ValueError("not a state of the safety net") from error
    if not all(isinstance(each, str) for each in (*signals, asked or "")):
        raise ValueError("not a state of the safety net")
    return SafetyState(response, asked, signals, recent)


def _still_recent(state: SafetyState, now: datetime) -> tuple[Heard, ...]:
    return tuple(heard for heard in state.recent if now.timestamp() - heard.at <= RECENT_SECONDS)

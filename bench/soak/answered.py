"""Whether each message was stored once and answered once, in order. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bench.soak.caller import Handed
from bench.soak.plan import MARK, Note
from bench.soak.stored import Line, Stored


@dataclass(frozen=True, slots=True)
class Answered:
    """What is wrong with what is stored: each a number of messages, and each must be 0.

    refused: never answered 2xx. lost: answered 2xx, not stored. twice: stored more than once. mixed_up: stored before one that
    had been answered earlier. unanswered: stored, without a reply. answered_twice: with more than one. foreign: a reply that
    belongs to another message. out_of_order: replies in another order than their messages.
    """

    refused: int
    lost: int
    twice: int
    mixed_up: int
    unanswered: int
    answered_twice: int
    foreign: int
    out_of_order: int


def examine(handed: Mapping[Note, Sequence[Handed]], stored: Stored) -> Answered:
    """Compare what was handed in with what is stored."""
    said = [line for line in stored.lines if line.sender == "person"]
    copies = Counter(line.text for line in said)
    taken = [note for note, calls in handed.items() if any(call.answered for call in calls)]
    replies = _replies(stored.lines)
    return Answered(
        refused=len(handed) - len(taken),
        lost=sum(not copies[note.text] for note in taken),
        twice=sum(copies[note.text] > 1 for note in handed),
        mixed_up=_mixed_up(handed, said),
        unanswered=sum(line.turn not in stored.done or line.turn not in replies for line in said),
        answered_twice=sum(not _is_one(reply) for reply in replies.values()),
        foreign=sum(_is_foreign(line, replies.get(line.turn or "", [])) for line in said),
        out_of_order=sum(_out_of_order(lines, replies) for lines in by_conversation(said).values()),
    )


def by_conversation(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """Lines of each conversation, in their order."""
    found = defaultdict(list)
    for line in lines:
        found[line.conversation].append(line)
    return dict(found)


def without_engine(stored: Stored, notes: Iterable[Note]) -> int:
    """How many ordinary messages have a reply that is not the engine's: it was too late, or there was none."""
    ordinary = {note.text: note.mark for note in notes if not note.distress}
    replies = _replies(stored.lines)
    asked = [line for line in stored.lines if line.sender == "person" and line.text in ordinary]
    return sum(
        not any(ordinary[line.text] in reply.text for reply in replies.get(line.turn or "", []))
        for line in asked
    )


def _replies(lines: Sequence[Line]) -> dict[str, list[Line]]:
    """The bot's lines of each turn."""
    found = defaultdict(list)
    for line in lines:
        if line.sender == "bot" and line.turn:
            found[line.turn].append(line)
    return dict(found)


def _is_one(reply: Sequence[Line]) -> bool:
    """A reply is stored at once: its parts and its numbers follow one another."""
    first = reply[0].number
    return [(line.part, line.number) for line in reply] == [
        (part, first + part) for part in range(len(reply))
    ]


def _is_foreign(said: Line, reply: Sequence[Line]) -> bool:
    """The reply repeats the mark of another message, or its own twice."""
    found = [mark for line in reply for mark in MARK.findall(line.text)]
    return found not in ([], MARK.findall(said.text))


def _out_of_order(said: Sequence[Line], replies: Mapping[str, Sequence[Line]]) -> int:
    answered = [
        (line.number, replies[line.turn][0].number) for line in said if line.turn and line.turn in replies
    ]
    early = sum(reply < number for number, reply in answered)
    return early + sum(after < before for (_, before), (_, after) in pairwise(answered))


def _mixed_up(handed: Mapping[Note, Sequence[Handed]], said: Sequence[Line]) -> int:
    """How many of one person's messages came later than our answer to the next one, and are stored before it."""
    by_text = {note.text: calls for note, calls in handed.items()}
    wrong = 0
    for lines in by_conversation(said).values():
        for before, after in pairwise(lines):
            began = min((call.began for call in by_text.get(before.text, ())), default=0.0)
            answers = [call.answered for call in by_text.get(after.text, ()) if call.answered]
            wrong += bool(answers) and min(answers) < began
    return wrong

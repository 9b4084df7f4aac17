"""The held-out messages and conversations: tests/safety/held_out/. README.md there says how they were written."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.content.errors import ContentError
from bot.safety.examples import Example, read_file
from bot.safety.notice import Response

HELD_OUT = Path("tests/safety/held_out")
CONVERSATIONS = "conversations.txt"
_PERSON, _BOT, _HEADING = "> ", "< ", "== "


@dataclass(frozen=True, slots=True)
class Said:
    """One turn of a conversation: what the person wrote, and what the bot or a handler had said just before it."""

    text: str
    bot: str | None


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation, and the response under which it must stand after its last turn."""

    response: Response
    register: str
    turns: tuple[Said, ...]
    line: int


def messages(folder: Path = HELD_OUT) -> list[Example]:
    """Every held-out message; raise ContentError for the first mistake."""
    paths = sorted(path for path in folder.glob("*.txt") if path.name != CONVERSATIONS)
    return [example for path in paths for example in read_file(path)]


def conversations(path: Path = HELD_OUT / CONVERSATIONS) -> list[Conversation]:
    """Every held-out conversation; raise ContentError for the first mistake.

    ``== takeover build_up`` begins one; ``> `` stands before what the person writes, ``< `` before what the bot says.
    """
    found: list[Conversation] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith(_HEADING):
            response, register = line.removeprefix(_HEADING).split()
            found.append(Conversation(Response(response), register, (), number))
        elif line.startswith((_PERSON, _BOT)) and found:
            found[-1] = _with_line(found[-1], line)
        elif line.strip() and not line.startswith("#"):
            problem = "is no heading, and nothing that somebody says ('> ' or '< ')"
            raise ContentError(problem, file=path.as_posix(), line=number)
    return [_without_last_word_of_bot(each) for each in found]


def _with_line(conversation: Conversation, line: str) -> Conversation:
    *done, last = [*conversation.turns, Said("", None)] if _waits(conversation) else conversation.turns
    bot = line.startswith(_BOT)
    last = Said("", line.removeprefix(_BOT)) if bot else Said(line.removeprefix(_PERSON), last.bot)
    return Conversation(conversation.response, conversation.register, (*done, last), conversation.line)


def _waits(conversation: Conversation) -> bool:
    """True if the next line begins a new turn."""
    return not conversation.turns or bool(conversation.turns[-1].text)


def _without_last_word_of_bot(conversation: Conversation) -> Conversation:
    turns = tuple(turn for turn in conversation.turns if turn.text)
    return Conversation(conversation.response, conversation.register, turns, conversation.line)


def lengths(text: str) -> str:
    """In which group of lengths a text is counted."""
    for most, name in ((25, "up to 25 characters"), (80, "26 to 80"), (200, "81 to 200")):
        if len(text) <= most:
            return name
    return "more than 200"


def positives(found: list[Example]) -> Iterator[Example]:
    """Those that call for a person."""
    return (example for example in found if example.response.brings_handler)


def outright(found: list[Example]) -> list[Example]:
    """Those that say in plain English what calls for a person: the core phrases."""
    return [example for example in positives(found) if example.register == "core"]

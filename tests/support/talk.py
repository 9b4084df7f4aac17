"""A dialogue with the whole program, told as a story: set state, the person says, assert the message, assert the state.

    talk.given(turns=30, place="Oakham")
    talk.person_says("is there a crisis cafe near me?")
    talk.bot_says("Pepper's").bot_offers("Talk to a person")
    talk.no_case()

Every message of the bot, in every dialogue, must also be plain text that is filled in and fits the channel.
"""

import json
import re
import time
from collections.abc import Callable, Iterator
from typing import Any, Self, TypeVar

import httpx
from sqlalchemy import Connection

from bot import clock
from bot.cases.states import State
from bot.channels.web.tokens import Tokens
from bot.store import cases, conversations, inbox, messages
from bot.store.conversations import Conversation, EngineSession
from tests.support.bot_thread import RunningBot
from tests.support.chat import Person

CHANNEL = "web"
PATIENCE_SECONDS = 30
_PHONE = re.compile(r"\b(?:0\d{2,4}[ \d]{6,9}|116 ?\d{3}|111|999|85258)\b")
_UNFINISHED = re.compile(r"\{\w*\}|\*\*|<\w+|\bNone\b")

Event = dict[str, Any]
T = TypeVar("T")


class Talk:
    """One conversation at the web channel. ``answer`` holds what the bot said last."""

    def __init__(self, bot: RunningBot, person: Person) -> None:
        self._bot = bot
        self._person = person
        session = Tokens(bot.deps.keys, bot.deps.settings.session_hours).read(self._person.token)
        self.conversation = session.conversation
        self.answer: list[Event] = []
        self._story: list[str] = []

    # Set state

    def given(self, *, turns: int = 0, language: str | None = None, **slots: str) -> None:
        """The conversation has had so many turns with the engine, in this language, and has come to these slots."""
        settings = self._bot.deps.settings
        begun = Conversation(
            id=self.conversation,
            channel=CHANNEL,
            region=settings.region,
            language=language or settings.language,
            language_pinned=False,
            engine=EngineSession(turns=turns, slots=slots),
        )
        self._store(lambda connection: _begin(connection, begun))

    # The person says

    def person_says(self, text: str) -> Self:
        """The person writes; returns when the bot has answered."""
        self._story.append(f"PERSON  {text}")
        self._turn(lambda: self._person.send(text))
        return self

    def person_picks(self, label: str) -> Self:
        """The person picks one of the choices that the bot has just offered."""
        offered = {choice["label"]: choice["id"] for choice in self._choices()}
        self._must(label in offered, f"the bot offers {label!r}")
        self._story.append(f"PERSON  [{label}]")
        self._turn(lambda: self._person.send(choice=offered[label]))
        return self

    # Assert the message

    def bot_says(self, *words: str) -> Self:
        """All of these stand in the bot's answer."""
        for each in words:
            self._must(each in self.said, f"the bot says {each!r}")
        return self

    def bot_says_nothing_of(self, *words: str) -> Self:
        """None of these stands in the bot's answer, in capitals or not."""
        for each in words:
            self._must(each.casefold() not in self.said.casefold(), f"the bot says nothing of {each!r}")
        return self

    def bot_offers(self, *labels: str) -> Self:
        """All of these can be picked."""
        offered = [choice["label"] for choice in self._choices()]
        self._must(set(labels) <= set(offered), f"the bot offers {labels}")
        return self

    def bot_begins_with_a_card(self, *words: str) -> Self:
        """The first thing in the answer is a card, and it says these words."""
        first = self.answer[0]
        self._must(first["kind"] == "card", "the answer begins with a card")
        self._must(all(each in first["text"] for each in words), f"the card says {words}")
        return self

    def bot_shows_no_card(self) -> Self:
        """There is no card in the answer."""
        self._must(all(each["kind"] != "card" for each in self.answer), "the bot shows no card")
        return self

    def bot_gives_no_number_but(self, *services: str) -> Self:
        """The numbers in the answer are those of these services of the crisis cards, all of them and no others."""
        wanted = {self.number(service) for service in services}
        found = set(_PHONE.findall(self.said))
        self._must(found == wanted, f"the numbers are {sorted(wanted)}, not {sorted(found)}")
        return self

    # Assert the state

    def case_is_open(self, response: str = "takeover") -> Self:
        """A case waits for a handler; ``response`` is the strongest that the service has given in it."""
        case = self._store(lambda connection: cases.open_for(connection, self.conversation))
        self._must(case is not None, "a case is open")
        assert case is not None
        self._must(case.state is State.WAITING, "the case is waiting")
        self._must(case.response == response, f"the response of the case is {response}, not {case.response}")
        return self

    def no_case(self) -> Self:
        """No case is open."""
        case = self._store(lambda connection: cases.open_for(connection, self.conversation))
        self._must(case is None, "no case is open")
        return self

    def language_is(self, code: str) -> Self:
        """The conversation goes on in this language."""
        self._must(self._known().language == code, f"the language is {code!r}")
        return self

    def engine_session_has_turns(self, number: int) -> Self:
        """So many turns have gone to the engine in its present session."""
        self._must(self._known().engine.turns == number, f"{number} turns in the engine's session")
        return self

    def nothing_is_kept(self) -> Self:
        """The store does not know the conversation."""
        known = self._store(lambda connection: conversations.get(connection, self.conversation))
        kept = self._store(lambda connection: messages.since(connection, self.conversation, 0))
        self._must((known, kept) == (None, []), "nothing is kept of the conversation")
        return self

    # What the assertions look at

    @property
    def said(self) -> str:
        """The whole answer as one text."""
        return "\n\n".join(each["text"] for each in self.answer)

    def number(self, service: str) -> str:
        """The number of a service, as content has it: no test holds one."""
        lines = self._bot.deps.library.card("numbers").lines
        return next(line.number for line in lines if line.service == service)

    @property
    def longest_session(self) -> int:
        """After how many turns the engine begins a new session."""
        return self._bot.deps.settings.engine_session_turns

    def text(self, key: str, **params: str) -> str:
        """A text of content/strings in English, for what tests should not repeat."""
        return self._bot.deps.library.text(key, "en", **params)

    # How it works

    def _turn(self, send: Callable[[], httpx.Response]) -> None:
        """Listen first, as a page does, then send: words that are never stored reach only those who listen."""
        headers = {
            "Authorization": f"Bearer {self._person.token}",
            "Last-Event-ID": str(self._person.last_id),
        }
        url = f"{self._bot.url}/api/chat/events"
        with httpx.stream("GET", url, headers=headers, timeout=PATIENCE_SECONDS, trust_env=False) as stream:
            lines = stream.iter_lines()
            next(lines)
            send().raise_for_status()
            self.answer = self._heard(lines)
        self._story += [
            f"BOT     {each['text']} {[c['label'] for c in each['choices']]}" for each in self.answer
        ]
        for each in self.answer:
            self._check(each)

    def _heard(self, lines: Iterator[str]) -> list[Event]:
        heard: list[Event] = []
        for event in _events(lines):
            self._person.last_id = 0 if event["kind"] == "erased" else event["id"] or self._person.last_id
            if event["from"] == "bot" and event["kind"] != "opening":
                heard.append(event)
            if bool(heard) and self._store(self._answered):
                return heard
        raise AssertionError("\n\n".join(["The bot says nothing.", *self._story]))

    def _answered(self, connection: Connection) -> bool:
        """True if the turn is recorded and everything of it has been heard. A turn's replies are recorded together."""
        waiting = self.conversation in inbox.waiting(connection)
        return not waiting and not messages.since(connection, self.conversation, self._person.last_id)

    def _check(self, message: Event) -> None:
        text = message["text"]
        self._must(text.strip() == text != "", "every message has words")
        self._must(
            len(text) <= self._bot.deps.channels[CHANNEL].capabilities.length,
            "every message fits the channel",
        )
        self._must(not _UNFINISHED.search(text), "every message is filled in, and plain text")

    def _choices(self) -> list[dict[str, str]]:
        return [choice for each in self.answer for choice in each["choices"]]

    def _known(self) -> Conversation:
        known = self._store(lambda connection: conversations.get(connection, self.conversation))
        self._must(known is not None, "the conversation is kept")
        assert known is not None
        return known

    def _store(self, work: Callable[[Connection], T]) -> T:
        return self._bot.deps.database.run_now(work)

    def _must(self, holds: bool, what: str) -> None:
        __tracebackhide__ = True
        if not holds:
            raise AssertionError("\n\n".join([f"Not so: {what}.", *self._story]))


def _begin(connection: Connection, begun: Conversation) -> None:
    new = conversations.NewConversation(
        begun.id, channel=begun.channel, region=begun.region, language=begun.language, now=clock.now()
    )
    conversations.create(connection, new)
    conversations.remember(connection, begun, safety="")


def _events(lines: Iterator[str]) -> Iterator[Event]:
    """What a stream says until our patience ends; it is never silent for long."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    for line in lines:
        if line.startswith("data: "):
            yield json.loads(line.removeprefix("data: "))
        if time.monotonic() > deadline:
            return

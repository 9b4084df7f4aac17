"""The context that goes through the pipeline, and what the stages may use. A stage gives back a changed copy."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.background import Background
from bot.channels.channel import Channel
from bot.content.library import Library
from bot.directives import Directive, Offer
from bot.directory.lookup import Directory
from bot.engine import EngineClient
from bot.hub import Hub
from bot.keys import Keys
from bot.limits import Spent
from bot.messages import Inbound, Reply
from bot.metrics import Metrics
from bot.routes import Route
from bot.safety.net import SafetyNet
from bot.safety.notice import Notice, Response, SafetyState
from bot.settings import Settings
from bot.spool import Spool
from bot.store.cases import Case
from bot.store.conversations import Conversation
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn: a message, what we know, what was decided, what is answered.

    now is the one clock reading of the turn; owner is who holds the lease. hurry is set when a later message of the
    conversation cannot wait. foreign is the language of this message when it is not one that we have words in; understood is
    false when the engine was not sure of it. new_signal is true if the message itself calls for a card, in view of what the
    conversation has had before it. safety is what is remembered from now on; None leaves what is stored. was is the route
    before this message. opens is true if nothing has been said yet, so that the reply begins with what this is. spent is what
    the day's limits are judged by; told is true if the reply says that one is reached. replies are what the person gets, in
    order. case_reason asks the record stage to bring a handler; case_opened is the reference of the case, if it is a new one;
    more says that another message waits.
    """

    message: Inbound
    now: datetime
    owner: str
    hurry: asyncio.Event = field(default_factory=asyncio.Event)
    foreign: str | None = None
    understood: bool = True
    notice: Notice = field(default_factory=lambda: Notice(Response.NONE))
    safety: SafetyState | None = None
    new_signal: bool = False
    conversation: Conversation | None = None
    open_case: Case | None = None
    offer: Offer | None = None
    was: Route = Route.OPEN
    opens: bool = False
    spent: Spent = field(default_factory=Spent)
    told: bool = False
    directives: tuple[Directive, ...] = ()
    replies: tuple[Reply, ...] = ()
    case_reason: str | None = None
    case_opened: str | None = None
    more: bool = False
    erase: bool = False

    @property
    def known(self) -> Conversation:
        """The conversation, for stages after identify."""
        if self.conversation is None:
            raise LookupError("the conversation is not identified yet")
        return self.conversation


@dataclass(slots=True)
class Deps:
    """What the stages use: made once at the start, the same for every turn.

    engine_seen turns true when the engine has answered for the first time; until then it is still waking up.
    compact_due is true while erased words may still be in the store's log.
    directory_faults counts what keeps the newest region packs from
    being built; the last good build serves meanwhile.
    """

    settings: Settings
    keys: Keys
    database: Database
    library: Library
    directory: Directory
    net: SafetyNet
    engine: EngineClient
    hub: Hub
    spool: Spool
    channels: Mapping[str, Channel]
    metrics: Metrics
    last_words: Reply
    last_words_short: Reply
    background: Background = field(default_factory=Background)
    engine_seen: bool = False
    compact_due: bool = True
    directory_faults: int = 0

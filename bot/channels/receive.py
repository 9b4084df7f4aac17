"""How every channel hands in a message: stored first.

When the store cannot take it, it is kept on disk and answered in memory.
"""

from dataclasses import dataclass, replace

from bot.content.cards import cards
from bot.content.menu import fallback
from bot.content.own_language import languages_read
from bot.content.render import render
from bot.logs import logger
from bot.messages import Reply
from bot.pipeline.context import Deps
from bot.safety.notice import SafetyState
from bot.safety.reading import read
from bot.store import inbox
from bot.store.inbox import Arrival

log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Stored:
    """The message is in the inbox, now or since an earlier time."""

    repeated: bool


@dataclass(frozen=True, slots=True)
class Unstored:
    """The store could not take the message. replies are to be shown at once, in the channel's own answer if it can.

    kept: it waits on disk and is worked off later; otherwise it is lost, unless it is sent again.
    """

    replies: tuple[Reply, ...]
    kept: bool


async def receive(arrival: Arrival, deps: Deps) -> Stored | Unstored:
    """Store an arrival; with the store gone, take the storeless path. Never raises for a failure of ours."""
    try:
        received = await deps.database.write(inbox.receive, arrival)
    except Exception:  # whatever it is: the message is kept and the person is answered
        deps.metrics.store_failures.inc()
        log.exception("store_unavailable")
        kept = _keep(arrival, deps)
        return Unstored(await _words(arrival, deps), kept)
    return Stored(received.repeated)


def _keep(arrival: Arrival, deps: Deps) -> bool:
    try:
        deps.spool.put(arrival)
    except OSError as error:
        # Both the store and the disk are gone: the alarm is all that is left, beside the words that help.
        log.critical("message_lost", exc_info=error)
        deps.metrics.messages_lost.inc()
        return False
    deps.metrics.spool.set(len(deps.spool))
    return True


async def _words(arrival: Arrival, deps: Deps) -> tuple[Reply, ...]:
    try:
        notice = await read(deps.net, arrival.text, SafetyState(), arrival.received_at)
        available = deps.library.languages_with_card(reviewed_only=deps.settings.reviewed_cards_only)
        languages = languages_read(notice, arrival.text, arrival.language, available)
        replies = render(
            (*cards(notice, languages), *fallback("store_down")),
            library=deps.library,
            directory=deps.directory,
            capabilities=deps.channels[arrival.channel].capabilities,
            language=arrival.language,
            region=arrival.region,
            now=arrival.received_at,
        )
    except Exception:  # never silence, whatever broke
        log.exception("storeless_words_failed")
        short = deps.channels[arrival.channel].capabilities.short
        return (deps.last_words_short if short else deps.last_words,)
    # What is not stored cannot be picked from.
    return tuple(replace(reply, choices=()) for reply in replies)

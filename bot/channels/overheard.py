"""What is heard and never stored: in groups, and from senders whom nobody can answer. The safety net reads all of it."""

from datetime import datetime, timedelta

from bot.channels.incoming import Elsewhere, Unanswerable
from bot.channels.lately import Lately
from bot.channels.say import say
from bot.intake import clean
from bot.logs import logger
from bot.pipeline.context import Deps
from bot.safety.notice import SafetyState
from bot.safety.reading import read

ASKED_AGAIN = timedelta(hours=1)
"""How long a group that has been asked to write to us privately is not asked again."""
NUMBERS_AGAIN = timedelta(minutes=1)
"""How long a group that has been given the numbers is not given them again: whoever asks next can see them."""
COUNTED_AGAIN = timedelta(days=1)

log = logger(__name__)


class Overheard:
    """Hears what belongs to no conversation."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._asked = Lately(ASKED_AGAIN)
        self._given = Lately(NUMBERS_AGAIN)
        self._counted = Lately(COUNTED_AGAIN)

    def elsewhere(self, elsewhere: Elsewhere, channel: str, now: datetime) -> None:
        """Ask a group to write to us privately, once in a while, and give the numbers to words of distress."""
        self._deps.background.start(self._answer(elsewhere, channel, now), "ask_privately")

    async def unanswerable(self, unanswerable: Unanswerable, channel: str, now: datetime) -> None:
        """Count somebody whom nobody can answer; words of distress are an error, so that the operator is alarmed."""
        if not self._counted.is_new(f"{channel}:{unanswerable.provider_id}", now):
            return
        self._deps.metrics.unanswerable_calls.labels(channel).inc()
        if await self._calls_for_a_person(unanswerable.text, now):
            log.error("unanswerable_distress", channel=channel)
        else:
            log.warning("sender_unanswerable", channel=channel)

    async def _answer(self, elsewhere: Elsewhere, channel: str, now: datetime) -> None:
        deps, name = self._deps, f"{channel}:{elsewhere.address}"
        distress = await self._calls_for_a_person(elsewhere.text, now)
        words: list[str] = []
        if self._asked.is_new(name, now):
            words.append(deps.library.text("telegram.group", deps.settings.language))
        if distress and self._given.is_new(name, now):
            words.append(deps.library.card("numbers").text)
        if words:
            await say(deps, ["\n\n".join(words)], elsewhere.address, channel)

    async def _calls_for_a_person(self, text: str, now: datetime) -> bool:
        notice = await read(self._deps.net, clean(text).text, SafetyState(), now)
        return notice.response.brings_handler

"""The second net beside the event loop: in a thread of its own, one message after another, within a time limit."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from bot.logs import logger
from bot.safety.classifier import Classifier, Scores

LATE = "late"
log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the second net said of a message; or, without scores, why it said nothing: LATE or the kind of error."""

    scores: Scores | None
    failed: str | None = None


class SecondNet:
    """Reads messages with the classifier. Never raises, and is never later than the limit."""

    def __init__(self, classifier: Classifier, *, seconds: float = 0.5) -> None:
        self.classifier, self._seconds = classifier, seconds
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="second-net")

    async def read(self, message: str) -> Reading:
        """What the classifier says of the message, or why it did not. A message that is late is not read any more."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._seconds):
                return Reading(await loop.run_in_executor(self._thread, self.classifier.read, message))
        except TimeoutError:
            log.error("second_net_late")  # noqa: TRY400 - where it was waiting says nothing
            return Reading(None, LATE)
        except Exception as error:  # noqa: BLE001 - a person must never go unheard because of our mistake
            kind = type(error).__name__  # not the error itself, whose text may hold the person's words
            log.error("second_net_failed", error=kind)  # noqa: TRY400 - as just said
            return Reading(None, kind)

    def close(self) -> None:
        """Let go of the thread; messages that still wait are not read."""
        self._thread.shutdown(wait=False, cancel_futures=True)

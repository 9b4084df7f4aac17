"""Telegram's limits on how fast messages may follow one another, kept without waiting. Pure: the time is passed in."""

from collections import OrderedDict
from dataclasses import dataclass

_NEARLY = 1 - 1e-6
"""Whoever has waited as long as told may go, however the fractions were rounded."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many messages a second in the long run, and so many at once."""

    per_second: float
    burst: float


CHAT = Rate(1.0, 4)
"""Of one chat, short bursts apart."""
OVERALL = Rate(30.0, 30)
"""Of all chats together."""
_CHATS = 10_000
"""How many chats are remembered at the most; the one that was written to longest ago is forgotten first."""


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Pace:
    """Counts messages, of each chat and of all. ``now`` is any clock in seconds that never goes back."""

    def __init__(self, chat: Rate = CHAT, overall: Rate = OVERALL, *, chats: int = _CHATS) -> None:
        self._chat = chat
        self._overall = overall
        self._limit = chats
        self._all: _Bucket | None = None
        self._chats: OrderedDict[str, _Bucket] = OrderedDict()

    def __len__(self) -> int:
        """How many chats are remembered."""
        return len(self._chats)

    def take(self, address: str, now: float, *, urgent: bool = False) -> float:
        """Seconds to wait before a message may go to this chat; 0.0: it goes now, and is counted. Urgent ones always go."""
        self._all = self._all or _Bucket(self._overall.burst, now)
        bucket = self._chats.get(address) or _Bucket(self._chat.burst, now)
        pairs = ((self._all, self._overall), (bucket, self._chat))
        for each, rate in pairs:
            each.left = min(rate.burst, each.left + (now - each.at) * rate.per_second)
            each.at = now
        wait = max((1 - each.left) / rate.per_second if each.left < _NEARLY else 0.0 for each, rate in pairs)
        if wait and not urgent:
            return wait
        for each, rate in pairs:
            # Never so deep that what is not urgent waits for long.
            each.left = max(-rate.burst, each.left - 1)
        self._remember(address, bucket, now)
        return 0.0

    def _remember(self, address: str, bucket: _Bucket, now: float) -> None:
        """Keep a chat; forget those that have had time enough, which is as if they had never been written to."""
        self._chats[address] = bucket
        self._chats.move_to_end(address)
        while self._chats:
            oldest = next(iter(self._chats.values()))
            rested = oldest.left + (now - oldest.at) * self._chat.per_second >= self._chat.burst
            if not rested and len(self._chats) <= self._limit:
                return
            self._chats.popitem(last=False)

"""What happened a short while ago: in the memory of one process, so that nothing is done again too soon. Bounded."""

from collections import OrderedDict
from datetime import datetime, timedelta


class Lately:
    """Names, each for a while, and no more than ``most`` of them: the latest ones."""

    def __init__(self, wait: timedelta, *, most: int = 1_000) -> None:
        self._wait = wait
        self._most = most
        self._seen: OrderedDict[str, datetime] = OrderedDict()

    def is_new(self, name: str, now: datetime) -> bool:
        """True unless it was new already less than ``wait`` ago."""
        last = self._seen.get(name)
        if last is not None and now - last < self._wait:
            return False
        self._seen[name] = now
        self._seen.move_to_end(name)
        if len(self._seen) > self._most:
            self._seen.popitem(last=False)
        return True

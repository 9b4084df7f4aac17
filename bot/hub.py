"""Wakes whoever waits for news of a conversation, within this process: event streams and the workers."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from bot.messages import Reply


class Listener:
    """One open event stream. ``urgent`` holds words that could not be stored and are shown all the same."""

    def __init__(self) -> None:
        self._news = asyncio.Event()
        self.urgent: list[Reply] = []

    def wake(self) -> None:
        """There is something new."""
        self._news.set()

    async def wait(self, seconds: float) -> bool:
        """True as soon as there is something new; False after ``seconds`` without."""
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            return False
        self._news.clear()
        return True


class Hub:
    """Who listens to which conversation."""

    def __init__(self) -> None:
        self._listeners: defaultdict[str, set[Listener]] = defaultdict(set)
        self.closed = False

    @contextmanager
    def listen(self, conversation_id: str) -> Iterator[Listener]:
        """Listen for as long as the block runs."""
        listener = Listener()
        self._listeners[conversation_id].add(listener)
        try:
            yield listener
        finally:
            self._listeners[conversation_id].discard(listener)
            if not self._listeners[conversation_id]:
                del self._listeners[conversation_id]

    def wake(self, conversation_id: str) -> None:
        """Something new is in the store."""
        for listener in self._listeners.get(conversation_id, ()):
            listener.wake()

    def say_now(self, conversation_id: str, reply: Reply) -> bool:
        """Show words at once that the store cannot take: help in a failure is never held back by the failure.

        False if nobody listens.
        """
        listeners = self._listeners.get(conversation_id, set())
        for listener in listeners:
            listener.urgent.append(reply)
            listener.wake()
        return bool(listeners)

    def close(self) -> None:
        """End every stream, so that the program can stop."""
        self.closed = True
        for conversation_id in list(self._listeners):
            self.wake(conversation_id)

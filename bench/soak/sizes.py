"""How much the soak does. Everything is bounded in count and in time."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """How many of what.

    people: on all channels together. messages: of each. rate: calls a second that bring messages, repeated ones besides.
    kills: kill -9 of the bot, evenly over the load. quiet_seconds: the longest wait after the last call, until all is settled.
    Slower than what slows a person down: 5 messages a minute of one number (bot/limits.py).
    """

    people: int
    messages: int
    rate: float
    kills: int
    quiet_seconds: float

    @property
    def seconds(self) -> float:
        """How long the load lasts."""
        return self.people * self.messages / self.rate


FULL = Size(people=500, messages=5, rate=8, kills=2, quiet_seconds=90)
QUICK = Size(people=20, messages=4, rate=8, kills=1, quiet_seconds=45)

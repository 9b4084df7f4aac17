"""What an operator is told while the processes come up: few lines, each once."""

import http.client
import json
from dataclasses import dataclass
from pathlib import Path

SLOW_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Health:
    """What the bot says of itself: whether it answers at all, and which parts are not ready."""

    live: bool = False
    not_ready: frozenset[str] = frozenset({"engine"})

    @property
    def can_chat(self) -> bool:
        """True if a person gets real answers."""
        return self.live and not self.not_ready & {"engine", "store"}


class Probe:
    """Asks the bot on this machine how it is."""

    def __init__(self, host: str, port: int, operator_token: str | None = None) -> None:
        self._address = (host, port)
        self._headers = {"Authorization": f"Bearer {operator_token}"} if operator_token else {}

    def ask(self) -> Health:
        """The bot's health now; a bot that does not answer is not live."""
        connection = http.client.HTTPConnection(*self._address, timeout=5)
        try:
            connection.request("GET", "/health/ready", headers=self._headers)
            answer = json.loads(connection.getresponse().read())
            return Health(live=True, not_ready=frozenset(answer["not_ready"]))
        except (OSError, http.client.HTTPException, ValueError, KeyError):
            return Health()  # not up yet, or not in the bot's words: that is what we are asking
        finally:
            connection.close()


class Progress:
    """Turns what is known of the start into lines for the operator."""

    def __init__(self, address: str, logs: Path) -> None:
        self._address = address
        self._logs = logs
        self._said: set[str] = set()
        self.complete = False

    def lines(self, health: Health, seconds: float) -> list[str]:
        """The lines to print now, given the health this many seconds after the start."""
        if health.can_chat:
            self.complete = True
            others = ", ".join(sorted(health.not_ready))
            warning = [f"Not in order: {others}. See {self._logs / 'bot.log'}."] if others else []
            return [*warning, f"Ready: open {self._address} to chat. Ctrl-C stops everything."]
        lines = []
        if health.live:
            lines += self._once(
                f"Waymark already answers at {self._address} with crisis numbers; the dialogue engine is still waking up."
            )
        if seconds > SLOW_SECONDS:
            waiting_for = "engine" if health.live else "bot"
            lines += self._once(
                f"Still waiting for the {waiting_for}; its log is {self._logs / waiting_for}.log."
            )
        return lines

    def _once(self, line: str) -> list[str]:
        if line in self._said:
            return []
        self._said.add(line)
        return [line]

"""Tells from supervisord's log how a program has ended by itself; nothing else knows the exit status."""

import re
from pathlib import Path

# What `python -m bot` ends with when it has said in one sentence why it cannot start (bot/cli.py).
CANNOT_START = 2
TRIES = 3


class Exits:
    """The exit statuses of one program since this object was made. Being killed is none."""

    def __init__(self, log: Path, name: str) -> None:
        self._log = log
        self._line = re.compile(rf"exited: {re.escape(name)} \(exit status (\d+)")
        self._read_to = log.stat().st_size if log.exists() else 0

    def statuses(self) -> list[int]:
        """The statuses so far, oldest first."""
        if not self._log.exists():
            return []
        with self._log.open(encoding="utf-8", errors="replace") as file:
            file.seek(self._read_to)
            return [int(status) for status in self._line.findall(file.read())]


def hopeless(statuses: list[int]) -> bool:
    """True if a program that never came up need not be tried again: the operator has something to mend."""
    return CANNOT_START in statuses or len(statuses) >= TRIES

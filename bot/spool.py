"""The spool: messages that the store could not take, one file each, until it can.

A file is complete or not there: it is written under another name, flushed to the disk and then moved into place.
"""

import json
import os
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.ids import new_id
from bot.messages import Gesture
from bot.store.inbox import Arrival


class Spool:
    """A folder of arrivals, readable by its owner only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for unfinished in folder.glob(".*"):
            unfinished.unlink()  # a crash in mid-write: nobody was told that it is kept

    def put(self, arrival: Arrival) -> None:
        """Keep an arrival; raise OSError if the disk refuses."""
        raw = asdict(arrival) | {"received_at": arrival.received_at.isoformat()}
        name = f"{arrival.received_at.timestamp():017.6f}-{new_id()}"
        unfinished = self._folder / f".{name}"
        handle = os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(raw, file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(self._folder / f"{name}.json")

    def waiting(self) -> list[Path]:
        """The files of what is kept, oldest first."""
        return sorted(self._folder.glob("*.json"))

    def read(self, path: Path) -> Arrival | None:
        """What a file keeps; None if it is gone, or cannot be read and is set aside as ``.broken`` for the operator."""
        try:
            raw = json.loads(path.read_text(encoding="utf-8"))
            return _arrival(raw)
        except FileNotFoundError:
            return None
        except (ValueError, TypeError, KeyError):
            self.set_aside(path)
            return None

    def set_aside(self, path: Path) -> None:
        """Keep a file that cannot be worked off out of the way of the others, for the operator."""
        path.rename(path.with_suffix(".broken"))

    def done(self, path: Path) -> bool:
        """Delete a file that the store has taken; False if it was deleted meanwhile, because its conversation was."""
        try:
            path.unlink()
        except FileNotFoundError:
            return False
        return True

    def forget(self, conversation_id: str) -> None:
        """Delete what is kept of a conversation, in files that cannot be read too."""
        name = conversation_id.encode()
        for path in self._folder.iterdir():
            try:
                if name in path.read_bytes():
                    path.unlink()
            except FileNotFoundError:
                continue  # worked off meanwhile

    def __len__(self) -> int:
        """How many messages wait, those set aside included."""
        return sum(1 for path in self._folder.iterdir() if path.suffix in (".json", ".broken"))


def _arrival(raw: dict[str, Any]) -> Arrival:
    received_at = datetime.fromisoformat(raw["received_at"])
    return Arrival(**raw | {"received_at": received_at, "gesture": Gesture(raw.get("gesture", "words"))})

"""Reading typed fields out of a Document: each problem is noted with its line, and reading goes on to find the next."""

from collections.abc import Iterable
from datetime import date

from bot.yaml_file import Document, Path_, Value


class Record:
    """One mapping of a Document. A getter returns the field, or notes the problem and returns an empty value."""

    def __init__(self, document: Document, path: Path_ = ()) -> None:
        self.document = document
        self.path = path
        at: Value = document.data
        for step in path:
            at = at[step] if isinstance(at, (dict, list)) else None  # type: ignore[index] # a step fits what it steps into
        self.is_mapping = isinstance(at, dict)
        self.data: dict[str, Value] = at if isinstance(at, dict) else {}

    def refuse(self, name: str | None, problem: str, index: int | None = None) -> None:
        """Note a problem of a field, of one thing in its list, or (without a name) of the record."""
        steps = (step for step in (name, index) if step is not None)
        self.document.refuse((*self.path, *steps), problem)

    def line(self, name: str, index: int) -> int:
        """The line of one thing in the list of a field."""
        return self.document.line((*self.path, name, index))

    def only(self, known: Iterable[str]) -> None:
        """Refuse fields that nothing reads: they are nearly always a typing mistake."""
        names = sorted(known)
        for name in self.data:
            if name not in names:
                self.refuse(name, f"unknown field '{name}': the fields here are {', '.join(names)}")

    def text(self, name: str) -> str:
        """A text that must be there."""
        value = self.data.get(name)
        if name not in self.data:
            self.refuse(name, f"'{name}' is missing: add it")
        elif not isinstance(value, str) or not value.strip():
            self.refuse(name, f"'{name}' must be text: write it, in quotes if it is a number, yes or no")
        else:
            return value.strip()
        return ""

    def optional_text(self, name: str) -> str | None:
        """A text that may be left out."""
        return self.text(name) if name in self.data else None

    def one_of(self, name: str, allowed: Iterable[str]) -> str:
        """A text that must be one of these."""
        value = self.text(name)
        *others, last = allowed
        if value and value not in (*others, last):
            choices = f"{', '.join(others)} or {last}" if others else last
            self.refuse(name, f"'{name}' must be {choices}")
        return value

    def number(self, name: str) -> int:
        """A whole number from 1 that must be there."""
        value = self.data.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            self.refuse(name, f"'{name}' must be a whole number from 1")
            return 0
        return value

    def flag(self, name: str) -> bool:
        """A true or false that must be there."""
        value = self.data.get(name)
        if not isinstance(value, bool):
            self.refuse(name, f"'{name}' must be true or false")
            return False
        return value

    def day(self, name: str, *, empty: bool = False) -> date | None:
        """A date that must be there; with empty, ``null`` may stand for 'not yet'."""
        value = self.data.get(name)
        if type(value) is date:
            return value
        if not (empty and name in self.data and value is None):
            self.refuse(name, f"'{name}' must be a date like 2026-03-31" + (" or null" if empty else ""))
        return None

    def texts(self, name: str, *, empty: bool = False) -> tuple[str, ...]:
        """A list of texts."""
        value = self.data.get(name, [] if empty else None)
        if not isinstance(value, list) or not (value or empty):
            self.refuse(name, f"'{name}' must be a list: one '- text' line for each")
            return ()
        good = [each.strip() for each in value if isinstance(each, str) and each.strip()]
        for index, each in enumerate(value):
            if not isinstance(each, str) or not each.strip():
                self.refuse(name, f"'{name}' must hold texts: put this one in quotes", index)
        return tuple(good)

    def record(self, name: str) -> "Record":
        """A mapping that must be there."""
        found = Record(self.document, (*self.path, name))
        if not found.is_mapping:
            self.refuse(name, f"'{name}' must be 'name: value' lines")
        return found

    def records(self, name: str) -> list["Record"]:
        """A list of mappings, of one at least."""
        value = self.data.get(name)
        if not isinstance(value, list) or not value:
            self.refuse(name, f"'{name}' must be a list, with one at least")
            return []
        found = [Record(self.document, (*self.path, name, index)) for index in range(len(value))]
        for each in found:
            if not each.is_mapping:
                each.refuse(None, f"each of '{name}' must be 'name: value' lines")
        return [each for each in found if each.is_mapping]

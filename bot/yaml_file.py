"""YAML that remembers its lines, so that an editor is told where to look. Plain data only: no aliases, no repeats."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import cast

import yaml

from bot.content.errors import ContentError

Value = str | int | float | bool | date | None | list["Value"] | dict[str, "Value"]
Path_ = tuple[str | int, ...]

_DEEPEST = 20


@dataclass
class Document:
    """One file of content as data, with the line of each value and the problems found in it so far.

    A strict one raises its first problem instead of noting it.
    """

    file: str
    data: dict[str, Value] = field(default_factory=dict)
    lines: dict[Path_, int] = field(default_factory=dict)
    errors: list[ContentError] = field(default_factory=list)
    strict: bool = False

    def line(self, path: Path_) -> int:
        """The line of a value, or of the nearest thing around it that is there."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def refuse(self, path: Path_, problem: str) -> None:
        """Note a problem of the value at path."""
        self.refuse_line(self.line(path), problem)

    def refuse_line(self, line: int, problem: str) -> None:
        """Note a problem at a line."""
        self.errors.append(ContentError(problem, file=self.file, line=line))
        if self.strict:
            raise self.errors[-1]


def read_text(path: Path, file: str) -> str:
    """The text of a file, or a ContentError that names the line that is not UTF-8."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ContentError(f"cannot be read ({error.strerror}): check that it is there", file=file) from error
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ContentError("is not UTF-8 text: save the file as UTF-8", file=file, line=line) from error


def read_yaml(path: Path, file: str, *, strict: bool = False) -> Document:
    """Read a file that is called ``file`` in problems; raise ContentError if it is not YAML."""
    return parse_yaml(read_text(path, file), file, strict=strict)


def parse_yaml(text: str, file: str, *, first_line: int = 1, strict: bool = False) -> Document:
    """Read YAML into a Document; raise ContentError if it is not YAML. first_line is where text begins in its file."""
    document = Document(file, strict=strict)
    try:
        document.data = _Reader(text, document, first_line).whole()
    except yaml.YAMLError as error:
        problem, line = _explained(text, error)
        raise ContentError(problem, file=file, line=line + first_line) from error
    return document


def _explained(text: str, error: yaml.YAMLError) -> tuple[str, int]:
    """What is wrong, and how many lines are above it. The parser in C is fast; the one in Python says it better."""
    try:
        for _ in yaml.parse(text, Loader=yaml.SafeLoader):
            pass
    except yaml.YAMLError as better:
        error = better
    if isinstance(error, yaml.reader.ReaderError):
        return "holds a character that cannot be seen: type the line again", text.count(
            "\n", 0, error.position
        )
    said = error.problem if isinstance(error, yaml.MarkedYAMLError) else "it cannot be understood"
    mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
    return f"is not YAML ({said}): check spaces, colons and quotes", mark.line if mark else 0


class _Reader:
    """Turns the events of the parser into plain values.

    Keys stay as written: YAML 1.1 would read ``yes:`` and ``no:`` as booleans. Not ``yaml.compose``, because with
    the parser in C a file that is nested deeply enough ends the process.
    """

    def __init__(self, text: str, document: Document, first_line: int) -> None:
        self.loader = yaml.CSafeLoader(text)
        self.tag_of: Callable[[type[yaml.Node], str, tuple[bool, bool]], str] = self.loader.resolve
        self.document = document
        self.first_line = first_line

    def whole(self) -> dict[str, Value]:
        event = self.next()
        while isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
            event = self.next()
        line = self.line(event)
        self.document.lines[()] = line
        if not isinstance(event, yaml.MappingStartEvent):
            raise self.error(self.first_line, "must be 'name: value' lines")
        found = self.mapping(())
        self.next()
        event = self.next()
        if not isinstance(event, yaml.StreamEndEvent):
            raise self.error(self.line(event), "is more than one document: remove the '---' line")
        return found

    def next(self) -> yaml.Event:
        return cast("yaml.Event", self.loader.get_event())

    def line(self, event: yaml.Event) -> int:
        return self.first_line + (event.start_mark.line if event.start_mark else 0)

    def error(self, line: int, problem: str) -> ContentError:
        return ContentError(problem, file=self.document.file, line=line)

    def value(self, event: yaml.Event, path: Path_) -> Value:
        line = self.document.lines.setdefault(path, self.line(event))
        if len(path) > _DEEPEST:
            raise self.error(line, "is nested too deeply: check brackets and spaces")
        match event:
            case yaml.MappingStartEvent():
                return self.mapping(path)
            case yaml.SequenceStartEvent():
                return self.sequence(path)
            case yaml.ScalarEvent():
                return self.scalar(event)
            case _:
                raise self.error(line, "uses a YAML alias: write the value out")

    def mapping(self, path: Path_) -> dict[str, Value]:
        found: dict[str, Value] = {}
        while not isinstance(key := self.next(), yaml.MappingEndEvent):
            line = self.line(key)
            if not isinstance(key, yaml.ScalarEvent):
                raise self.error(line, "a name must be a word, not a list")
            if key.value in found:
                self.document.refuse_line(line, f"'{key.value}' is here twice: keep one")
                self.value(self.next(), (*path, key.value))
            else:
                self.document.lines[(*path, key.value)] = line
                found[key.value] = self.value(self.next(), (*path, key.value))
        return found

    def sequence(self, path: Path_) -> list[Value]:
        found: list[Value] = []
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            found.append(self.value(event, (*path, len(found))))
        return found

    def scalar(self, event: yaml.ScalarEvent) -> Value:
        tag = event.tag or self.tag_of(yaml.ScalarNode, event.value, event.implicit)
        try:
            value: Value = self.loader.construct_object(yaml.ScalarNode(tag, event.value))
        except (ValueError, yaml.YAMLError):
            problem = f"'{event.value}' cannot be read: put it in quotes or mend it"
            self.document.refuse_line(self.line(event), problem)
            return None
        return value

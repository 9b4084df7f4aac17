"""Reads the examples that the second net learns from: nlu_data/safety/*.txt. README.md there says what a file looks like."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from bot.content.errors import ContentError
from bot.safety.notice import Response
from bot.safety.rule_file import CATEGORIES

LANGUAGES = frozenset(
    {
        "en",
        "gu",
        "pa",
        "hi",
        "ur",
        "pl",
        "ro",
        "ar",
        "bn",
        "so",
        "gu-latn",
        "hi-latn",
        "pa-latn",
        "bn-latn",
        "ar-latn",
        "mixed",
    }
)
_HEADING = "=="
_COMMENT = "#"
_NO_CATEGORY = "-"
_REGISTER = re.compile(r"[a-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Example:
    """An invented message, the response and the categories it gets (the leading one first), and where it stands."""

    text: str
    response: Response
    categories: tuple[str, ...]
    language: str
    register: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class _Heading:
    response: Response
    categories: tuple[str, ...]
    language: str
    register: str


def read_examples(folder: Path) -> list[Example]:
    """Every example in the folder, in the order of files and lines; raise ContentError for the first mistake."""
    return [example for path in _paths(folder) for example in read_file(path)]


def fingerprint(folder: Path) -> str:
    """SHA-256 of all example files, names and bytes: what the weights were made from."""
    digest = hashlib.sha256()
    for path in _paths(folder):
        raw = path.read_bytes()
        digest.update(f"{path.name}\0{len(raw)}\0".encode())
        digest.update(raw)
    return digest.hexdigest()


def read_file(path: Path) -> Iterator[Example]:
    """The examples of one file; raise ContentError, naming file and line, for the first mistake."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ContentError("is not UTF-8: save it as UTF-8", file=path.as_posix()) from error
    heading: _Heading | None = None
    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.strip()
        if not line or line.startswith(_COMMENT):
            continue
        if line.startswith(_HEADING):
            heading = _heading(line, path, number)
        elif heading is None:
            _refuse("comes before the first heading ('== none - en work')", path, number)
        else:
            yield Example(
                line.replace("\\n", "\n"),
                heading.response,
                heading.categories,
                heading.language,
                heading.register,
                path.as_posix(),
                number,
            )


def _paths(folder: Path) -> list[Path]:
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        raise ContentError("there are no example files (*.txt) here", file=folder.as_posix())
    return paths


def _heading(line: str, path: Path, number: int) -> _Heading:
    words = line.removeprefix(_HEADING).split()
    if len(words) < 4:
        _refuse("a heading is '== response categories language register'", path, number)
    response, categories, language, *registers = words
    register = "-".join(registers)
    if response not in list(Response):
        _refuse(f"'{response}' is no response: write one of {', '.join(Response)}", path, number)
    if language not in LANGUAGES:
        _refuse(
            f"'{language}' is no language here: write one of {', '.join(sorted(LANGUAGES))}", path, number
        )
    if not _REGISTER.fullmatch(register):
        _refuse(f"the register '{' '.join(registers)}' is words of small letters", path, number)
    return _Heading(
        Response(response), _categories(categories, Response(response), path, number), language, register
    )


def _categories(text: str, response: Response, path: Path, number: int) -> tuple[str, ...]:
    names = () if text == _NO_CATEGORY else tuple(text.split(","))
    for name in names:
        if name not in CATEGORIES:
            _refuse(f"'{name}' is no category: write one of {', '.join(CATEGORIES)}", path, number)
    if len(set(names)) != len(names):
        _refuse("a category stands here twice", path, number)
    if bool(names) != (response is not Response.NONE):
        _refuse("an example has a category, or '-' if its response is none", path, number)
    return names


def _refuse(problem: str, path: Path, line: int) -> NoReturn:
    raise ContentError(problem, file=path.as_posix(), line=line)

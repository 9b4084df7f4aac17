"""The units of content: the smallest sets of files that are good or bad together, and how to read each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.content.cards import CARDS
from bot.content.errors import ContentError
from bot.content.menu import OFFERS
from bot.content.model import Card, Crisis, LanguageCard, Line
from bot.content.read_crisis import read_card
from bot.content.read_language_cards import LANGUAGES_FOLDER, read_language_card
from bot.content.read_lines import LINES_FILE, read_lines
from bot.content.read_strings import ENGLISH, read_strings
from bot.content.read_topics import read_topic
from bot.directives import Topic
from bot.directory.checks import COLUMNS
from bot.directory.numbers import numbers_of
from bot.directory.pack import pack_folders
from bot.yaml_file import Document

Outcome = tuple[object, list[ContentError]]
Stamp = tuple[tuple[Path, int, int], ...]

TOPICS = frozenset(offer.directive.id for offer in OFFERS.values() if isinstance(offer.directive, Topic))


@dataclass(frozen=True, slots=True)
class Unit:
    """Files that are read together. read gives their value and every problem in them."""

    files: tuple[Path, ...]
    read: Callable[[], Outcome]

    def stamp(self) -> Stamp:
        """Changes when a file changes: time and size of each, or zeros for one that is not there."""
        return tuple((path, *_time_and_size(path)) for path in self.files)


def shown(path: Path, root: Path) -> str:
    """The name of a file as an editor knows it: content/strings/en.yml."""
    return path.relative_to(root.absolute().parent).as_posix()


def units(root: Path) -> dict[str, Unit]:
    """All units of a content folder by name, with those that must be there even if they are not."""
    root = root.absolute()
    strings = _paths(root / "strings", "*.yml", (f"{ENGLISH}.yml",))
    topics = _paths(root / "topics", "*.md", (f"{topic}.md" for topic in TOPICS))
    crisis = _paths(root / "crisis", "*.yml", (LINES_FILE, *(f"{card}.yml" for card in CARDS)))
    crisis += _paths(root / "crisis" / LANGUAGES_FOLDER, "*.yml", ())
    found = {shown(path, root): Unit((path,), partial(_read, read_strings, path, root)) for path in strings}
    found |= {shown(path, root): Unit((path,), partial(_read, read_topic, path, root)) for path in topics}
    sheets = tuple(folder / "services.csv" for folder in pack_folders(root))
    read_all = partial(_read_crisis, crisis, sheets, root)
    found[shown(root / "crisis", root)] = Unit((*crisis, *sheets), read_all)
    return found


def _paths(folder: Path, pattern: str, required: Iterable[str]) -> tuple[Path, ...]:
    return tuple(sorted({*folder.glob(pattern), *(folder / name for name in required)}))


def _time_and_size(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def _read(reader: Callable[[Path, str], tuple[object, Document]], path: Path, root: Path) -> Outcome:
    try:
        value, document = reader(path, shown(path, root))
    except ContentError as error:
        return None, [error]
    return value, sorted(document.errors, key=lambda error: error.line or 0)


def _read_crisis(files: tuple[Path, ...], sheets: tuple[Path, ...], root: Path) -> Outcome:
    path_of_lines = root / "crisis" / LINES_FILE
    known = numbers_of(sheets, COLUMNS)
    lines, errors = _read(partial(read_lines, known=known), path_of_lines, root)
    if not isinstance(lines, dict) or errors:
        return None, errors
    cards: dict[str, Card] = {}
    languages: dict[str, LanguageCard] = {}
    for path in files:
        if path != path_of_lines:
            card, problems = _read(_reader_of(path, lines), path, root)
            errors += problems
            if isinstance(card, Card):
                cards[card.id] = card
            elif isinstance(card, LanguageCard):
                languages[card.language] = card
    return Crisis(lines, cards, languages), errors


def _reader_of(path: Path, lines: dict[str, Line]) -> Callable[[Path, str], tuple[object, Document]]:
    is_language = path.parent.name == LANGUAGES_FOLDER
    return partial(read_language_card if is_language else read_card, lines=lines)

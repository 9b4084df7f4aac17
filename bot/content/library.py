"""The library: all content, checked when read, re-read while running. Readers always see one whole, good version."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TypeVar

from bot.content import placeholders
from bot.content.errors import ContentError
from bot.content.model import Card, Crisis, LanguageCard, Strings, Topic
from bot.content.phrases import normalise_phrase
from bot.content.read_strings import ENGLISH
from bot.content.units import Stamp, Unit, units
from bot.content.vocabulary import SHORT

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All content at one moment. commands: normalised phrase → name of the command, over all languages."""

    strings: Mapping[str, Strings] = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=dict)
    crisis: Crisis = field(default_factory=Crisis)
    commands: Mapping[str, str] = field(default_factory=dict)

    @property
    def cards(self) -> Mapping[str, Card]:
        """The crisis cards in English by id."""
        return self.crisis.cards


class Library:
    """Texts, topics and cards of a content folder. Safe to read from any thread while ``refresh`` runs in another."""

    def __init__(self, root: Path) -> None:
        """Make an empty library; ``load`` makes a usable one."""
        self.root = root
        self._refreshing = Lock()
        self._stamps: dict[str, Stamp] = {}
        self._good: dict[str, object] = {}
        self._broken: dict[str, list[ContentError]] = {}
        self._snapshot = Snapshot()

    @classmethod
    def load(cls, root: Path) -> "Library":
        """Read the folder; raise the first ContentError if anything in it is malformed."""
        library = cls(root)
        for error in library.refresh():
            raise error
        return library

    @property
    def errors(self) -> list[ContentError]:
        """Every problem that stands at the moment, changed since or not."""
        return [error for errors in list(self._broken.values()) for error in errors]

    def refresh(self) -> list[ContentError]:
        """Read again what has changed on disk; a broken file keeps its last good version.

        Returns the problems of what has changed since the last call; ``errors`` has all that stand.
        """
        with self._refreshing:
            there = units(self.root)
            fresh = [error for name, unit in there.items() for error in self._read(name, unit)]
            for name in sorted(self._stamps.keys() - there.keys()):
                del self._stamps[name]
                self._broken[name] = [
                    ContentError("is gone: put it back, or restart to do without it", file=name)
                ]
                fresh += self._broken[name]
            self._snapshot = _snapshot(self._good)
            return fresh

    def text(self, key: str, language: str = ENGLISH, **params: str) -> str:
        """A text with its placeholders filled in, in English where the language has none."""
        strings = self._snapshot.strings.get(self.language_of(key, language))
        if strings is None or key not in strings.texts:
            raise ContentError(
                f"no text is called '{key}': add it", file=f"{self.root.name}/strings/{ENGLISH}.yml"
            )
        return placeholders.fill(strings.texts[key], params)

    def short_text(self, key: str, language: str = ENGLISH, **params: str) -> str:
        """As text, in the variant for short channels where there is one in the same language."""
        strings = self._snapshot.strings.get(self.language_of(key, language))
        short = key + SHORT
        return self.text(short if strings and short in strings.texts else key, language, **params)

    def language_of(self, key: str, language: str) -> str:
        """The language that ``text`` gives a key in: the one asked for if it has the key, else English."""
        strings = self._snapshot.strings.get(language)
        return language if strings and key in strings.texts else ENGLISH

    def languages(self) -> dict[str, str]:
        """Language code → its name in itself, of each language that has a strings file."""
        return {code: strings.name for code, strings in sorted(self._snapshot.strings.items())}

    def topic(self, topic_id: str) -> Topic:
        """A topic by id, or a ContentError."""
        return _one(self._snapshot.topics, topic_id, f"{self.root.name}/topics/{topic_id:.40}.md")

    def card(self, card_id: str) -> Card:
        """A card by id, or a ContentError."""
        return _one(self._snapshot.cards, card_id, f"{self.root.name}/crisis/{card_id:.40}.yml")

    def language_card(self, code: str) -> LanguageCard:
        """The card in a language, or a ContentError."""
        file = f"{self.root.name}/crisis/languages/{code:.40}.yml"
        return _one(self._snapshot.crisis.languages, code, file)

    def languages_with_card(self, *, reviewed_only: bool) -> frozenset[str]:
        """The languages that there is a card in; with reviewed_only, those whose card a speaker has reviewed."""
        found = self._snapshot.crisis.languages.values()
        return frozenset(card.language for card in found if card.reviewed or not reviewed_only)

    def everything(self) -> Snapshot:
        """All content as it is now."""
        return self._snapshot

    def commands(self) -> Mapping[str, str]:
        """Normalised phrase → command, over all languages: a person may write a command in any of them."""
        return self._snapshot.commands

    def command(self, text: str) -> str | None:
        """The command that a whole message is, if it is one."""
        return self._snapshot.commands.get(normalise_phrase(text))

    def _read(self, name: str, unit: Unit) -> list[ContentError]:
        stamp = unit.stamp()
        if self._stamps.get(name) == stamp:
            return []
        value, errors = unit.read()
        self._stamps[name] = stamp
        self._broken.pop(name, None)
        if errors:
            self._broken[name] = errors
        else:
            self._good[name] = value
        return errors


def _one(found: Mapping[str, _T], name: str, file: str) -> _T:
    if name not in found:
        raise ContentError("there is no such file: add it, or mend the name", file=file)
    return found[name]


def _snapshot(values: Mapping[str, object]) -> Snapshot:
    strings = {value.language: value for value in values.values() if isinstance(value, Strings)}
    commands: dict[str, str] = {}
    for code in sorted(strings, key=lambda each: each != ENGLISH):
        for name, phrases in strings[code].commands.items():
            for phrase in phrases:
                commands.setdefault(phrase, name)
    crisis = next((value for value in values.values() if isinstance(value, Crisis)), Crisis())
    topics = {value.id: value for value in values.values() if isinstance(value, Topic)}
    return Snapshot(strings, topics, crisis, commands)

"""Content as the bot holds it in memory: read once, checked, never changed; a changed file makes new objects."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Strings:
    """The texts of one language by dotted key, and its commands: name → phrases, normalised."""

    language: str
    name: str
    reviewed: bool
    texts: Mapping[str, str]
    commands: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Source:
    """Where the facts of a topic come from."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Review:
    """Who looks after a text, who has looked at it, and when it is to be looked at again."""

    owner: str
    reviewed_on: date | None
    review_by: date
    clinically_reviewed: bool


@dataclass(frozen=True, slots=True)
class Topic:
    """A piece of self-help. body is plain text; choices are labels of bot.content.menu.OFFERS."""

    id: str
    title: str
    review: Review
    sources: tuple[Source, ...]
    body: str
    sms: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One way to reach somebody now: the number of a service in the directory, and how to use it.

    kind is how to use the number: ``phone`` or ``text``. detail is a sentence that holds the number. set_aside is why an
    operator does not want the line shown; empty for all others.
    """

    service: str
    name: str
    kind: str
    number: str
    detail: str
    set_aside: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A card of content/crisis with its numbers filled in. show_as is the kind of its reply: ``card`` or ``text``."""

    id: str
    title: str
    review: Review
    show_as: str
    lines: tuple[Line, ...]
    text: str
    sms: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LanguageCard:
    """A card of content/crisis/languages with its numbers filled in; reviewed: somebody who speaks the language has read it."""

    language: str
    reviewed: bool
    text: str
    sms: str


@dataclass(frozen=True, slots=True)
class Crisis:
    """All of content/crisis, which is good or bad as a whole: lines by service, cards by id, language cards by code."""

    lines: Mapping[str, Line] = field(default_factory=dict)
    cards: Mapping[str, Card] = field(default_factory=dict)
    languages: Mapping[str, LanguageCard] = field(default_factory=dict)

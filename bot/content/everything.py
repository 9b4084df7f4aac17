"""Everything that the bot can say on a channel, rendered as a person would get it, for the lint to read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import get_args

from bot.channels.capabilities import Capabilities
from bot.content.library import Library
from bot.content.menu import WHICH_HELP, Reason, fallback, menu
from bot.content.render import render
from bot.directives import Ask, Card, Choices, Directive, Erase, LanguageCard, Services, Topic
from bot.directory.lookup import Directory
from bot.directory.model import Kind
from bot.messages import Reply


@dataclass(frozen=True, slots=True)
class Saying:
    """One message: the file whose words it holds, what in it, and the message as it is sent."""

    file: str
    what: str
    reply: Reply


@dataclass(frozen=True, slots=True)
class _Question:
    file: str
    what: str
    region: str
    directives: tuple[Directive, ...]


def sayings(
    library: Library, directory: Directory, capabilities: Capabilities, *, now: datetime
) -> Iterator[Saying]:
    """Topics, cards, menus and services: each need of needs.csv in each region, and each service by itself.

    In every language that there is. Texts that are said by themselves are in the strings, and not here.
    """
    for language in library.languages():
        for asked in (*_of_content(library, directory), *_of_directory(directory)):
            replies = render(
                asked.directives,
                library=library,
                directory=directory,
                capabilities=capabilities,
                language=language,
                region=asked.region,
                now=now,
            )
            file = asked.file.format(root=library.root.name, language=language)
            yield from (Saying(file, asked.what, reply) for reply in replies)


def _of_content(library: Library, directory: Directory) -> Iterator[_Question]:
    found = library.everything()
    region = directory.edition().national().id
    for topic in found.topics:
        yield _Question(f"{{root}}/topics/{topic}.md", topic, region, (Topic(topic),))
    for card in found.cards:
        yield _Question(f"{{root}}/crisis/{card}.yml", card, region, (Card(card),))
    for code in found.crisis.languages:
        yield _Question(f"{{root}}/crisis/languages/{code}.yml", code, region, (LanguageCard(code),))
    strings = "{root}/strings/{language}.yml"
    for reason in get_args(Reason):
        yield _Question(strings, f"system.{reason}", region, fallback(reason))
    yield _Question(strings, "menu.intro", region, (menu(),))
    yield _Question(strings, "services.which_help", region, (Choices(WHICH_HELP),))
    yield _Question(strings, "erase.ask", region, (Erase("ask"),))
    for each in directory.edition().regions:
        yield _Question(strings, "ask.place", each, (Ask("place"),))


def _of_directory(directory: Directory) -> Iterator[_Question]:
    edition = directory.edition()
    rows = {
        row.id: row for region in edition.regions for kind in Kind for row in edition.by_kind(kind, region)
    }
    for row in rows.values():
        sheet = Path("{root}/regions") / row.region / "services.csv"
        yield _Question(sheet.as_posix(), row.id, row.region, (Services(id=row.id, about="yes"),))
    for region in edition.regions:
        for need in edition.needs.values():
            asked = Services(words=need.words[0])
            yield _Question("{root}/regions/needs.csv", need.id, region, (asked,))

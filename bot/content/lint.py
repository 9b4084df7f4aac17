"""Does every text fit every channel that may say it? For ``python -m bot validate``; what is wrong, and how to mend it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.channels.capabilities import Capabilities
from bot.content import placeholders
from bot.content.errors import ContentError
from bot.content.everything import Saying, sayings
from bot.content.gsm import lost
from bot.content.library import Library
from bot.content.model import Strings
from bot.content.read_strings import ENGLISH
from bot.content.segments import outside_gsm, segments
from bot.content.split import units
from bot.content.vocabulary import SHORT
from bot.directives import More
from bot.directory.lookup import Directory
from bot.ids import new_id

PLAUSIBLE_URL = "https://waymark." + "x" * 16 + ".nhs.uk"
"""As long as an operator's own address may be expected to be."""
SEGMENTS = 2
"""What an ordinary text message may take before people are asked whether they want more."""
_LONGEST_TEXT = 4096  # what Telegram takes in one message, in units of UTF-16
_CALLBACK_BYTES = 64  # what Telegram keeps with a button
_ID = new_id()  # as long as any id of a message, which the id of a choice begins with
_LIMITS = {"telegram.description": 512, "telegram.short_description": 120}
_COMMAND = "telegram.command_"
_COMMAND_TEXT = 256
_COMMAND_NAME = re.compile(r"[a-z0-9_]{1,32}")
_NOT_TEXTED = ("telegram.", "services.page.")
_LENGTHS = {"place": 30, "places": 120, "region": 50, "kind_name": 55, "language_name": 20, "hours": 60}
"""How long a placeholder's value may be expected to be; any other is of _LENGTH."""
_LENGTH = 25


@dataclass(frozen=True, slots=True)
class Linted:
    """How many texts were read, and every problem in them, each once."""

    texts: int
    errors: tuple[ContentError, ...]


def lint(
    library: Library, directory: Directory, channels: Mapping[str, Capabilities], *, now: datetime
) -> Linted:
    """Read every string, topic, card, menu and service answer as these channels would send it at this moment."""
    texts, errors = 0, list[ContentError]()
    for strings in library.everything().strings.values():
        texts += len(strings.texts)
        short = any(each.short for each in channels.values())
        errors += string_problems(strings, f"{library.root.name}/strings/{strings.language}.yml", short=short)
    for capabilities in dict.fromkeys(channels.values()):
        for saying in sayings(library, directory, capabilities, now=now):
            texts += 1
            errors += saying_problems(saying, capabilities)
    return Linted(texts, tuple({str(error): error for error in errors}.values()))


def string_problems(strings: Strings, file: str, *, short: bool) -> Iterator[ContentError]:
    """What is wrong with the texts of one language; short: some channel sends text messages."""
    for key, text in strings.texts.items():
        found = [*_form_problems(key, strings.texts), *_limit_problems(key, text)]
        if short and not key.startswith(_NOT_TEXTED) and key + SHORT not in strings.texts:
            found += _text_message_problems(key, _filled(text), english=strings.language == ENGLISH)
        yield from (ContentError(f"'{key}' {problem}", file=file) for problem in found)


def saying_problems(saying: Saying, capabilities: Capabilities) -> Iterator[ContentError]:
    """What is wrong with one message on a channel with these capabilities."""
    reply = saying.reply
    pages = [reply.text, *_further_pages(saying)]
    for problem in (
        *_message_problems(pages, capabilities.length),
        *(
            _segment_problems(pages, english=reply.language == ENGLISH)
            if capabilities.short and reply.kind == "text"
            else ()
        ),
        *_choice_problems(saying),
    ):
        yield ContentError(f"'{saying.what}' {problem}", file=saying.file)


def _form_problems(key: str, texts: Mapping[str, str]) -> Iterator[str]:
    if key.endswith(SHORT) and key.removesuffix(SHORT) not in texts:
        yield f"is the short variant of nothing: write '{key.removesuffix(SHORT)}' too, or mend the name"
    if key.startswith("choices.") and "\n" in texts[key]:
        yield "is what a button says: write it on one line"
    if key == "more.how":
        word = texts.get("choices.more_text", "")
        if segments(texts[key]) > 1 or word.casefold() not in texts[key].casefold():
            yield f"must be short, and hold the word '{word}' of 'choices.more_text'"


def _limit_problems(key: str, text: str) -> Iterator[str]:
    most = _COMMAND_TEXT if key.startswith(_COMMAND) else _LIMITS.get(key)
    if most and units(text) > most:
        yield f"is {units(text)} characters long, but Telegram takes {most}: shorten it"
    if key.startswith(_COMMAND) and not _COMMAND_NAME.fullmatch(key.removeprefix(_COMMAND)):
        yield "names no command: write up to 32 small letters, digits and '_' after 'command_'"


def _text_message_problems(key: str, text: str, *, english: bool) -> Iterator[str]:
    """A text in another language than English may need letters that fill a text message sooner: it is paged."""
    if not english:
        return
    if outside_gsm(text):
        yield from _characters(text)
    elif segments(text) > SEGMENTS:
        mend = "shorten it" if key.endswith(SHORT) else f"write a '{key.rpartition('.')[2]}{SHORT}' beside it"
        yield f"takes {segments(text)} text messages, but {SEGMENTS} are the most: {mend}"


def _message_problems(pages: list[str], length: int) -> Iterator[str]:
    for page in pages:
        if not page.strip():
            yield "has an empty variant: write it"
        if units(page) > min(length, _LONGEST_TEXT):
            yield f"is {units(page)} characters long in one message, but {min(length, _LONGEST_TEXT)} are the most: shorten it"


def _segment_problems(pages: list[str], *, english: bool) -> Iterator[str]:
    for page in pages:
        if english and outside_gsm(page):
            yield from _characters(page)
        elif segments(page) > SEGMENTS:
            yield f"has a page of {segments(page)} text messages, but {SEGMENTS} are the most: break up its longest word"


def _characters(text: str) -> Iterator[str]:
    """Each character that makes text messages twice as long. Together with others it might stay, so each is looked at alone."""
    for char in outside_gsm(text):
        for change in lost(char, english=True):
            instead = "use a plain character" if change.kept else f"write {change.becomes!r}"
            yield f"holds {char!r} ({change.name}), which makes text messages twice as long: {instead}"


def _choice_problems(saying: Saying) -> Iterator[str]:
    for number, choice in enumerate(saying.reply.choices):
        if not choice.label.strip():
            yield "offers a choice without words: write its label"
        if len(f"{_ID}.{number}".encode()) > _CALLBACK_BYTES:
            yield "offers more choices than Telegram can tell apart: offer fewer"


def _further_pages(saying: Saying) -> Iterator[str]:
    for choice in saying.reply.choices:
        if isinstance(choice.offer.directive, More):
            yield from choice.offer.directive.pages


def _filled(text: str) -> str:
    """The text with the longest values that may be expected for its placeholders."""
    values = {name: _words(_LENGTHS.get(name, _LENGTH)) for name in placeholders.names_in(text)}
    return placeholders.fill(text, values)


def _words(length: int) -> str:
    return ("wordword " * length)[: length - 1] + "x"

"""What ``python -m bot validate`` asks beyond form: numbers that agree, none to call in prose, no hurtful words."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.content.errors import ContentError
from bot.content.library import Snapshot
from bot.content.menu import OFFERS
from bot.content.read_lines import LINES_FILE
from bot.content.units import shown
from bot.directives import Services
from bot.directory.model import Region, Service
from bot.yaml_file import read_text

# Only these folders hold numbers to call; safety/ holds how people write, numbers and all kinds of words among it.
_NUMBERS_LIVE_IN = frozenset({"crisis", "regions", "safety"})
_WORDS_ARE_OURS_IN = frozenset({"crisis", "strings", "topics"})
_SUFFIXES = frozenset({".yml", ".md", ".csv", ".txt"})

_NOT_NUMBERS_TO_CALL = re.compile(r"https?://\S+|\b\d{4}-\d{2}-\d{2}\b")
_NUMBER_TO_CALL = re.compile(r"(?<![\w.])(?:\+?\d(?:[ ()-]*\d){4,}|999|111|112|101)(?![\w])")

_BANNED = tuple(
    (re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), instead)
    for pattern, instead in (
        (r"commit(?:s|ted|ting)? suicide", "end (their) life"),
        (
            r"(?:successful|unsuccessful|failed|completed) (?:suicide|attempt)s?",
            "died by suicide, or tried to end their life",
        ),
        (r"mentally ill|mental illness(?:es)?|mental patients?", "mental health problems"),
        (r"suffer(?:s|ing)? from|victims? of", "has, or living with"),
        (r"patients?|users?|clients?|sufferers?", "person or people"),
        (r"crazy|insane|lunatics?|psychos?|nutters?", "say what you mean without it"),
        (r"addicts?|junkies?|alcoholics?", "someone who has problems with drugs or alcohol"),
        (r"diagnos(?:e|es|ed|is)|triag(?:e|ed)|risk level", "nothing: Waymark does not do this"),
        (r"we promise|i promise|guarantee[ds]?", "say what can happen, without a promise"),
        (r"telephone|dial|ring (?:us|them)", "phone, or call"),
    )
)
_METHOD = re.compile(
    r"\b(?:overdos\w+|pills?|tablets?|paracetamol|poison\w*|knife|knives|blades?|razors?|guns?|ropes?|nooses?|hang(?:ing)?"
    r"|drown\w*|jump\w*|bridges?|railways?|train (?:track|line)s?|cliffs?|commit(?:s|ted|ting)?)\b",
    re.IGNORECASE,
)
_NAMED = "nothing: cards name no method and no place, and nobody commits anything"


def wording_errors(root: Path) -> Iterator[ContentError]:
    """Every place in a content folder that breaks a rule of wording."""
    for path in sorted(root.rglob("*")):
        folder = path.relative_to(root).parts[0]
        if (
            path.suffix in _SUFFIXES
            and path.is_file()
            and folder in _WORDS_ARE_OURS_IN | _numbers_checked(root)
        ):
            yield from _file_errors(path, root, folder)


def number_errors(found: Snapshot, services: Iterable[Service], root: Path) -> Iterator[ContentError]:
    """Every number of a crisis card that the directory does not have."""
    rows = {service.id: service for service in services}
    for service, line in found.crisis.lines.items():
        row = rows.get(service)
        if line.number != (row and (row.sms if line.kind == "text" else row.phone)):
            problem = f"the {line.kind} number of {service} is not the one in regions/: make them agree"
            yield ContentError(problem, file=f"{root.name}/crisis/{LINES_FILE}")


def offer_errors(services: Iterable[Service], root: Path) -> Iterator[ContentError]:
    """Every service that can be offered, and that the directory does not have."""
    rows = {service.id for service in services}
    for label, offer in OFFERS.items():
        match offer.directive:
            case Services(id=str(service)) if service not in rows:
                problem = f"the choice '{label}' needs the service {service}: add it"
                yield ContentError(problem, file=f"{root.name}/regions")


def set_aside_errors(found: Snapshot, regions: Iterable[Region], root: Path) -> Iterator[ContentError]:
    """Every line that is set aside in the directory but not in the crisis cards, or the other way round."""
    in_regions = {service for region in regions for service, _ in region.set_aside}
    for service, line in found.crisis.lines.items():
        if bool(line.set_aside) != (service in in_regions):
            problem = f"{service} is set aside in one of {LINES_FILE} and regions/ only: make them agree"
            yield ContentError(problem, file=f"{root.name}/crisis/{LINES_FILE}")


def _numbers_checked(root: Path) -> frozenset[str]:
    return frozenset(path.name for path in root.iterdir() if path.is_dir()) - _NUMBERS_LIVE_IN


def _file_errors(path: Path, root: Path, folder: str) -> Iterator[ContentError]:
    file = shown(path.absolute(), root)
    for number, line in enumerate(read_text(path, file).split("\n"), start=1):
        if folder not in _NUMBERS_LIVE_IN and _NUMBER_TO_CALL.search(_NOT_NUMBERS_TO_CALL.sub(" ", line)):
            problem = "looks like a number to call: numbers belong in crisis/ or regions/ only"
            yield ContentError(problem, file=file, line=number)
        for pattern, instead in _banned_in(folder):
            found = pattern.search(line)
            if found:
                yield ContentError(f"'{found[0]}' is not said here: write {instead}", file=file, line=number)


def _banned_in(folder: str) -> Iterator[tuple[re.Pattern[str], str]]:
    if folder in _WORDS_ARE_OURS_IN:
        yield from _BANNED
    if folder == "crisis":
        yield _METHOD, _NAMED

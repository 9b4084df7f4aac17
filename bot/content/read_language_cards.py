"""content/crisis/languages/<code>.yml: in a person's own language, where help is. Shown with an English card, never alone."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from bot.content.model import LanguageCard, Line
from bot.content.read_lines import check_emergency, check_first_segment, filled, named_in
from bot.content.read_strings import ENGLISH
from bot.content.segments import segments
from bot.yaml_file import Document, read_yaml
from bot.yaml_record import Record

LANGUAGES_FOLDER = "languages"
_CODE = re.compile(r"[a-z]{2}(?:-Latn)?")
_PLACEHOLDER = re.compile(r"\{[^}]*\}")
_LRI, _PDI = "\u2066", "\u2069"  # what stands between them runs from left to right
_MOST_SEGMENTS = 3  # letters outside GSM-7 fill a text message with 70 of them


def read_language_card(path: Path, file: str, lines: Mapping[str, Line]) -> tuple[LanguageCard, Document]:
    """Read one card and fill in its numbers; the Document holds the problems."""
    document = read_yaml(path, file)
    top = Record(document)
    top.only(("language", "reviewed", "web", "sms"))
    code = top.text("language")
    if code and (code == ENGLISH or not _CODE.fullmatch(code)):
        top.refuse(
            "language", "'language' must be a code like gu, or gu-Latn for Latin letters, and not English"
        )
    elif code and code != path.stem:
        top.refuse("language", f"'language' is {code} but the file is named {path.name}: make them agree")
    reviewed = top.flag("reviewed")
    lines = _lines_for(top, lines)
    card = LanguageCard(code, reviewed, text=filled(top, "web", lines), sms=filled(top, "sms", lines))
    if card.text and card.sms:
        for name in ("web", "sms"):
            check_emergency(top, name, named_in(top, name, lines))
        check_first_segment(top, "sms", card.sms, lines)
        _check_length(top, card.sms)
    return card, document


def _lines_for(record: Record, lines: Mapping[str, Line]) -> Mapping[str, Line]:
    """In words that run from right to left, a number with a space in it would be read in the wrong order."""
    words = _PLACEHOLDER.sub("", str(record.data.get("web", "")))
    if not any(unicodedata.bidirectional(char) in {"R", "AL"} for char in words):
        return lines
    return {service: replace(line, number=f"{_LRI}{line.number}{_PDI}") for service, line in lines.items()}


def _check_length(record: Record, sms: str) -> None:
    found = segments(sms)
    if found > _MOST_SEGMENTS:
        problem = f"'sms' takes {found} text messages of {len(sms)} characters: use at most {_MOST_SEGMENTS}"
        record.refuse("sms", problem)

"""content/crisis/languages/<code>.yml: in a person's own language, where help is. Shown with an English card, never alone."""

from collections.abc import Mapping
from pathlib import Path

from bot.content.model import LanguageCard, Line
from bot.content.read_lines import check_emergency, check_first_segment, filled, named_in
from bot.content.read_strings import ENGLISH
from bot.content.segments import segments
from bot.language.names import LANGUAGES
from bot.yaml_file import Document, read_yaml
from bot.yaml_record import Record

LANGUAGES_FOLDER = "languages"
_CODES = sorted(code for code in LANGUAGES if code != ENGLISH and "-" not in code)  # each in its own script
_MOST_SEGMENTS = 3  # letters outside GSM-7 fill a text message with 70 of them


def read_language_card(path: Path, file: str, lines: Mapping[str, Line]) -> tuple[LanguageCard, Document]:
    """Read one card and fill in its numbers; the Document holds the problems."""
    document = read_yaml(path, file)
    top = Record(document)
    top.only(("language", "reviewed", "web", "sms"))
    code = top.one_of("language", _CODES)
    if code in _CODES and code != path.stem:
        top.refuse("language", f"'language' is {code} but the file is named {path.name}: make them agree")
    reviewed = top.flag("reviewed")
    card = LanguageCard(code, reviewed, text=filled(top, "web", lines), sms=filled(top, "sms", lines))
    if card.text and card.sms:
        for name in ("web", "sms"):
            check_emergency(top, name, named_in(top, name, lines))
        check_first_segment(top, "sms", card.sms, lines)
        _check_length(top, card.sms)
    return card, document


def _check_length(record: Record, sms: str) -> None:
    found = segments(sms)
    if found > _MOST_SEGMENTS:
        problem = f"'sms' takes {found} text messages of {len(sms)} characters: use at most {_MOST_SEGMENTS}"
        record.refuse("sms", problem)

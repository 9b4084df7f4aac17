"""content/crisis/<card>.yml: the words of a card, with ``{phones}`` and ``{<service id>}`` where the numbers stand."""

from collections.abc import Mapping
from pathlib import Path

from bot.content.cards import CARDS
from bot.content.model import Card, Line
from bot.content.read_lines import LINES_FILE, check_emergency, check_first_segment, filled, named_in
from bot.content.read_topics import check_sms
from bot.content.review import REVIEW_FIELDS, read_choices, read_review
from bot.yaml_file import Document, read_yaml
from bot.yaml_record import Record

_FIELDS = ("title", *REVIEW_FIELDS, "show_as", "lines", "web", "sms", "choices")


def read_card(path: Path, file: str, lines: Mapping[str, Line]) -> tuple[Card, Document]:
    """Read one card and fill in its numbers; the Document holds the problems."""
    document = read_yaml(path, file)
    top = Record(document)
    top.only(_FIELDS)
    if path.stem not in CARDS:
        known = ", ".join(sorted(CARDS))
        top.refuse(None, f"nothing shows a card called '{path.stem}': the cards are {known}")
    of_card = _lines_of(top, lines)
    phones = "\n".join(f"- {line.name}: {line.detail}" for line in of_card)
    card = Card(
        id=path.stem,
        title=top.text("title"),
        review=read_review(top),
        show_as=top.one_of("show_as", ("card", "text")),
        lines=of_card,
        text=filled(top, "web", lines, **({"phones": phones} if phones else {})),
        sms=filled(top, "sms", lines),
        choices=read_choices(top),
    )
    if card.sms and card.text:
        _check(top, card, lines)
    return card, document


def _lines_of(record: Record, lines: Mapping[str, Line]) -> tuple[Line, ...]:
    shown = record.texts("lines", empty=True)
    for service in shown:
        if service not in lines:
            known = ", ".join(sorted(lines))
            record.refuse("lines", f"unknown line '{service}': the lines of {LINES_FILE} are {known}")
    return tuple(lines[each] for each in shown if each in lines and not lines[each].set_aside)


def _check(record: Record, card: Card, lines: Mapping[str, Line]) -> None:
    check_sms(record, "sms", card.sms)
    check_first_segment(record, "sms", card.sms, lines)
    if card.show_as == "card":
        check_emergency(
            record, "web", {*named_in(record, "web", lines), *(line.service for line in card.lines)}
        )
        check_emergency(record, "sms", named_in(record, "sms", lines))

"""The fields that say who looks after a text: the same in topics and in cards."""

from datetime import date

from bot.content.menu import OFFERS
from bot.content.model import Review
from bot.yaml_record import Record

REVIEW_FIELDS = ("owner", "reviewed_on", "review_by", "clinically_reviewed")


def read_review(record: Record) -> Review:
    """Read the fields; a review planned before the last one is refused."""
    reviewed_on = record.day("reviewed_on", empty=True)
    review_by = record.day("review_by")
    if reviewed_on and review_by and review_by <= reviewed_on:
        record.refuse("review_by", "'review_by' must be after 'reviewed_on'")
    return Review(
        owner=record.text("owner"),
        reviewed_on=reviewed_on,
        review_by=review_by or date.min,
        clinically_reviewed=record.flag("clinically_reviewed"),
    )


def read_choices(record: Record) -> tuple[str, ...]:
    """Labels of things the bot can do by itself."""
    labels = record.texts("choices", empty=True)
    for label in labels:
        if label not in OFFERS:
            record.refuse("choices", f"unknown choice '{label}': the choices are {', '.join(sorted(OFFERS))}")
    return tuple(label for label in labels if label in OFFERS)

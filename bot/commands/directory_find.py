"""``directory find``: what people would be shown for some words, a place and a moment, and why. For editors."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from bot.directory.lookup import Directory
    from bot.directory.search import Result, Results
    from bot.settings import Settings

_MOMENT = click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"])


@click.command(
    help='Print what people are shown for WORDS such as "crisis cafe" or "debt", best first, and why.'
)
@click.argument("words", metavar="WORDS")
@click.option("--place", default="", help="Near this town, village or first half of a postcode.")
@click.option(
    "--at", "moment", type=_MOMENT, help="At this time in London, such as 2026-12-26T19:00; else now."
)
@click.option("--when", default="", help="Open now, today, tonight, tomorrow, weekend or on a day: mo … su.")
@click.option(
    "--only", default="", help="Must be, divided by ';': step_free, drop_in, bsl, free; or for: women …"
)
@click.option("--region", default="", help="Region pack; else the one in the settings.")
@click.option("--most", default=10, show_default=True, help="So many rows.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of lines.")
def find(words: str, as_json: bool, **asked: Any) -> None:  # noqa: ANN401 - click's options, read below
    """Print the results with their reasons, and what is said first."""
    found, moment = _found(words, **asked)
    if as_json:
        click.echo(json.dumps(_document(found, moment), ensure_ascii=False, indent=2))
        return
    for note in found.notes:
        click.echo(f"({note})")
    for result in found.results:
        why = "; ".join(result.reasons)
        click.echo(f"{result.service.id:<34} {result.service.assurance:<19} {result.service.name}: {why}")
    click.echo(f"{found.total} found")


def _found(
    words: str, *, place: str, moment: datetime | None, when: str, only: str, region: str, most: int
) -> "tuple[Results, datetime]":
    from functools import partial  # noqa: PLC0415 (see bot.cli)

    from bot import clock, settings  # noqa: PLC0415 (see bot.cli)
    from bot.content.library import Library  # noqa: PLC0415 (see bot.cli)
    from bot.directives import Services  # noqa: PLC0415 (see bot.cli)
    from bot.directory.model import Kind  # noqa: PLC0415 (see bot.cli)

    chosen = settings.load()
    at = moment.replace(tzinfo=clock.LONDON) if moment else clock.local(clock.now())
    kind = words.strip().lower().replace(" ", "_").replace("-", "_")
    by_kind = kind if kind in set(Kind) else None
    question = Services(
        kind=by_kind,
        words=None if by_kind else words,
        place=place or None,
        when=when or None,
        only=only or None,
    )
    opened = _opened(chosen)
    _refuse_unknown(region, opened.edition().regions, when=when, only=only)
    found = opened.search(
        question,
        region=region or chosen.region,
        now=at,
        text=partial(Library.load(chosen.content_dir).text, language=chosen.language),
        most=most,
    )
    return found, at


def _opened(chosen: "Settings") -> "Directory":
    from bot.directory.files import DirectoryMissingError  # noqa: PLC0415 (see bot.cli)
    from bot.directory.lookup import Directory  # noqa: PLC0415 (see bot.cli)

    try:
        return Directory.open(chosen.data_dir, confirmed_only=chosen.confirmed_only)
    except DirectoryMissingError as error:
        said = str(error)
        raise click.ClickException(f"{said[:1].upper()}{said[1:]}.") from None


def _refuse_unknown(region: str, regions: Iterable[str], *, when: str, only: str) -> None:
    """Stop with one sentence that names the choices; to go on without what was asked would look like an answer."""
    from bot.directory.checks import GROUPS  # noqa: PLC0415 (see bot.cli)
    from bot.directory.search import PROPERTIES  # noqa: PLC0415 (see bot.cli)
    from bot.directory.sheet import listed  # noqa: PLC0415 (see bot.cli)
    from bot.directory.window import DAYS  # noqa: PLC0415 (see bot.cli)

    times = ("now", "today", "tonight", "tomorrow", "weekend", *DAYS)
    asked = (
        ((region,), tuple(regions), "is not a region: choose one of"),
        ((when,), times, "is not a time to ask for: choose one of"),
        (listed(only), (*PROPERTIES, *sorted(GROUPS)), "is nothing to choose by: choose from"),
    )
    for words, choices, problem in asked:
        for word in words:
            if word and word not in choices:
                raise click.ClickException(f"'{word}' {problem} {', '.join(choices)}.")


def _document(found: "Results", moment: datetime) -> dict[str, Any]:
    return {
        "at": moment.isoformat(),
        "notes": list(found.notes),
        "total": found.total,
        "results": [_row(result, moment) for result in found.results],
    }


def _row(result: "Result", moment: datetime) -> dict[str, Any]:
    """What a person would be shown, and no more: the phone of a stale row stays back here, too, and where staff go."""
    from bot.directory.holidays import bank_holidays  # noqa: PLC0415 (see bot.cli)
    from bot.directory.model import Audience  # noqa: PLC0415 (see bot.cli)
    from bot.directory.opening import phone_at  # noqa: PLC0415 (see bot.cli)

    service = result.service
    public = service.audience is Audience.PUBLIC
    address = ", ".join(filter(None, (service.address, service.town, service.postcode)))
    kilometres = None if result.kilometres is None else round(result.kilometres, 1)
    return {
        "id": service.id,
        "name": service.name,
        "kind": service.kind,
        "assurance": service.assurance,
        "reasons": list(result.reasons),
        "kilometres": kilometres,
        "hours": service.hours if public else "",
        "phone": phone_at(service, moment, bank_holidays()) if service.whole else "",
        "address": address if public else "",
    }

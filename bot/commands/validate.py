"""``python -m bot validate``: is the content fine? For editors, and for CI."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.content.library import Library
    from bot.content.lint import Linted


@click.command()
@click.option(
    "--content",
    envvar="WAYMARK_CONTENT_DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("content"),
    show_default=True,
    help="The content folder.",
)
def validate(content: Path) -> None:
    """Check strings, topics, crisis cards, safety rules and services, and name each problem by file and line.

    If all of it can be read, check too that every text fits every channel.
    """
    from bot.clock import now  # noqa: PLC0415 - `--help` does not wait for what reads content
    from bot.content.checks import number_errors, offer_errors, set_aside_errors, wording_errors  # noqa: PLC0415 - as above
    from bot.content.errors import ContentError  # noqa: PLC0415 - as above
    from bot.content.library import Library  # noqa: PLC0415 - as above
    from bot.directory.pack import PackError, Packs, read_packs  # noqa: PLC0415 - as above
    from bot.safety.rules import RuleSet  # noqa: PLC0415 - as above

    library = Library(content)
    problems = [str(error) for error in (*library.refresh(), *wording_errors(content))]
    rules = 0
    try:
        rules = len(RuleSet.load(content / "safety").rules)
    except ContentError as error:
        problems.append(str(error))
    found = library.everything()
    try:
        packs = read_packs(content, today=now().date())
    except PackError as error:
        problems += [str(fault) for fault in error.faults]
        packs = Packs()
    else:
        problems += [str(error) for error in number_errors(found, packs.services, content)]
        problems += [str(error) for error in offer_errors(packs.services, content)]
        problems += [str(error) for error in set_aside_errors(found, packs.regions.values(), content)]
    linted = _lint(library, content) if not problems else None
    problems += [str(error) for error in linted.errors] if linted else []
    for problem in problems:
        click.echo(problem)
    if problems or linted is None:
        sys.exit(1)
    strings = sum(len(each.texts) for each in found.strings.values())
    click.echo(
        f"content is fine: {len(found.topics)} topics, {strings} strings, {len(found.cards)} cards, "
        f"{rules} safety rules, {len(packs.services)} services; {linted.texts} texts fit their channels"
    )


def _lint(library: "Library", content: Path) -> "Linted":
    """What every channel would say, with a directory that is built for this alone."""
    from bot.channels.registry import CAPABILITIES  # noqa: PLC0415 - as above
    from bot.clock import local, now  # noqa: PLC0415 - as above
    from bot.content.lint import PLAUSIBLE_URL, lint  # noqa: PLC0415 - as above
    from bot.directory.build import build  # noqa: PLC0415 - as above
    from bot.directory.lookup import Directory  # noqa: PLC0415 - as above

    moment = now()
    with TemporaryDirectory() as folder:
        build(content, Path(folder), today=local(moment).date())
        directory = Directory.open(Path(folder), public_url=PLAUSIBLE_URL)
        return lint(library, directory, CAPABILITIES, now=moment)

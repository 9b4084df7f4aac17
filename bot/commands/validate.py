"""``python -m bot validate``: is the content fine? For editors, and for CI."""

import sys
from pathlib import Path

import click


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
    """Check strings, topics, crisis cards, safety rules and services, and name each problem by file and line."""
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
    for problem in problems:
        click.echo(problem)
    if problems:
        sys.exit(1)
    strings = sum(len(each.texts) for each in found.strings.values())
    click.echo(
        f"content is fine: {len(found.topics)} topics, {strings} strings, {len(found.cards)} cards, "
        f"{rules} safety rules, {len(packs.services)} services"
    )

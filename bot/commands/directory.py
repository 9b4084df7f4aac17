"""``directory``: build the service directory, keep it right, and look things up in it. For editors and operators."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.directory_find import find

if TYPE_CHECKING:
    from bot.directory.desk import Desk

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group(help="Build the service directory, keep it right, and look things up in it.")
def directory() -> None:
    """Group the commands."""


@directory.command(help="Build the directory from content/regions and switch the running bot to it.")
@click.option("--yes", is_flag=True, help="Also if many services are gone or many numbers have changed.")
def build(yes: bool) -> None:
    """Print version, rows and file; or every fault by file, line and field."""
    with _desk("the directory stays as it was") as desk:
        click.echo(desk.built(sure=yes))


@directory.command(
    help="Check content/regions: each fault by file, line and field, with what to write instead."
)
def validate() -> None:
    """Print faults, with exit code 1, or warnings."""
    with _desk("nothing was changed") as desk:
        _print(desk.checked())


@directory.command(help="Print all that is known about one service.")
@click.argument("service_id", metavar="ID")
def show(service_id: str) -> None:
    """Print its columns that are not empty."""
    with _desk() as desk:
        _print(desk.shown(service_id))


@directory.command(
    help="Print coverage by kind and place, gaps, overdue rows, doubts and lines that are set aside."
)
@click.option("--region", default="", help="Only this region and the national services; else every region.")
def report(region: str) -> None:
    """Print the report."""
    with _desk("mend them first") as desk:
        click.echo(desk.reported(region))


@directory.command(help="List the rows to confirm next, most overdue first.")
@click.option("--within", default=14, show_default=True, help="Also those whose turn comes in so many days.")
@click.option("--region", default="", help="Only this region pack.")
def due(within: int, region: str) -> None:
    """Print one row a line."""
    with _desk("mend them first") as desk:
        _print(desk.waiting(within=within, region=region))


@directory.command(
    help="Write into services.csv that the owner of a service has confirmed every fact of its row."
)
@click.argument("service_id", metavar="ID")
@click.option("--by", required=True, help="Who confirmed it: a person's name.")
@click.option("--on", type=_DAY, help="The day, such as 2026-03-31; else today.")
@click.option("--still-there", is_flag=True, help="For a stale row: its owner says that it still exists.")
def confirm(service_id: str, by: str, on: datetime | None, *, still_there: bool) -> None:
    """Change that one row and nothing else in its file."""
    with _desk("mend them first") as desk:
        day = on.date() if on else desk.today
        click.echo(desk.confirmed(service_id, by=by, on=day, still_there=still_there))


@directory.command(
    help="Say in words what is different between two builds; else the present one and the one before."
)
@click.argument("old", default="")
@click.argument("new", default="")
def diff(old: str, new: str) -> None:
    """Print one difference a line."""
    with _desk() as desk:
        _print(desk.compared(old, new))


@directory.command(help="List the builds that are kept, the newest first.")
def versions() -> None:
    """Print version, time and whether it is in use."""
    with _desk() as desk:
        _print(desk.versions())


@directory.command(
    help="Go back to the build before, or to VERSION; a restart keeps it until the packs change."
)
@click.argument("version", default="")
def rollback(version: str) -> None:
    """Move the pointer; the running bot sees it at the next question."""
    with _desk() as desk:
        click.echo(desk.gone_back(version))


@directory.command(help="Write the whole directory as JSON in the shape of Open Referral UK, or as CSV.")
@click.option("--format", "form", type=click.Choice(["json", "csv"]), default="json", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A file; else it is printed.")
@click.option("--public", is_flag=True, help="Without what not everybody may have: see docs/directory.md.")
def export(form: str, out: Path | None, *, public: bool) -> None:
    """Print it, or write it into a file."""
    with _desk() as desk:
        text = desk.exported(form=form, public=public)
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise click.ClickException(f"'{out}' cannot be written: {error.strerror}.") from None


@contextmanager
def _desk(faulty: str = "mend them first") -> "Iterator[Desk]":
    """The desk of this deployment, today in London. What stops a command is said in faults, or one sentence; exit code 1."""
    from bot import clock, settings  # noqa: PLC0415 (see bot.cli)
    from bot.directory.desk import STOPPING, Desk  # noqa: PLC0415 (see bot.cli)
    from bot.directory.pack import PackError  # noqa: PLC0415 (see bot.cli)

    chosen = settings.load()
    try:
        yield Desk(chosen.content_dir, chosen.data_dir, clock.local(clock.now()).date())
    except PackError as error:
        _print(map(str, error.faults))
        count = len(error.faults)
        raise click.ClickException(f"{count} fault{'' if count == 1 else 's'}; {faulty}.") from None
    except STOPPING as error:
        raise click.ClickException(str(error)) from None


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


directory.add_command(find)

"""``directory``: build the service directory and look things up in it. For editors: it prints what people are not shown."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.directory.lookup import Directory
    from bot.directory.model import Service


@click.group(help="Build the service directory, and look things up in it.")
def directory() -> None:
    """Group the commands."""


@directory.command(help="Build the directory from content/regions and switch the running bot to it.")
def build() -> None:
    """Print version, rows and file; or every fault by file, line and field."""
    from bot import clock, settings  # noqa: PLC0415 (see bot.cli)
    from bot.directory import build as builder  # noqa: PLC0415 (see bot.cli)

    chosen = settings.load()
    try:
        built = builder.build(chosen.content_dir, chosen.data_dir, today=clock.local(clock.now()).date())
    except builder.PackError as error:
        for fault in error.faults:
            click.echo(str(fault))
        count = len(error.faults)
        raise click.ClickException(
            f"{count} fault{'' if count == 1 else 's'}; the directory stays as it was."
        ) from None
    click.echo(f"version {built.version}: {built.services} services in {built.path}")


@directory.command(help="Print all that is known about one service.")
@click.argument("service_id", metavar="ID")
def show(service_id: str) -> None:
    """Print its columns that are not empty."""
    from dataclasses import asdict  # noqa: PLC0415 (see bot.cli)

    service = _open().by_id(service_id)
    if service is None:
        raise click.ClickException(f"No service has the id '{service_id}'; 'find' lists ids.")
    for name, value in asdict(service).items():
        if value != "":
            click.echo(f"{name}: {value}")


@directory.command(help="List services of a KIND such as crisis_cafe, or that hold the words given.")
@click.argument("kind", metavar="KIND")
@click.option("--place", default="", help="Only near this town or first half of a postcode.")
@click.option("--region", default="", help="Region pack; else the one in the settings.")
def find(kind: str, place: str, region: str) -> None:
    """Print id, assurance, name and where, best first."""
    from bot import clock, settings  # noqa: PLC0415 (see bot.cli)
    from bot.directory.choose import ranked  # noqa: PLC0415 (see bot.cli)

    opened, region = _open(), region or settings.load().region
    found = ranked(_matching(opened, kind, region), clock.now())
    edition = opened.edition()
    where = edition.where(place, region) if place else None
    if place and where is None:
        raise click.ClickException(
            f"'{place}' is not a place of the region {region}: look in its places.csv."
        )
    if where:
        found = list(edition.near(found, where, region).services)
    for service in found:
        told = ", ".join(part for part in (service.address, service.town, service.outcode) if part)
        marks = service.assurance + (" professionals" if service.audience == "professionals" else "")
        click.echo(f"{service.id:<30} {marks:<33} {service.name}{': ' if told else ''}{told}")
    click.echo(f"{len(found)} found")


def _matching(opened: "Directory", words: str, region: str) -> "Sequence[Service]":
    from bot.directory.model import Kind  # noqa: PLC0415 (see bot.cli)

    kind = words.strip().lower().replace(" ", "_").replace("-", "_")
    if kind in set(Kind):
        return opened.by_kind(Kind(kind), region)
    return opened.edition().search(words, region)


def _open() -> "Directory":
    """Open it; DirectoryMissingError stops the command with one sentence (bot.cli)."""
    from bot import settings  # noqa: PLC0415 (see bot.cli)
    from bot.directory.lookup import Directory  # noqa: PLC0415 (see bot.cli)

    return Directory.open(settings.load().data_dir)

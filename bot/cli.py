"""The commands: ``python -m bot …``. Each is loaded when it is called, so that none waits for another's packages."""

import os
import sys
from importlib import import_module
from pkgutil import iter_modules

import click

from bot import commands


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """Every module in bot/commands that is a command; ``directory_find`` is a part of one."""
        return sorted(name for module in iter_modules(commands.__path__) if "_" not in (name := module.name))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of the module with that name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        found: click.Command = getattr(import_module(f"bot.commands.{cmd_name}"), cmd_name)
        return found


@click.command(cls=_Lazy, help="Waymark: self-help and signposting, with a human behind it.")
def main() -> None:
    """Run one of the commands."""


def run() -> None:
    """Run the command of the command line; what stops a start is one sentence on stderr and exit code 2."""
    from bot.start import STOPPING  # noqa: PLC0415 (heavy, and only --help would wait for it)

    os.umask(0o077)  # whatever we write is for our own eyes
    try:
        main(prog_name="python -m bot")
    except STOPPING as error:
        sys.exit(_stop(error))


def _stop(error: Exception) -> int:
    click.echo(str(error), err=True)
    return 2

"""``run``: engine, actions and bot, started together, kept running and stopped together."""

import sys

import click


@click.command(help="Start everything on this machine and keep it running until Ctrl-C.")
def run() -> None:
    """Check, start, tell the operator how far it is, and stop everything in the end."""
    from bot.supervise.operate import StartError, operate  # noqa: PLC0415 (see bot.cli)

    try:
        status = operate()
    except StartError as error:
        raise click.ClickException(str(error)) from None
    sys.exit(status)

"""``cases``: who waits for a person."""

from functools import partial

import click


@click.command(help="List open cases, longest wait first; --closed for those that ended.")
@click.option("--closed", is_flag=True, help="List closed cases instead.")
def cases(*, closed: bool) -> None:
    """Print reference, state, response and opening time of each; nothing that a person wrote."""
    from bot import clock, settings  # noqa: PLC0415 (see bot.cli)
    from bot.store import cases as stored  # noqa: PLC0415 (see bot.cli)
    from bot.store.once import ask  # noqa: PLC0415 (see bot.cli)

    found = ask(settings.load(), partial(stored.listing, closed=closed))
    for case in found:
        opened = clock.local(case.opened_at).strftime("%Y-%m-%d %H:%M")
        click.echo(f"{case.reference}  {case.state:<9} {case.response:<10} opened {opened}")
    click.echo(f"{len(found)} {'closed' if closed else 'open'} case{'' if len(found) == 1 else 's'}")

"""``cases``: who waits for a person."""

import click


@click.command(help="List open cases, longest wait first; --closed for those that ended.")
@click.option("--closed", is_flag=True, help="List closed cases instead.")
def cases(*, closed: bool) -> None:
    """Print reference, state, response and opening time of each; nothing that a person wrote."""
    from bot import clock, settings  # noqa: PLC0415 (see bot.cli)
    from bot.store import cases as stored  # noqa: PLC0415 (see bot.cli)
    from bot.store.database import Database, StoreUnavailable  # noqa: PLC0415 (see bot.cli)

    chosen = settings.load()
    database = Database(chosen.store_url, chosen.store_seconds)
    try:
        found = database.run_now(stored.listing, closed=closed)
    except StoreUnavailable:
        raise click.ClickException(
            "The store cannot be read; start the bot once, or check WAYMARK_DATABASE_URL."
        ) from None
    finally:
        database.close()
    for case in found:
        opened = clock.local(case.opened_at).strftime("%Y-%m-%d %H:%M")
        click.echo(f"{case.reference}  {case.state:<9} {case.response:<10} opened {opened}")
    click.echo(f"{len(found)} {'closed' if closed else 'open'} case{'' if len(found) == 1 else 's'}")

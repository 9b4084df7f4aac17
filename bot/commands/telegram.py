"""``telegram``: Telegram's side of things: what it is told once, fetching, links, and a phone to try it on."""

import click


@click.group(help="Telegram: set it up, fetch messages, make links, or try it here.")
def telegram() -> None:
    """One of the commands below."""


@telegram.command(
    help="Tell Telegram our webhook, commands and descriptions; print what was set and what is wrong."
)
def setup() -> None:
    """Set everything; exit 1 if anything is wrong."""
    import asyncio  # noqa: PLC0415 (see bot.cli)

    from bot import settings  # noqa: PLC0415 (see bot.cli)
    from bot.channels.telegram.operate import ToldError, set_up  # noqa: PLC0415 (see bot.cli)

    try:
        wrong = asyncio.run(set_up(settings.load(), click.echo))
    except ToldError as error:
        raise click.ClickException(str(error)) from None
    for problem in wrong:
        click.echo(f"Wrong: {problem}", err=True)
    if wrong:
        raise click.exceptions.Exit(1)


@telegram.command(
    help="Fetch messages from Telegram for the bot on this machine, where it has no public address."
)
def poll() -> None:
    """Fetch until Ctrl-C or a signal to end."""
    import asyncio  # noqa: PLC0415 (see bot.cli)

    from bot import settings  # noqa: PLC0415 (see bot.cli)
    from bot.channels.telegram.operate import ToldError, fetch  # noqa: PLC0415 (see bot.cli)

    try:
        asyncio.run(fetch(settings.load(), click.echo))
    except ToldError as error:
        raise click.ClickException(str(error)) from None
    click.echo("Goodbye.")


@telegram.command(help="Print the link that begins a chat, for a poster or a page.")
@click.option("--region", help="Region pack, such as llr; that of the settings if not given.")
@click.option("--language", help="Language, such as en; that of the settings if not given.")
@click.option("--first", help="What to show first, by the label of a choice, such as crisis_cafe.")
def link(*, region: str | None, language: str | None, first: str | None) -> None:
    """Ask Telegram for our name, and print the link."""
    import asyncio  # noqa: PLC0415 (see bot.cli)

    from bot import settings  # noqa: PLC0415 (see bot.cli)
    from bot.channels.telegram.operate import ToldError, make_link  # noqa: PLC0415 (see bot.cli)

    loaded = settings.load()
    try:
        made = asyncio.run(make_link(loaded, region or loaded.region, language or loaded.language, first))
    except ToldError as error:
        raise click.ClickException(str(error)) from None
    click.echo(made)


@telegram.command(
    help="A Telegram in the terminal, for a bot on this machine that has no token. Ctrl-D leaves."
)
@click.option("--person", default=1, show_default=True, help="Who writes: another number is another person.")
def phone(*, person: int) -> None:
    """Read lines until the input ends; show what the bot says as it comes."""
    from bot import settings  # noqa: PLC0415 (see bot.cli)
    from bot.channels.telegram.operate import ToldError, phone_in_hand  # noqa: PLC0415 (see bot.cli)

    try:
        with phone_in_hand(settings.load(), lambda text: click.echo(f"\n{text}\n"), person) as held:
            while True:
                held.say(input())
    except ToldError as error:
        raise click.ClickException(str(error)) from None
    except (EOFError, KeyboardInterrupt):
        click.echo("Goodbye.")

"""``sms``: a phone in the terminal, and what is wrong with the set-up for text messages."""

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.channels.sms.phone import Phone


@click.group(help="Text messages: a phone to try them with, and a check of the set-up.")
def sms() -> None:
    """Run one of the commands."""


@sms.command(
    help="A phone in the terminal, for a bot that runs on this machine without a provider. Ctrl-D leaves."
)
@click.option(
    "--person",
    type=click.IntRange(0, 1000, max_open=True),
    default=123,
    show_default=True,
    help="Whose phone it is.",
)
def phone(person: int) -> None:
    """Read lines until the input ends; show what the bot texts as it comes."""
    import httpx  # noqa: PLC0415 (see bot.cli)

    from bot.channels.sms.json_sms import LOCAL  # noqa: PLC0415 (see bot.cli)
    from bot.channels.sms.phone import Phone, number_of  # noqa: PLC0415 (see bot.cli)
    from bot.keys import load_or_create  # noqa: PLC0415 (see bot.cli)
    from bot.settings import load  # noqa: PLC0415 (see bot.cli)

    settings = load()
    if settings.sms_provider != "local":
        raise click.ClickException(
            f"WAYMARK_SMS_PROVIDER is {settings.sms_provider}; the phone is for a bot that has local."
        )
    url = f"http://127.0.0.1:{settings.port}"
    with httpx.Client(base_url=url, timeout=15.0, trust_env=False) as http:
        made = Phone(
            http,
            load_or_create(settings.key_file).secret(LOCAL),
            lambda text: click.echo(f"\n{text}\n"),
            number=number_of(person),
            pence=settings.sms_pence,
        )
        if not made.find():
            raise click.ClickException(f"No bot answers at {url}: start one with `make run`, then try again.")
        _converse(made, settings.sms_phone_port)


def _converse(made: "Phone", port: int) -> None:
    from bot.channels.sms.phone import PICTURE  # noqa: PLC0415 (see bot.cli)

    try:
        with made.gateway.serving(port):
            click.echo(f"Text something. {PICTURE} sends a picture, with what follows as its caption.")
            while True:
                made.say(input())
    except OSError as error:
        raise click.ClickException(f"The phone cannot start: {error}.") from None
    except (EOFError, KeyboardInterrupt):
        click.echo("Goodbye.")


@sms.command(help="Say what is wrong with the set-up for text messages, and what to look at by hand.")
def check() -> None:
    """Print a sentence for each problem; end with status 1 if there is one."""
    from bot.channels.sms import ask  # noqa: PLC0415 (see bot.cli)
    from bot.channels.sms import check as checks  # noqa: PLC0415 (see bot.cli)
    from bot.content.cards import HELP, STOPPED  # noqa: PLC0415 (see bot.cli)
    from bot.content.library import Library  # noqa: PLC0415 (see bot.cli)
    from bot.settings import load  # noqa: PLC0415 (see bot.cli)

    settings = load()
    library = Library.load(settings.content_dir)
    problems = checks.address(settings)
    if settings.sms_provider not in checks.ALONE:
        problems += checks.account(settings, ask.account(settings))
    for problem in problems:
        click.echo(problem)
    steps = checks.by_hand(settings, library.card(HELP).sms, library.card(STOPPED).sms)
    if steps:
        click.echo("\nBy hand, because no API shows it:")
    for step in steps:
        click.echo(f"- {step}")
    if problems:
        sys.exit(1)
    click.echo(f"Nothing is wrong that can be seen from here (provider: {settings.sms_provider}).")

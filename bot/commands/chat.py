"""``chat``: a chat in the terminal, over the web API of a bot that runs."""

import click


@click.command(help="Chat in the terminal with a bot that runs. Ctrl-D leaves.")
@click.option("--url", default="http://127.0.0.1:8080", show_default=True, help="Where the bot listens.")
def chat(url: str) -> None:
    """Read lines until the input ends; show what the bot says as it comes."""
    import threading  # noqa: PLC0415 (see bot.cli)

    import httpx  # noqa: PLC0415 (see bot.cli)

    from bot.channels.web.terminal import Terminal  # noqa: PLC0415 (see bot.cli)

    with httpx.Client(base_url=url, timeout=15.0) as http:
        terminal = Terminal(http, lambda text: click.echo(f"\n{text}\n"))
        try:
            terminal.start()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError):
            raise click.ClickException(
                f"No bot answers at {url}: start one with `make run`, then try again."
            ) from None
        threading.Thread(target=terminal.listen, daemon=True).start()
        try:
            while True:
                terminal.say(input())
        except (EOFError, KeyboardInterrupt):
            terminal.close()
            click.echo("Goodbye.")

"""``settings``: every setting, what it is for and what it is now."""

import click


@click.command(help="Print every setting with its help text and its present value.")
def settings() -> None:
    """Print them as they would be written into .env; secrets only as set or not."""
    from pydantic import SecretStr  # noqa: PLC0415 (see bot.cli)
    from sqlalchemy.engine import make_url  # noqa: PLC0415 (see bot.cli)

    from bot.settings import PREFIX, Settings, load  # noqa: PLC0415 (see bot.cli)

    chosen = load()
    for name, field in Settings.model_fields.items():
        value = getattr(chosen, name)
        if isinstance(value, SecretStr):
            value = "(set)"
        elif name == "database_url" and value:
            value = make_url(value).render_as_string(hide_password=True)
        click.echo(f"# {field.description}")
        click.echo(f"{PREFIX}{name.upper()}={'' if value is None else value}\n")

"""``serve``: the bot alone, without engine and actions; `run` starts all three."""

import click


@click.command(help="Serve the bot alone; it helps people even while the engine is away.")
def serve() -> None:
    """Check everything, then listen."""
    import uvicorn  # noqa: PLC0415 (see bot.cli)

    from bot import app, logs, settings, start  # noqa: PLC0415 (see bot.cli)

    chosen = settings.load()
    logs.set_up(chosen.log_level)
    uvicorn.run(
        app.create(start.make(chosen)),
        host=chosen.host,
        port=chosen.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=3,
    )

"""``serve``: the bot alone, without engine and actions; `run` starts all three."""

import sys

import click

SWITCH_SECONDS = 0.0005


@click.command(help="Serve the bot alone; it helps people even while the engine is away.")
def serve() -> None:
    """Check everything, then listen."""
    import uvicorn  # noqa: PLC0415 (see bot.cli)

    from bot import app, logs, settings, start  # noqa: PLC0415 (see bot.cli)

    # The second net works in threads of its own. Measured under load: with Python's usual 5 ms, whoever answers a person waits
    # that long again and again for their turn (docs/benchmarks.md).
    sys.setswitchinterval(SWITCH_SECONDS)
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

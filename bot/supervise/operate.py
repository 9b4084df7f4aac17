"""What ``python -m bot run`` does: check first, then start everything and stay until it is stopped."""

import os
import subprocess
import time
from pathlib import Path

from bot.keys import load_or_create
from bot.settings import Settings, load
from bot.supervise import config, ports
from bot.supervise.exits import Exits, hopeless
from bot.supervise.launch import Ending, Supervisor, last_line, say
from bot.supervise.progress import Probe, Progress

ROOT = Path(__file__).resolve().parents[2]


class StartError(Exception):
    """Something is in the way of a start; the text is one sentence for the operator."""


def operate() -> int:
    """Run until stopped; the exit status: 0 when stopped as asked, 1 when it ended by itself.

    Raises StartError, or what stops any start (bot/start.py).
    """
    settings = load()
    obstacle = ports.obstacle(settings)
    if obstacle:
        raise StartError(obstacle)
    keys = load_or_create(settings.key_file)
    data_dir = settings.data_dir.resolve()
    file = _write_config(settings, data_dir)
    secret = keys.engine_secret(settings.engine_secret)
    shared = {"WAYMARK_DATA_DIR": str(data_dir), "WAYMARK_ENGINE_SECRET": secret}
    supervisor = Supervisor(file, cwd=ROOT, env={**os.environ, **shared})

    say("Starting the bot, the actions and the dialogue engine.")
    ending = supervisor.run(_Start(settings, data_dir).go_on)
    bot_log = config.log_folder(data_dir) / "bot.log"
    if ending is Ending.GIVEN_UP:
        say(f"Waymark could not start: {last_line(bot_log)} (The whole log is {bot_log}.)")
    elif ending is Ending.DIED:
        say(f"The supervisor ended, and everything with it. Its log is {config.supervisord_log(data_dir)}.")
    return 0 if ending is Ending.STOPPED else 1


class _Start:
    """Tells the operator how far the start is, and gives up on a bot that cannot come up at all.

    Its usual reason is a wrong setting, which only the operator can mend. A bot that has once been up is always brought back.
    """

    def __init__(self, settings: Settings, data_dir: Path) -> None:
        # A bot that listens on every address is asked on this machine's own.
        host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104 - compared, not bound
        token = settings.operator_token
        self._probe = Probe(host, settings.port, token.get_secret_value() if token else None)
        self._progress = Progress(f"http://{host}:{settings.port}", config.log_folder(data_dir))
        self._exits = Exits(config.supervisord_log(data_dir), "bot")
        self._started = time.monotonic()
        self._came_up = False

    def go_on(self) -> bool:
        if self._progress.complete:
            return True
        health = self._probe.ask()
        self._came_up = self._came_up or health.live
        for line in self._progress.lines(health, time.monotonic() - self._started):
            say(line)
        return self._came_up or not hopeless(self._exits.statuses())


def _write_config(settings: Settings, data_dir: Path) -> Path:
    try:
        text = config.config_text(config.programs(settings, model=current_model(ROOT)), data_dir)
    except ValueError as error:
        raise StartError(str(error)) from None
    config.log_folder(data_dir).mkdir(parents=True, exist_ok=True)
    file = data_dir / "supervisord.conf"
    file.write_text(text)
    return file


def current_model(root: Path) -> Path:
    """The model for the engine's files as they are now; scripts/train alone knows how it is named."""
    script = root / "scripts" / "train"
    named = subprocess.run([script, "--path"], check=True, capture_output=True, text=True)  # noqa: S603 - our own
    model = root / named.stdout.strip()
    if not model.exists():
        raise StartError("There is no trained model for these files; run `make train`.")
    return model

"""The text of supervisord's configuration: a pure function of the programs and where their logs go."""

import shlex
import sys
from dataclasses import dataclass, field
from pathlib import Path

from bot.settings import Settings

# supervisord waits a second longer after each failed start and would give up in the end. It must not: the engine may come
# back after a night. A bot that never came up at all is another matter, see operate.py.
NEVER_GIVE_UP = 1_000_000


@dataclass(frozen=True, slots=True)
class Program:
    """One process to keep running.

    settled: seconds after which a start counts as good; an earlier end is followed by a growing pause before the next try.
    patience: seconds between asking it to stop and killing it.
    """

    name: str
    command: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)
    settled: int = 5
    patience: int = 10


def log_folder(data_dir: Path) -> Path:
    """Where each process has its log, ``<name>.log``."""
    return data_dir / "log"


def supervisord_log(data_dir: Path) -> Path:
    """Where supervisord says what it has started, and what has ended."""
    return log_folder(data_dir) / "supervisord.log"


def programs(settings: Settings, *, model: Path) -> tuple[Program, ...]:
    """The bot first, because it already answers while the engine loads; then the actions and the engine, on loopback.

    With a Telegram token and no public URL, what polls Telegram comes last.
    """
    engine_python = ".venv-engine/bin/python"
    engine = (
        *(engine_python, "-m", "rasa", "run", "-i", "127.0.0.1", "-p", str(settings.engine_port)),
        *("--credentials", "credentials.yml", "--endpoints", "endpoints.yml", "-m", str(model)),
    )
    environment = {
        "RASA_TELEMETRY_ENABLED": "false",
        "WAYMARK_ENGINE_DB": str(settings.engine_db.resolve()),
        "WAYMARK_ACTIONS_URL": f"http://127.0.0.1:{settings.actions_port}/webhook",
    }
    actions = (engine_python, "-m", "rasa_sdk", "--actions", "actions", "--port", str(settings.actions_port))
    # Telegram calls us where it can; elsewhere we ask it for news.
    polls = settings.telegram_token and not settings.public_url
    poll = Program("telegram", (sys.executable, "-m", "bot", "telegram", "poll"))
    return (
        Program("bot", (sys.executable, "-m", "bot", "serve")),
        Program("actions", actions, {"SANIC_HOST": "127.0.0.1"}),  # otherwise it listens on every address
        Program("engine", engine, environment),
        *((poll,) if polls else ()),
    )


def config_text(programs: tuple[Program, ...], data_dir: Path) -> str:
    """Supervisord's configuration: these programs, and where their logs go."""
    logs = log_folder(data_dir)
    sections = [
        _section(
            "supervisord",
            nodaemon="true",
            silent="true",
            pidfile=_value(data_dir / "supervisord.pid"),
            logfile=_value(supervisord_log(data_dir)),
            logfile_maxbytes="10MB",
            logfile_backups="3",
        )
    ]
    for order, program in enumerate(programs, start=1):
        sections.append(
            _section(
                f"program:{program.name}",
                command=_command(program.command),
                environment=_environment(program.environment),
                priority=str(order),
                autorestart="true",
                startsecs=str(program.settled),
                startretries=str(NEVER_GIVE_UP),
                stopwaitsecs=str(program.patience),
                stopasgroup="true",
                killasgroup="true",
                redirect_stderr="true",
                **_log(logs / f"{program.name}.log"),
            )
        )
    return "\n".join(sections)


def _section(title: str, /, **options: str) -> str:
    return "\n".join([f"[{title}]", *(f"{name}={value}" for name, value in options.items()), ""])


def _log(path: Path) -> dict[str, str]:
    return {
        "stdout_logfile": _value(path),
        "stdout_logfile_maxbytes": "10MB",
        "stdout_logfile_backups": "5",
    }


def _command(command: tuple[str, ...]) -> str:
    """The command behind child.py, so that the process ends when supervisord does, however that happens."""
    return _value(shlex.join([sys.executable, "-m", "bot.supervise.child", "KILL", *command]))


def _environment(variables: dict[str, str]) -> str:
    """Variables as the file can hold them. Secrets are not among them: they are inherited, not written down."""
    if any('"' in value for value in variables.values()):
        raise ValueError("Waymark cannot run from a path with a quotation mark.")
    return ",".join(f'{name}="{_value(value)}"' for name, value in variables.items())


def _value(value: object) -> str:
    """A value as the file can hold it: ``%`` starts an expansion there, and `` ;`` or `` #`` a comment."""
    text = str(value)
    if any(mark in text for mark in (" ;", " #", "\n")):
        raise ValueError(f"Waymark cannot run with {text!r}: use a path without ' ;', ' #' and line breaks.")
    return text.replace("%", "%%")

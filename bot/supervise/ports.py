"""Tells whether the ports are free that the processes will listen on."""

import errno
import socket

from bot.settings import Settings


def obstacle(settings: Settings) -> str | None:
    """One sentence about the first port that cannot be used, with the setting to change; None if all are free."""
    wanted = (
        (settings.host, settings.port, "WAYMARK_PORT"),
        ("127.0.0.1", settings.engine_port, "WAYMARK_ENGINE_PORT and WAYMARK_ENGINE_URL"),
        ("127.0.0.1", settings.actions_port, "WAYMARK_ACTIONS_PORT"),
    )
    for host, port, setting in wanted:
        problem = _problem(host, port, setting)
        if problem is not None:
            return problem
    return None


def _problem(host: str, port: int, setting: str) -> str | None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # Without this, connections of an earlier run that the system has not forgotten yet would count as taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return f"Port {port} is taken by another program. Stop it, or set {setting} to another."
            return (
                f"Port {port} of {host} cannot be used ({error.strerror}); check WAYMARK_HOST and {setting}."
            )
    return None

"""What the contract test watches all the while: every log line, and every connection that is made."""

import ipaddress
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import pytest
import structlog

from bot import logs

_QUIETED = ("httpx", "httpcore", "alembic", "uvicorn.access")


@contextmanager
def every_log_line() -> Iterator[StringIO]:
    """The log as the program writes it, of all libraries and at the lowest level, until the block ends."""
    root, ours = logging.getLogger(), structlog.get_config()
    level, handlers = root.level, list(root.handlers)
    levels = {name: logging.getLogger(name).level for name in _QUIETED}
    logs.set_up("DEBUG")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG))
    handler = root.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    lines = StringIO()
    handler.setStream(lines)
    try:
        yield lines
    finally:
        structlog.configure(**ours)
        root.removeHandler(handler)
        root.handlers += [each for each in handlers if each not in root.handlers]
        root.setLevel(level)
        for name, before in levels.items():
            logging.getLogger(name).setLevel(before)


@contextmanager
def only_loopback() -> Iterator[list[str]]:
    """Refuses every connection to elsewhere until the block ends, and gives the list of what was tried."""
    tried: list[str] = []
    connect, connect_ex, resolve = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def check(host: object) -> None:
        if not _is_here(host):
            tried.append(str(host))
            raise OSError("nothing but loopback in this test")

    def checked_connect(self: socket.socket, address: Any) -> None:
        check(_host(self, address))
        connect(self, address)

    def checked_connect_ex(self: socket.socket, address: Any) -> int:
        check(_host(self, address))
        return connect_ex(self, address)

    def checked_resolve(host: Any, *others: Any, **named: Any) -> Any:
        check(host)
        return resolve(host, *others, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", checked_connect)
        patch.setattr(socket.socket, "connect_ex", checked_connect_ex)
        patch.setattr(socket, "getaddrinfo", checked_resolve)
        yield tried


def _host(sock: socket.socket, address: Any) -> object:
    return address[0] if sock.family in (socket.AF_INET, socket.AF_INET6) else None


def _is_here(host: object) -> bool:
    if host is None or host in ("localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(host.decode() if isinstance(host, bytes) else str(host)).is_loopback
    except ValueError:
        return False

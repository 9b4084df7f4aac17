"""A PostgreSQL for the tests: the one on this machine, or one started from a local ``postgres`` binary for the run."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.support.ports import free_port

LOCAL = "host=127.0.0.1 port=5432 user=postgres dbname=postgres connect_timeout=2"


@contextmanager
def server(folder: Path) -> Iterator[str | None]:
    """A connection string for a server that may be written to, or None where there is none."""
    if _answers(LOCAL):
        yield LOCAL
        return
    binaries = _binaries()
    if binaries is None or os.geteuid() == 0:  # postgres refuses to run as root
        yield None
        return
    data, port = folder / "postgres", free_port()
    subprocess.run(
        [binaries / "initdb", "-A", "trust", "-U", "postgres", "-D", data], check=True, capture_output=True
    )
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder}"
    subprocess.run(
        [binaries / "pg_ctl", "-D", data, "-o", options, "-w", "start"], check=True, capture_output=True
    )
    try:
        yield f"host=127.0.0.1 port={port} user=postgres dbname=postgres"
    finally:
        subprocess.run(
            [binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop"], check=True, capture_output=True
        )


@contextmanager
def database(server_info: str, name: str) -> Iterator[str]:
    """A database of its own on the server, as an SQLAlchemy URL; dropped afterwards."""
    with psycopg.connect(server_info, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
        info = connection.info
        yield f"postgresql+psycopg://{info.user}@{info.host}:{info.port}/{name}"
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())


def empty(url: str) -> None:
    """Drop everything in the database, so that the next test finds it new."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


def _answers(info: str) -> bool:
    try:
        psycopg.connect(info).close()
    except psycopg.OperationalError:
        return False
    return True


def _binaries() -> Path | None:
    found = shutil.which("initdb")
    folders = (
        [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    )
    return next((folder for folder in folders if (folder / "pg_ctl").exists()), None)

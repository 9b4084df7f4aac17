"""What many tests need and none changes is made once for each test process: the tests stay the same, and wait less."""

import gc
import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import pytest
from httpx._transports import default as _httpx_transports

from bot import start
from bot.clock import local, now
from bot.content.library import Library
from bot.directory.build import ensure_built
from bot.directory.files import folder as directory_folder
from bot.safety.load import load_net
from bot.safety.net import SafetyNet
from bot.store.database import Database
from bot.store.migrate import migrate

CONTENT = Path("content").resolve()
_STORE = "waymark.db"


def install() -> None:
    """From now on, the real content is read and proved once, and the certificates of the machine's authorities, too."""
    for_good = pytest.MonkeyPatch()
    for_good.setattr(_httpx_transports, "create_ssl_context", cache(httpx.create_ssl_context))
    for_good.setattr(start, "load_net", _load_net)
    for_good.setattr(start, "Library", _Library)


def _load_net(content_dir: Path, *, second_net: bool = True) -> SafetyNet:
    """Turns need a safety net, but not one each: proving the examples of every rule takes seconds."""
    if content_dir.resolve() != CONTENT:
        return load_net(content_dir, second_net=second_net)
    return net_of_the_content() if second_net else net_of_the_content(second_net=False)


@cache
def net_of_the_content(*, second_net: bool = True) -> SafetyNet:
    """The safety net over the real content, as it runs; with second_net=False, its rules alone."""
    net = load_net(CONTENT, second_net=second_net)
    gc.collect()
    gc.freeze()  # it stays, with a million objects: looking through them for garbage takes a third of a second
    return net


class _Library(Library):
    """A library that begins with what this process has read of the same folder; what has changed since is read again."""

    @classmethod
    def load(cls, root: Path) -> Library:
        made = cls(root)
        first = _first_reading(root)
        made._stamps, made._good, made._snapshot = dict(first._stamps), dict(first._good), first._snapshot
        for error in made.refresh():
            raise error
        return made


@cache
def _first_reading(root: Path) -> Library:
    return Library.load(root)


def prepare(data_dir: Path, *, store: bool) -> None:
    """Put into a data folder what a first start makes of the real packs: the directory, and, if asked, the empty tables.

    A folder that holds something already is left alone.
    """
    if data_dir.exists() and any(data_dir.iterdir()):
        return
    made = Path(_made().name)
    data_dir.mkdir(parents=True, exist_ok=True)
    shutil.copytree(directory_folder(made), directory_folder(data_dir), symlinks=True)
    if store:
        shutil.copyfile(made / _STORE, data_dir / _STORE)


@cache
def _made() -> TemporaryDirectory[str]:
    """The folder that is copied; it is gone with the process."""
    made = TemporaryDirectory(prefix="waymark-tests-")
    ensure_built(CONTENT, Path(made.name), today=local(now()).date())
    database = Database(f"sqlite:///{made.name}/{_STORE}")
    migrate(database)
    database.close()
    return made

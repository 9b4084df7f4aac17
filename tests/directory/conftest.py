"""The directory of the real region packs, built once, and small packs of our own to break."""

from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest

from bot.content.library import Library
from bot.directory.build import build
from bot.directory.hours import Text
from bot.directory.lookup import Directory
from tests.directory.packs import CONTENT, write_packs

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 19, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Directory:
    """The directory as people get it."""
    data_dir = tmp_path_factory.mktemp("directory")
    build(CONTENT, data_dir, today=TODAY)
    return Directory.open(data_dir)


@pytest.fixture(scope="session")
def text() -> Text:
    """The real English words."""
    return partial(Library.load(CONTENT).text, language="en")


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """A content folder with a national pack and the invented region of Ambridge."""
    return write_packs(tmp_path / "content")

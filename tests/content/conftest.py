from pathlib import Path

import pytest

from bot.content.library import Library
from tests.content import small

CONTENT = Path(__file__).parents[2] / "content"


@pytest.fixture(scope="session")
def library() -> Library:
    """The content that ships."""
    return Library.load(CONTENT)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A small content folder, to break."""
    return small.write(tmp_path / "content")

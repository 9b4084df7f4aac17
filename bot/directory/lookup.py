"""Looking things up in the built directory. Safe from any thread; a new build is seen at the next question."""

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.directives import Services
from bot.directory.answer import Answerer
from bot.directory.choose import Near
from bot.directory.edition import Edition
from bot.directory.files import DirectoryMissingError, current_file
from bot.directory.model import Kind, Service

log = logging.getLogger(__name__)


class Directory:
    """The service directory of a data folder: always the edition that the last build pointed to."""

    def __init__(self, data_dir: Path, edition: Edition) -> None:
        """Use ``open``."""
        self._data_dir = data_dir
        self._edition = edition

    @classmethod
    def open(cls, data_dir: Path) -> "Directory":
        """Open the built directory, or raise DirectoryMissingError with what to run."""
        path = current_file(data_dir)
        if path is None:
            raise DirectoryMissingError(
                "there is no service directory yet: run 'python -m bot directory build'"
            )
        return cls(data_dir, Edition(path))

    def edition(self) -> Edition:
        """The present edition. Use one for everything that must agree. A build that cannot be opened is not switched to."""
        path = current_file(self._data_dir)
        if path is not None and path != self._edition.path:
            self._edition = _edition_or(path, self._edition)
        return self._edition

    @property
    def version(self) -> str:
        """The version of the present edition."""
        return self.edition().version

    def by_id(self, service_id: str) -> Service | None:
        """One row."""
        return self.edition().by_id(service_id)

    def by_kind(self, kind: Kind, region: str) -> list[Service]:
        """The rows of a kind, for staff too: the region's, then the national ones."""
        return self.edition().by_kind(kind, region)

    def near(self, kind: Kind, place: str, region: str) -> Near:
        """The rows of a kind near what a person wrote as a place; none if the place is not known."""
        edition = self.edition()
        where = edition.where(place, region)
        return edition.near(edition.by_kind(kind, region), where, region) if where else Near((), same=False)

    def answer(
        self, query: Services, *, text: Callable[..., str], region: str, now: datetime, short: bool
    ) -> str:
        """The answer to a question about services, in the words of ``text``, with no more than its rows may show."""
        edition = self.edition()
        return Answerer(edition, text, edition.region(region), now, short).answer(query)


def _edition_or(path: Path, present: Edition) -> Edition:
    try:
        return Edition(path)
    except DirectoryMissingError:
        log.exception("directory: the new edition cannot be opened, the earlier one is kept")
        return present

"""Looking things up in the built directory. Safe from any thread; a new build is seen at the next question."""

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.directives import Services
from bot.directory.answer import Answer, Answerer
from bot.directory.edition import Edition
from bot.directory.files import DirectoryMissingError, current_file, stamp
from bot.directory.finder import Finder
from bot.directory.holidays import bank_holidays
from bot.directory.model import Kind, Service
from bot.directory.reasons import reasons
from bot.directory.search import Result, Results

log = logging.getLogger(__name__)


class Directory:
    """The service directory of a data folder: always the edition that the last build pointed to."""

    def __init__(
        self, data_dir: Path, edition: Edition, *, confirmed_only: bool = False, public_url: str = ""
    ) -> None:
        """Use ``open``."""
        self._data_dir = data_dir
        self._edition = edition
        self._confirmed_only = confirmed_only
        self._public_url = public_url

    @classmethod
    def open(cls, data_dir: Path, *, confirmed_only: bool = False, public_url: str = "") -> "Directory":
        """Open the built directory, or raise DirectoryMissingError with what to run.

        With ``confirmed_only`` people are shown nothing that nobody has confirmed, but for the lines that always stand.
        ``public_url`` is where the outside reaches our pages, without a "/" at its end: short answers link to those.
        """
        path = current_file(data_dir)
        if path is None:
            raise DirectoryMissingError(
                "there is no service directory yet: run 'python -m bot directory build'"
            )
        return cls(data_dir, Edition(path), confirmed_only=confirmed_only, public_url=public_url)

    def edition(self) -> Edition:
        """The present edition. Use one for everything that must agree. A build that cannot be opened is not switched to."""
        path = current_file(self._data_dir)
        if path is not None and stamp(path) != self._edition.stamp:
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

    def main_places(self, region: str) -> tuple[str, ...]:
        """Places to offer to somebody who has not said where they are."""
        return self.edition().region(region).main_places

    def answer(
        self, query: Services, *, text: Callable[..., str], region: str, now: datetime, short: bool
    ) -> Answer:
        """The answer to a question about services, in the words of ``text``, with no more than its rows may show."""
        edition = self.edition()
        here = edition.region(region)
        return Answerer(
            edition, text, here, now, short, bank_holidays(), self._confirmed_only, self._public_url
        ).answer(query)

    def search(
        self,
        asked: Services,
        *,
        text: Callable[..., str],
        region: str,
        now: datetime,
        start: int = 0,
        most: int = 10,
    ) -> Results:
        """One page of the rows for a question, each with why it was found; nothing if nothing of its words is known."""
        edition = self.edition()
        finder = Finder(edition, text, edition.region(region), now, bank_holidays(), self._confirmed_only)
        found = finder.find(asked)
        results = tuple(
            Result(match.service, reasons(match, found.query, now, text), match.kilometres)
            for match in found.matches[start : start + most]
        )
        region = (found.region or edition.region(region)).id
        return Results(results, len(found.matches), region, found.lead)


def _edition_or(path: Path, present: Edition) -> Edition:
    try:
        return Edition(path)
    except DirectoryMissingError:
        log.exception("directory: the new edition cannot be opened, the earlier one is kept")
        return present

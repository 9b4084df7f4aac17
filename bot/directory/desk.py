"""What ``python -m bot directory`` does, apart from printing: for editors and operators."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from bot.clock import local
from bot.content.checks import set_aside_errors
from bot.content.library import Library
from bot.content.read_lines import LINES_FILE
from bot.content.units import shown
from bot.directory import confirm as confirming
from bot.directory import export as exporting
from bot.directory.build import build
from bot.directory.built import BuiltError, format_of, is_fit, read_built
from bot.directory.difference import differences, upheaval
from bot.directory.due import assurance_on, due
from bot.directory.files import (
    FORMAT,
    DirectoryMissingError,
    built_files,
    current_file,
    held,
    version_of,
    withdrawn,
    written,
)
from bot.directory.holidays import check as check_holidays
from bot.directory.holidays import last_covered
from bot.directory.misprints import misprints_in_cards
from bot.directory.model import Service
from bot.directory.pack import PackError, Packs, read_packs
from bot.directory.report import Section, as_text, late, report
from bot.directory.sheet import Fault
from bot.directory.versions import VersionError, before, find_version, present, roll_back

STOPPING = (VersionError, BuiltError, confirming.ConfirmError, DirectoryMissingError)


@dataclass(frozen=True, slots=True)
class Desk:
    """The commands, for the folders of a deployment and a day. What stops one is in STOPPING, or is a PackError."""

    content: Path
    data: Path
    today: date

    def built(self, *, sure: bool = False) -> str:
        """Build, and say what was built; PackError holds the faults.

        VersionError unless you are ``sure``, if the change looks like an accident.
        """
        packs = self._packs()
        current = current_file(self.data)
        odd = upheaval(read_built(current), packs) if current and is_fit(current) and not sure else None
        if odd:
            raise VersionError(f"{odd}: look at the files again, and if that is right, add --yes")
        made = build(self.content, self.data, today=self.today)
        return f"version {made.version}: {made.services} services in {made.path}"

    def checked(self) -> list[str]:
        """The warnings of packs that can be built; PackError holds the faults."""
        packs = self._packs()
        lines = [f"warning: {each}" for each in packs.warnings]
        return [*lines, f"{len(packs.services)} services in {len(packs.regions)} regions are fine."]

    def _packs(self) -> Packs:
        """The packs, if they and the crisis cards agree; PackError holds the faults."""
        packs = read_packs(self.content, today=self.today)
        faults = misprints_in_cards(self.content, packs.misprints) + against_cards(self.content, packs)
        if faults:
            raise PackError(faults)
        return packs

    def shown(self, service_id: str) -> Iterator[str]:
        """All that is known of one service in the present build."""
        row = _row(read_built(present(self.data)), service_id)
        for name, value in asdict(row).items():
            if value != "":
                yield f"{name}: {value}"
        if assurance_on(row, self.today) is not row.assurance:
            yield f"its review date is past: it counts as {assurance_on(row, self.today)}"

    def reported(self, region: str) -> str:
        """The report about the region packs; VersionError for a region that has none."""
        packs = read_packs(self.content, today=self.today)
        if region and region not in packs.regions:
            raise VersionError(f"'{region}' is not a region: choose one of {', '.join(packs.regions)}.")
        known = (f"known until {last_covered()}", *filter(None, [check_holidays(self.today)]))
        return as_text([*report(packs, self.today, region=region), Section("Bank holidays", known)])

    def waiting(self, *, within: int, region: str) -> Iterator[str]:
        """What must be confirmed next, one row a line."""
        rows = read_packs(self.content, today=self.today).services
        found = due([row for row in rows if region in {"", row.region}], self.today, within=within)
        for each in found:
            row = each.service
            owner = row.owner or "no owner"
            yield f"{row.id:<34} {late(each.days):<20} {assurance_on(row, self.today):<19} {owner}"
        yield f"{len(found)} to confirm"

    def confirmed(self, service_id: str, *, by: str, on: date, still_there: bool) -> str:
        """Write down that a row is confirmed. Packs with faults are refused first, so that the file stays one that builds."""
        row = _row(read_packs(self.content, today=self.today), service_id)
        confirming.check(row, by=by, on=on, today=self.today, still_there=still_there)
        confirming.confirm(self.content / "regions" / row.region / "services.csv", row.id, by=by, on=on)
        return (
            f"{row.id} is confirmed by {by.strip()} on {on}. Run 'python -m bot directory build' to use it."
        )

    def compared(self, old: str, new: str) -> list[str]:
        """What is different between two builds; between the present one and what was in use before it if none is named."""
        newer = find_version(self.data, new) if new else present(self.data)
        older = find_version(self.data, old) if old else before(self.data)
        lines = differences(read_built(older), read_built(newer))
        count = f"{len(lines)} difference{'' if len(lines) == 1 else 's'}" if lines else "no difference"
        return [*lines, f"{count} between {version_of(older)} and {version_of(newer)}"]

    def versions(self) -> Iterator[str]:
        """The builds that are kept, the newest first."""
        current, back, away = current_file(self.data), held(self.data), withdrawn(self.data)
        for path in built_files(self.data):
            at = local(datetime.fromtimestamp(written(path) / 1e9, UTC))
            marks = [
                *(["current"] if path == current else []),
                *(["held back"] if version_of(path) == back else []),
                *(["withdrawn"] if version_of(path) in away - {back} else []),
                *(["cannot be used by this Waymark"] if format_of(path) != FORMAT else []),
            ]
            yield f"{version_of(path)}  {at:%Y-%m-%d %H:%M}  {', '.join(marks)}".rstrip()

    def gone_back(self, version: str) -> str:
        """Go back to an earlier build, and say for how long."""
        path = roll_back(self.content, self.data, version)
        until = (
            "; a restart keeps it until content/regions changes or somebody builds" if held(self.data) else ""
        )
        return f"The bot now answers from version {version_of(path)}{until}."

    def exported(self, *, form: str, public: bool) -> str:
        """The present build to take away."""
        path = present(self.data)
        packs = read_built(path)
        if form == "csv":
            return exporting.as_csv(packs, today=self.today, public=public)
        return exporting.as_json(packs, version=version_of(path), today=self.today, public=public)


def _row(packs: Packs, service_id: str) -> Service:
    found = next((row for row in packs.services if row.id == service_id), None)
    if found is None:
        raise VersionError(f"No service has the id '{service_id}'; 'find' lists ids.")
    return found


def against_cards(content_root: Path, packs: Packs) -> list[Fault]:
    """Where the crisis cards and the packs disagree about a number, or about what is set aside; without cards, nowhere."""
    lines = content_root / "crisis" / LINES_FILE
    if not lines.exists():
        return []
    library = Library(content_root)
    of_lines = [error for error in library.refresh() if error.file == shown(lines.absolute(), content_root)]
    aside = set_aside_errors(library.everything(), packs.regions.values(), content_root)
    errors = (*of_lines, *aside)
    return [Fault(error.file or "content", error.line, "", error.problem) for error in errors]

"""Going back to an earlier build, until the region packs change or somebody builds."""

from pathlib import Path

from bot.directory.build import packs_version
from bot.directory.built import format_of, to_go_back_to
from bot.directory.files import (
    FORMAT,
    built_file,
    built_files,
    current_file,
    hold,
    is_whole,
    point_to,
    release,
    used_before,
    version_of,
    withdraw,
    withdrawn,
    written,
)


class VersionError(Exception):
    """A version that cannot be used; the message says what to do."""


def find_version(data_dir: Path, version: str) -> Path:
    """The built file of a version, or of the only one that begins so."""
    found = [path for path in built_files(data_dir) if version and version_of(path).startswith(version)]
    if built_file(data_dir, version) in found:
        return built_file(data_dir, version)
    if len(found) != 1:
        problem = "is not a version that is kept" if not found else "begins more than one version"
        raise VersionError(f"'{version}' {problem}: 'versions' lists those there are.")
    return found[0]


def present(data_dir: Path) -> Path:
    """The file that people are answered from."""
    current = current_file(data_dir)
    if current is None:
        raise VersionError("There is no service directory yet: run 'python -m bot directory build'.")
    return current


def earlier(data_dir: Path) -> Path:
    """The build before the present one that can be answered from, and that nobody went back from."""
    current = present(data_dir)
    older = next((path for path in to_go_back_to(data_dir) if written(path) < written(current)), None)
    if older is None:
        raise VersionError("There is no earlier build to use: 'versions' lists those there are.")
    return older


def before(data_dir: Path) -> Path:
    """The build that was in use before the present one, withdrawn or not: to compare with."""
    current, used = present(data_dir), used_before(data_dir)
    return used if used and used != current and is_whole(used) else earlier(data_dir)


def roll_back(content_root: Path, data_dir: Path, version: str = "") -> Path:
    """Point to an earlier build, or to the version given, in one step; VersionError if it is not fit to answer from.

    What the region packs would build now is held back: a restart does not bring it again. All that is newer is
    withdrawn, until it is used again: going back later passes it over.
    """
    path = find_version(data_dir, version) if version else earlier(data_dir)
    if not is_whole(path):
        raise VersionError(f"Version {version_of(path)} is damaged: choose another that 'versions' lists.")
    if format_of(path) != FORMAT:
        raise VersionError(
            f"Version {version_of(path)} was built by another Waymark, which this one cannot read: choose another."
        )
    wanted = packs_version(content_root)
    newer = {version_of(each) for each in built_files(data_dir) if written(each) > written(path)}
    withdraw(data_dir, (withdrawn(data_dir) | newer) - {version_of(path)})
    # First the hold: between the two steps a start may look.
    if version_of(path) == wanted:
        release(data_dir)
    else:
        hold(data_dir, wanted)
    point_to(data_dir, path)
    return path

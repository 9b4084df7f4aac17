"""Going back to an earlier build, and what is not gone back to."""

from pathlib import Path

import pytest

from bot.directory.build import build, ensure_built
from bot.directory.files import (
    current_file,
    held,
    point_to,
)
from bot.directory.lookup import Directory
from bot.directory.model import Kind
from bot.directory.versions import VersionError, find_version, roll_back
from tests.directory.builds import builds, desk, harmed, rename, two_builds
from tests.directory.conftest import TODAY
from tests.directory.packs import CAFE


class TestGoingBack:
    def test_readers_see_it_and_a_start_keeps_it(self, packs: Path, tmp_path: Path) -> None:
        first, second = two_builds(packs, tmp_path)
        directory = Directory.open(tmp_path)
        assert roll_back(packs, tmp_path) == first.path
        assert directory.version == first.version
        assert held(tmp_path) == second.version
        assert ensure_built(packs, tmp_path, today=TODAY).version == first.version

    def test_a_change_of_the_packs_ends_it(self, packs: Path, tmp_path: Path) -> None:
        two_builds(packs, tmp_path)
        roll_back(packs, tmp_path)
        rename(packs, "The Royal Bull")
        ensure_built(packs, tmp_path, today=TODAY)
        assert Directory.open(tmp_path).by_kind(Kind.CRISIS_CAFE, "am")[0].name == "The Royal Bull"
        assert held(tmp_path) == ""

    def test_a_build_ends_it(self, packs: Path, tmp_path: Path) -> None:
        _, second = two_builds(packs, tmp_path)
        roll_back(packs, tmp_path)
        assert build(packs, tmp_path, today=TODAY).version == second.version
        assert (Directory.open(tmp_path).version, held(tmp_path)) == (second.version, "")

    def test_going_forward_again_ends_it(self, packs: Path, tmp_path: Path) -> None:
        _, second = two_builds(packs, tmp_path)
        roll_back(packs, tmp_path)
        assert roll_back(packs, tmp_path, second.version) == second.path
        assert held(tmp_path) == ""

    def test_a_withdrawn_build_is_passed_over(self, packs: Path, tmp_path: Path) -> None:
        first, second = two_builds(packs, tmp_path)
        roll_back(packs, tmp_path)
        rename(packs, "The Royal Bull")
        third = build(packs, tmp_path, today=TODAY)
        assert roll_back(packs, tmp_path) == first.path
        marks = {line.split()[0]: line.split("  ")[-1] for line in desk(packs, tmp_path).versions()}
        assert marks == {first.version: "current", second.version: "withdrawn", third.version: "held back"}

    def test_builds_between_are_withdrawn_with_the_last(self, packs: Path, tmp_path: Path) -> None:
        first, *_ = builds(packs, tmp_path, CAFE["name"], "The Bull", "The Royal Bull")
        roll_back(packs, tmp_path, first.version)
        rename(packs, "The Bull Inn")
        build(packs, tmp_path, today=TODAY)
        assert roll_back(packs, tmp_path) == first.path

    @pytest.mark.parametrize("again", ["by name", "by a build"])
    def test_a_withdrawn_build_that_was_used_again_may_be_gone_back_to(
        self, packs: Path, tmp_path: Path, again: str
    ) -> None:
        _, second = two_builds(packs, tmp_path)
        roll_back(packs, tmp_path)
        if again == "by name":
            roll_back(packs, tmp_path, second.version)
        else:
            build(packs, tmp_path, today=TODAY)
        rename(packs, "The Royal Bull")
        build(packs, tmp_path, today=TODAY)
        assert roll_back(packs, tmp_path) == second.path

    @pytest.mark.parametrize("harm", ["empty", "format"])
    def test_a_build_that_cannot_be_used_is_passed_over(self, packs: Path, tmp_path: Path, harm: str) -> None:
        first, second, _ = builds(packs, tmp_path, CAFE["name"], "The Bull", "The Royal Bull")
        harmed(second.path, harm)
        assert roll_back(packs, tmp_path) == first.path

    def test_what_is_different_from_what_was_used_before(self, packs: Path, tmp_path: Path) -> None:
        first, second = two_builds(packs, tmp_path)

        def compared() -> str:
            return desk(packs, tmp_path).compared("", "")[-1]

        assert compared() == f"1 difference between {first.version} and {second.version}"
        roll_back(packs, tmp_path)
        assert compared() == f"1 difference between {second.version} and {first.version}"
        rename(packs, "The Royal Bull")
        third = build(packs, tmp_path, today=TODAY)
        assert compared() == f"1 difference between {first.version} and {third.version}"

    @pytest.mark.parametrize("harm", ["empty", "gone"])
    def test_what_was_used_before_may_be_damaged(self, packs: Path, tmp_path: Path, harm: str) -> None:
        first, second, third = builds(packs, tmp_path, CAFE["name"], "The Bull", "The Royal Bull")
        harmed(second.path, harm)
        said = desk(packs, tmp_path).compared("", "")
        assert said[-1] == f"1 difference between {first.version} and {third.version}"

    @pytest.mark.parametrize("harm", ["empty", "format", "gone"])
    def test_a_start_with_a_damaged_build_goes_back_further(
        self, packs: Path, tmp_path: Path, harm: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        first, second, third = builds(packs, tmp_path, CAFE["name"], "The Bull", "The Royal Bull")
        roll_back(packs, tmp_path)
        harmed(second.path, harm)
        assert ensure_built(packs, tmp_path, today=TODAY) == first
        assert (current_file(tmp_path), held(tmp_path)) == (first.path, third.version)
        assert f"uses {first.path.name}" in caplog.text
        assert ensure_built(packs, tmp_path, today=TODAY) == first

    def test_a_start_with_a_damaged_build_does_not_use_what_is_held_back(
        self, packs: Path, tmp_path: Path
    ) -> None:
        """As after going from an older build, which the packs are like again, to a newer one."""
        first, second, third = builds(packs, tmp_path, "The Bull", CAFE["name"], "The Royal Bull")
        rename(packs, CAFE["name"])
        point_to(tmp_path, second.path)
        roll_back(packs, tmp_path, third.version)
        harmed(third.path, "empty")
        assert ensure_built(packs, tmp_path, today=TODAY) == first
        assert held(tmp_path) == second.version

    def test_a_damaged_present_build_is_built_from_the_packs(self, packs: Path, tmp_path: Path) -> None:
        """Nothing is left then but the build that was withdrawn."""
        first, second = two_builds(packs, tmp_path)
        roll_back(packs, tmp_path)
        first.path.write_bytes(b"")
        assert ensure_built(packs, tmp_path, today=TODAY).version == second.version

    @pytest.mark.parametrize(
        ("version", "harm", "problem"),
        [
            ("", "gone", "There is no earlier build"),
            ("", "empty", "There is no earlier build"),
            ("", "format", "There is no earlier build"),
            ("beef", "gone", "'beef' is not a version that is kept"),
            ("directory-", "gone", "is not a version that is kept"),
            ("../../etc", "gone", "is not a version that is kept"),
            ("first", "empty", "is damaged: choose another"),
            ("first", "format", "was built by another Waymark"),
        ],
    )
    def test_what_cannot_be_used_changes_nothing(
        self, packs: Path, tmp_path: Path, version: str, harm: str, problem: str
    ) -> None:
        first, second = two_builds(packs, tmp_path)
        harmed(first.path, harm)
        with pytest.raises(VersionError, match=problem):
            roll_back(packs, tmp_path, first.version if version == "first" else version)
        assert (current_file(tmp_path), held(tmp_path)) == (second.path, "")

    def test_the_beginning_of_a_version_is_enough(self, packs: Path, tmp_path: Path) -> None:
        first, _ = two_builds(packs, tmp_path)
        assert find_version(tmp_path, first.version[:6]) == first.path
        shared = [first.path.with_name(f"directory-abcd{end}.db") for end in "ef"]
        for path in shared:
            path.touch()
        assert find_version(tmp_path, "abcde") == shared[0]
        with pytest.raises(VersionError, match="begins more than one version"):
            find_version(tmp_path, "abcd")

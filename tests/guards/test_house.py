"""The house in order: make's targets, documents that say what is so, locks that can be trusted."""

import re
from pathlib import Path

import pytest

from tests.guards.tree import ROOT, files

MAKEFILE = (ROOT / "Makefile").read_text()
README = (ROOT / "README.md").read_text()
OPERATING = (ROOT / "docs" / "operating.md").read_text()
DOCUMENTS = [*files(suffixes=(".md",)), ROOT / "Containerfile"]
TARGETS = dict(re.findall(r"^([a-z][a-z-]*):(.*)$", MAKEFILE, re.MULTILINE))
COMMANDS = {path.stem for path in files("bot/commands", suffixes=(".py",)) if "_" not in path.stem}
LOCKS = [path for path in files("requirements", suffixes=(".txt",)) if path.stem != "engine-overrides"]
ADRS = sorted((ROOT / "docs" / "adr").glob("*.md"))


class TestMake:
    def test_every_target_says_what_it_does(self) -> None:
        assert {name for name, rest in TARGETS.items() if "## " not in rest} == set()

    def test_every_target_is_phony(self) -> None:
        assert set(TARGETS) == set(re.findall(r"^\.PHONY: ([a-z-]+)$", MAKEFILE, re.MULTILINE))

    def test_what_everybody_expects_is_there(self) -> None:
        expected = {"help", "run", "test", "install", "train", "lint", "validate", "bench", "clean"}
        assert expected <= set(TARGETS)

    def test_the_sizes_are_those_of_the_readme(self) -> None:
        sizes = re.findall(r"[\d.]+ [MG]B", MAKEFILE)
        assert sizes
        assert [size for size in sizes if size not in README] == []


class TestDocuments:
    def test_the_readme_is_short(self) -> None:
        assert len(README.splitlines()) < 120

    def test_every_make_command_in_a_document_exists(self) -> None:
        named = {
            target
            for path in DOCUMENTS
            for target in re.findall(r"(?:`|^|RUN )make ([a-z-]+)", path.read_text(), re.MULTILINE)
        }
        assert named
        assert named - set(TARGETS) == set()

    def test_every_command_in_a_document_exists(self) -> None:
        named = {
            command
            for path in DOCUMENTS
            for command in re.findall(r'python -m bot ([a-z]+)|"-m", "bot", "([a-z]+)"', path.read_text())
        }
        assert {first or second for first, second in named} - COMMANDS == set()

    def test_every_command_is_explained_to_operators(self) -> None:
        assert {name for name in COMMANDS if f"`python -m bot {name}`" not in OPERATING} == set()

    def test_every_link_leads_somewhere(self) -> None:
        broken = [
            f"{path.relative_to(ROOT)}: {link}"
            for path in DOCUMENTS
            for link in re.findall(r"\]\(([^)#:\s]+)\)", path.read_text())
            if not (path.parent / link).exists()
        ]
        assert broken == []


@pytest.mark.parametrize("decision", ADRS, ids=lambda path: path.stem[:4])
class TestDecisions:
    def test_it_is_short(self, decision: Path) -> None:
        assert len(decision.read_text().split()) < 400

    def test_it_has_every_part(self, decision: Path) -> None:
        parts = re.findall(r"^## (.+)$", decision.read_text(), re.MULTILINE)
        assert parts == ["Context", "Decision", "Consequences", "Alternatives"]
        assert "We will " in decision.read_text()


def test_the_decisions_are_numbered_in_order() -> None:
    assert [int(path.stem[:4]) for path in ADRS] == list(range(1, len(ADRS) + 1))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
class TestLocks:
    def test_it_names_no_index(self, lock: Path) -> None:
        assert (
            re.findall(r"https?://|file:|--(?:extra-)?index|--find-links|--trusted", lock.read_text()) == []
        )

    def test_every_package_has_one_version_and_a_hash(self, lock: Path) -> None:
        requirements = re.split(r"\n(?=[A-Za-z0-9])", lock.read_text().replace("\\\n", " "))
        packages = [each for each in requirements if not each.startswith("#")]
        assert packages
        assert [each for each in packages if "==" not in each or "--hash=sha256:" not in each] == []


def test_the_locks_are_those_that_are_installed() -> None:
    assert [path.name for path in LOCKS] == ["bot.txt", "dev.txt", "engine.txt", "fuzz.txt", "outcodes.txt"]
    assert set(re.findall(r"requirements/([a-z]+\.txt)", MAKEFILE)) == {path.name for path in LOCKS}

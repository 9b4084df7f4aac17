"""``python -m bot validate`` and the rules of wording."""

from pathlib import Path
from shutil import copytree

import pytest
from click.testing import CliRunner

from bot.commands.validate import validate
from bot.content.cards import CARDS
from bot.content.checks import offer_errors, wording_errors
from bot.directory.numbers import NOT_A_NUMBER
from tests.content.conftest import CONTENT


def run(root: Path) -> tuple[int, list[str]]:
    result = CliRunner().invoke(validate, ["--content", str(root)])
    return result.exit_code, result.output.splitlines()


def test_the_content_that_ships_is_fine() -> None:
    code, lines = run(CONTENT)
    assert (code, len(lines)) == (0, 1)
    assert lines[0].startswith("content is fine: 3 topics, ")
    assert f" strings, {len(CARDS)} cards, " in lines[0]
    assert lines[0].endswith(" texts fit their channels")


def test_every_problem_is_printed_by_file_and_line(content: Path) -> None:
    topic = content / "topics" / "sleep.md"
    topic.write_text(
        topic.read_text("utf-8").replace("title: Sleep\n", "").replace("See your GP", "Call 0116 496 0000")
    )
    assert run(content) == (
        1,
        [
            "content/topics/sleep.md:2: 'title' is missing: add it",
            "content/topics/sleep.md:18: looks like a number to call: numbers belong in crisis/ or regions/ only",
            f"{content.as_posix()}/safety: there are no rule files here",
            "content/regions: holds no region: add a folder with a region.yml",
        ],
    )


def test_a_number_that_the_directory_does_not_have_is_reported(tmp_path: Path) -> None:
    root = tmp_path / "content"
    copytree(CONTENT, root)
    lines = root / "crisis" / "lines.yml"
    lines.write_text(
        lines.read_text("utf-8").replace("116 123", "116 117").replace("85258", "85285"), "utf-8"
    )
    assert run(root) == (
        1,
        [
            f"content/crisis/lines.yml:18: '116 117' {NOT_A_NUMBER}",
            "content/crisis/lines.yml:22: the text number of uk-shout is not the one in regions/: make them agree",
        ],
    )


def test_a_rule_that_does_not_do_what_its_example_says_is_reported(tmp_path: Path) -> None:
    root = tmp_path / "content"
    copytree(CONTENT, root)
    rules = root / "safety" / "en" / "about.yml"
    rules.write_text(
        rules.read_text("utf-8").replace("examples_match:\n", "examples_match:\n      - hello\n", 1)
    )
    code, lines = run(root)
    assert code == 1
    assert "the example 'hello' must match, and does not" in lines[0]


def test_a_text_that_does_not_fit_a_channel_is_reported(tmp_path: Path) -> None:
    root = tmp_path / "content"
    copytree(CONTENT, root)
    strings = root / "strings" / "en.yml"
    strings.write_text(strings.read_text("utf-8").replace("You're welcome.", "You’re welcome.", 1), "utf-8")
    code, lines = run(root)
    assert code == 1
    assert len(lines) == 1
    assert lines[0].startswith(
        "content/strings/en.yml: 'greet.thanks' holds '’' (RIGHT SINGLE QUOTATION MARK), "
    )


def test_a_service_that_is_offered_must_be_in_the_directory() -> None:
    found = [str(error) for error in offer_errors([], CONTENT)]
    assert found == ["content/regions: the choice 'central_access_point' needs the service llr-cap: add it"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("Call 999 now", "looks like a number"),
        ("Call 0808 800 3302.", "looks like a number"),
        ("Call 0116-496-0000", "looks like a number"),
        ("Call +44 (0)116 496 0000", "looks like a number"),
        ("Text 85258", "looks like a number"),
        ("Talk to 116 123", "looks like a number"),
        ("Count to 10, 3 times, for 5 minutes, until 2027-01-31", None),
        ("One in 4 people, 1,000 steps, 50% of 2026", None),
        ("See https://example.org/12345678", None),
        ("He committed suicide", "'committed suicide' is not said here: write end (their) life"),
        ("the mentally ill", "'mentally ill' is not said here: write mental health problems"),
        ("our Users", "'Users' is not said here: write person or people"),
        ("I promise", "'I promise' is not said here"),
        ("The pharmacist is impatient and amused", None),
    ],
)
def test_rules_of_wording(tmp_path: Path, line: str, problem: str | None) -> None:
    (tmp_path / "content" / "topics").mkdir(parents=True)
    (tmp_path / "content" / "topics" / "x.md").write_text(f"fine\n{line}\n", "utf-8")
    found = [str(error) for error in wording_errors(tmp_path / "content")]
    assert len(found) == (0 if problem is None else 1)
    assert all(error.startswith(f"content/topics/x.md:2: {problem}") for error in found)


@pytest.mark.parametrize(
    ("folder", "line", "is_said"),
    [
        ("crisis", "Put the tablets away", False),
        ("crisis", "stay away from the bridge", False),
        ("crisis", "to commit it", False),
        ("crisis", "Move away from anything that could hurt you. Take a training course.", True),
        ("topics", "Put your tablet away before bed", True),
    ],
)
def test_a_card_names_no_method(tmp_path: Path, folder: str, line: str, *, is_said: bool) -> None:
    (tmp_path / "content" / folder).mkdir(parents=True)
    (tmp_path / "content" / folder / "x.yml").write_text(line, "utf-8")
    assert bool(list(wording_errors(tmp_path / "content"))) != is_said


@pytest.mark.parametrize(
    ("folder", "allowed"), [("crisis", True), ("regions", True), ("safety", True), ("exercises", False)]
)
def test_numbers_live_in_their_own_folders(tmp_path: Path, folder: str, *, allowed: bool) -> None:
    (tmp_path / "content" / folder).mkdir(parents=True)
    (tmp_path / "content" / folder / "x.yml").write_text("Call 999", "utf-8")
    assert bool(list(wording_errors(tmp_path / "content"))) != allowed

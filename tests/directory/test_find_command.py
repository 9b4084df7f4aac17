"""The command ``python -m bot directory find``: what is refused, and what is not printed."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.commands.directory import directory as command
from tests.directory.packs import CAFE, CONTENT, services_csv, write_services

WHERE_TO_GO = {"address": "The Bull, Ambridge", "hours": "We 12:00-20:00"}
NOTHING = {"address": "", "hours": "", "phone": ""}


@pytest.fixture(autouse=True)
def _settings(packs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYMARK_CONTENT_DIR", str(packs))
    monkeypatch.setenv("WAYMARK_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("WAYMARK_REGION", "am")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)


def build(packs: Path) -> None:
    """Build, and only then add the words: the crisis cards do not name the numbers of Ambridge."""
    assert run("build").exit_code == 0
    for words in ("strings", "crisis", "topics", "safety"):
        (packs / words).symlink_to(CONTENT / words)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({}, {**WHERE_TO_GO, "phone": CAFE["phone"]}),
        ({"assurance": "stale"}, {**WHERE_TO_GO, "phone": ""}),
        ({"audience": "professionals", "referred_by": "a GP"}, NOTHING),
        ({"audience": "professionals", "referred_by": "a GP", "assurance": "stale"}, NOTHING),
    ],
)
def test_a_row_says_no_more_than_people_are_shown(
    packs: Path, cells: dict[str, str], expected: dict[str, str]
) -> None:
    write_services(packs, services_csv([CAFE | cells]))
    build(packs)
    (found,) = json.loads(run("find", "crisis cafe", "--json").output)["results"]
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--region", "bc", "'bc' is not a region: choose one of am, uk."),
        (
            "--when",
            "noon",
            "'noon' is not a time to ask for: choose one of now, today, tonight, tomorrow, weekend, mo, tu, we, th, fr, ",
        ),
        (
            "--only",
            "women; nonsense",
            "'nonsense' is nothing to choose by: choose from step_free, drop_in, bsl, free, carers, deaf_people, lgbt, men, ",
        ),
    ],
)
def test_what_it_does_not_know_is_refused_with_the_choices(
    packs: Path, option: str, value: str, says: str
) -> None:
    build(packs)
    done = run("find", "crisis cafe", option, value)
    assert says in done.output
    assert done.output.count("\n") == 1
    assert done.exit_code == 1


@pytest.mark.parametrize(
    ("option", "value"),
    [("--region", "am"), ("--when", "tonight"), ("--when", "su"), ("--only", "free; women"), ("--only", "")],
)
def test_what_it_knows_is_taken(packs: Path, option: str, value: str) -> None:
    build(packs)
    done = run("find", "crisis cafe", option, value)
    assert done.exit_code == 0
    assert " found" in done.output


def test_before_a_build_one_sentence_says_what_to_do() -> None:
    done = run("find", "crisis cafe")
    assert done.exit_code == 1
    assert done.output.splitlines() == [
        "Error: There is no service directory yet: run 'python -m bot directory build'."
    ]

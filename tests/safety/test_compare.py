"""``notice diff`` and ``notice replay``: what other rules would have decided."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.commands.notice import notice
from bot.safety import load
from bot.safety.net import SafetyNet
from bot.safety.rules import RuleSet
from tests.support.bot_thread import RunningBot
from tests.support.chat import Person


@pytest.fixture(autouse=True)
def _rules_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def load_net(content: Path, *, second_net: bool = True) -> SafetyNet:
        return SafetyNet(RuleSet.load(content / "safety"))

    monkeypatch.setattr(load, "load_net", load_net)


RULE = """\
rules:
  - id: {id}
    version: 1
    what: Something.
    category: suicide_ideation
    response: takeover
    phrases: ["{phrase}"]
    examples_match: ["{phrase}"]
    examples_not: ["hello"]
    rationale: Because.
    reviewed_by: null
    reviewed_on: null
"""


def content(folder: Path, name: str, phrase: str) -> Path:
    (folder / name / "safety" / "en").mkdir(parents=True)
    (folder / name / "safety" / "en" / "core.yml").write_text(RULE.format(id=name, phrase=phrase))
    return folder / name


def run(*arguments: object) -> str:
    result = CliRunner().invoke(notice, [str(each) for each in arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_diff_lists_the_decisions_that_change(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.jsonl"
    texts = ["end my life", "go to sleep", "hello", "end my life, go to sleep"]
    corpus.write_text("\n".join(json.dumps({"id": n, "text": text}) for n, text in enumerate(texts)))
    old, new = content(tmp_path, "old", "end my life"), content(tmp_path, "new", "go to sleep")
    said = run("diff", old, new, "--corpus", corpus)
    assert said.splitlines() == [
        "0  takeover -> none",
        "  before: en.core.old@1",
        "  after:  no rule",
        "1  none -> takeover",
        "  before: no rule",
        "  after:  en.core.new@1",
        "2 decisions change; 1 more only for other reasons.",
    ]


def test_diff_reads_example_files(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text("== none - en work\nend my life\n")
    old, new = content(tmp_path, "old", "end my life"), content(tmp_path, "new", "go to sleep")
    assert "a.txt:2  takeover -> none" in run("diff", old, new, "--corpus", tmp_path / "corpus")


def test_a_corpus_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_text('{"id": 1}\n')
    old = content(tmp_path, "old", "end my life")
    result = CliRunner().invoke(
        notice, ["diff", str(old), str(old), "--corpus", str(tmp_path / "corpus.jsonl")]
    )
    assert result.exit_code == 1
    assert "corpus.jsonl:1: this is not" in result.output


def test_replay_compares_stored_notices_without_words(
    bot: RunningBot, person: Person, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    person.ask("I want to end my life")
    monkeypatch.setenv("WAYMARK_DATA_DIR", str(bot.deps.settings.data_dir))
    monkeypatch.setenv("WAYMARK_DATABASE_URL", bot.deps.settings.store_url)
    shutil.copytree("content/safety", tmp_path / "same" / "safety")
    assert "0 decisions change" in run("replay", "--content", tmp_path / "same")
    said = run("replay", "--content", content(tmp_path, "other", "hello there"))
    assert "takeover -> none" in said
    assert "life" not in said

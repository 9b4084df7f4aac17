import re
from pathlib import Path

import pytest

from bot.content.errors import ContentError
from bot.safety.rule_file import CATEGORIES
from bot.safety.rules import RuleSet

RULE = """\
# a comment
rules:
  - id: one
    version: 1
    what: Something.
    category: suicide_ideation
    response: takeover
    phrases:
      - "end my life"
    examples_match:
      - "I want to end my life"
    examples_not:
      - "hello"
    rationale: Because.
    reviewed_by: null
    reviewed_on: null
"""


def load(folder: Path, text: str) -> RuleSet:
    (folder / "en").mkdir()
    (folder / "en" / "core.yml").write_text(text, encoding="utf-8")
    return RuleSet.load(folder)


def test_a_rule_is_read(tmp_path: Path) -> None:
    (rule,) = load(tmp_path, RULE).rules
    assert (rule.name, rule.response, rule.category) == ("en.core.one@1", "takeover", "suicide_ideation")
    assert (rule.reviewed_by, rule.reviewed_on) == (None, None)


def test_a_review_is_read(tmp_path: Path) -> None:
    text = RULE.replace("by: null", "by: Clinical lead").replace("on: null", "on: 2026-01-31")
    (rule,) = load(tmp_path, text).rules
    assert (rule.reviewed_by, str(rule.reviewed_on)) == ("Clinical lead", "2026-01-31")


@pytest.mark.parametrize(
    ("old", "new", "line", "why"),
    [
        ('"end my life"', '"end (my life"', 9, "no meaning"),
        ('"end my life"', '"end {my} life"', 9, "no list 'my'"),
        ('"end my life"', "yes", 9, "must hold texts"),
        ('- "end my life"', "{}", 8, "must be a list"),
        ("takeover", "panic", 7, "must be none, check_in, "),
        ("suicide_ideation", "sadness", 6, "must be suicide_ideation, "),
        ("category: suicide_ideation", "after: check_in", 3, "has a category"),
        ("takeover", "none", 3, "has a category"),
        ("    category: suicide_ideation\n    response: takeover", "    response: none", 3, "cancels: true"),
        ("version: 1", "version: 0", 4, "whole number"),
        ("version: 1", "version: true", 4, "whole number"),
        ("version: 1", "version: 1\n    colour: red", 5, "unknown field 'colour'"),
        ("version: 1", "version: 1\n    version: 2", 5, "here twice"),
        ("version: 1", "version: 1\n    cancels: maybe", 5, "true or false"),
        ("version: 1", "version: 1\n    after: lunch", 5, "must be check_in, plan, "),
        ("    rationale: Because.\n", "", 3, "'rationale' is missing"),
        ("reviewed_on: null", "reviewed_on: 2026-01-31", 15, "who reviewed it"),
        ("reviewed_by: null", "reviewed_by: Somebody", 16, "on which day"),
        ('      - "hello"', "      []", 12, "must be a list"),
        ('"hello"', '"to end my life"', 13, "must not match"),
        ('"I want to end my life"', '"bye"', 11, "must match"),
        ("what: Something.", "what: [", 7, "not YAML"),
        ("rules:\n", "rules:\n  - x\n", 3, "'name: value' lines"),
    ],
)
def test_a_broken_file_is_named_by_file_and_line(
    tmp_path: Path, old: str, new: str, line: int, why: str
) -> None:
    with pytest.raises(ContentError) as error:
        load(tmp_path, RULE.replace(old, new))
    assert str(error.value).startswith(f"{tmp_path.as_posix()}/en/core.yml:{line}: ")
    assert why in str(error.value)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "'name: value' lines"),
        ("\x00", "cannot be seen"),
        (RULE + RULE.partition("rules:\n")[2], "two rules"),
    ],
)
def test_other_broken_files(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(ContentError, match=why):
        load(tmp_path, text)


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("lists", "lists:\n  want: wish\n", r"lists\.yml:2: 'want' must be a list"),
        ("lists", "words:\n  want: [wish]\n", "unknown field 'words'"),
        ("shorthand", 'shorthand:\n  nemore: "any, more"\n', r"shorthand\.yml:2: one word stands for"),
        ("shorthand", "shorthand:\n  ye: yes\n", "in quotes"),
        ("questions", "questions:\n  lunch: [eaten]\n", "unknown field 'lunch'"),
        ("questions", 'questions:\n  safe:\n    - "are (you safe"\n', r"questions\.yml:3: .*no meaning"),
    ],
)
def test_broken_parts_are_named(tmp_path: Path, name: str, text: str, why: str) -> None:
    (tmp_path / "en" / "parts").mkdir(parents=True)
    (tmp_path / "en" / "parts" / f"{name}.yml").write_text(text, encoding="utf-8")
    (tmp_path / "en" / "core.yml").write_text(RULE, encoding="utf-8")
    with pytest.raises(ContentError, match=why):
        RuleSet.load(tmp_path)


def test_parts_are_shared_by_the_rules_of_a_language(tmp_path: Path) -> None:
    (tmp_path / "en" / "parts").mkdir(parents=True)
    (tmp_path / "en" / "parts" / "lists.yml").write_text("lists:\n  end: [end, finish]\n", encoding="utf-8")
    (tmp_path / "en" / "parts" / "shorthand.yml").write_text("shorthand:\n  lyf: life\n", encoding="utf-8")
    (tmp_path / "en" / "core.yml").write_text(RULE.replace("end my", "{end} my"), encoding="utf-8")
    assert len(RuleSet.load(tmp_path).read("finish my lyf")) == 1
    (tmp_path / "en" / "core.yml").write_text(f"lists:\n  end: [x]\n{RULE}", encoding="utf-8")
    with pytest.raises(ContentError, match="a list 'end' in parts"):
        RuleSet.load(tmp_path)


def test_no_rule_files_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="no rule files"):
        RuleSet.load(tmp_path)


def test_a_file_that_is_not_utf8_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "core.yml").write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(ContentError, match=re.escape("core.yml:1: is not UTF-8")):
        RuleSet.load(tmp_path)


def test_cancelling_covers_only_its_own_words(tmp_path: Path) -> None:
    cancels = (
        RULE.partition("rules:\n")[2]
        .replace("id: one", "id: two")
        .replace(
            "    category: suicide_ideation\n    response: takeover", "    response: none\n    cancels: true"
        )
        .replace('"end my life"', '"not end my life"')
        .replace('"I want to end my life"', '"I will not end my life"')
    )
    rules = load(tmp_path, RULE + cancels)
    for message, expected in [
        ("not end my life", ["two"]),
        ("not end my life but end my life", ["two", "one"]),
        ("not, end my life", ["one"]),
    ]:
        assert [f.rule.id.rpartition(".")[2] for f in rules.read(message)] == expected


def test_the_real_rules_are_many_and_unreviewed(rules: RuleSet) -> None:
    assert len(rules.rules) >= 25
    assert sum(len(rule.phrases) for rule in rules.rules) >= 80
    assert {rule.category for rule in rules.rules} - {None} == set(CATEGORIES)
    assert all(rule.reviewed_by is None for rule in rules.rules)


@pytest.mark.parametrize("path", sorted(Path("content/safety").glob("*/**/*.yml")), ids=lambda p: p.stem)
def test_each_file_says_that_no_clinician_has_reviewed_it(path: Path) -> None:
    assert "REVIEWED THIS FILE YET" in path.read_text(encoding="utf-8")

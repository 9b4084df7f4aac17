import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.commands.notice import notice
from bot.content.errors import ContentError
from bot.safety import load
from bot.safety.net import SafetyNet


@pytest.fixture(autouse=True)
def _rules_alone(monkeypatch: pytest.MonkeyPatch, net: SafetyNet) -> None:
    """The real rules without the second net, loaded once; another content folder is loaded as ever."""
    real = load.load_net

    def load_net(content: Path, *, second_net: bool = True) -> SafetyNet:
        return net if content == Path("content") else real(content, second_net=second_net)

    monkeypatch.setattr(load, "load_net", load_net)


def run(*arguments: str, lines: bytes = b"") -> Result:
    return CliRunner().invoke(notice, arguments, input=lines, catch_exceptions=False)


def answers(*lines: object) -> list[dict[str, Any]]:
    raw = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    result = run("--jsonl", lines=raw + b"\n")
    assert result.exit_code == 0
    return [json.loads(line) for line in result.stdout.splitlines()]


def turn(number: int, text: str, **more: object) -> dict[str, object]:
    return {"id": f"t{number}", "conversation": "c", "turn": number, "text": text, **more}


def responses(*lines: object) -> list[str]:
    return [answer["response"] for answer in answers(*lines)]


def test_lines_are_answered_in_order_in_the_agreed_form() -> None:
    assert answers({"id": "a", "text": "I want to die"}, {"id": 2, "text": "hello"}) == [
        {
            "id": "a",
            "response": "takeover",
            "categories": ["suicide_ideation"],
            "rules": ["en.ideation.want_to_die@3"],
        },
        {"id": 2, "response": "none", "categories": [], "rules": []},
    ]


@pytest.mark.parametrize(
    "line",
    [
        b"", b"{", b"[]", b"3", b"\xff\xfe\xfa", b"[" * 100_000, {}, {"id": 1}, {"text": "x"}, {"id": True, "text": "x"},
        {"id": [1], "text": "x"}, {"id": 1, "text": None}, {"id": 1, "text": 3}, {"id": 1, "text": "x", "bot": 3},
        {"id": {}, "text": "x", "conversation": "c", "turn": 1},
    ],
)  # fmt: skip
def test_a_malformed_line_is_answered_and_the_rest_goes_on(line: object) -> None:
    first, second = answers(line, {"id": "b", "text": "kms"})
    assert first.keys() == {"line", "error"}
    assert first["line"] == 1
    assert second["response"] == "takeover"


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ({"id": 1, "conversation": None, "turn": 1}, {"id": 1}),
        ({"id": 1, "conversation": "c"}, {"id": 1}),
        ({"conversation": "c"}, {"conversation": "c"}),
        ({"conversation": "c", "turn": 3, "bot": None}, {"conversation": "c", "turn": 3}),
    ],
)
def test_what_a_line_need_not_say(line: dict[str, object], named: dict[str, object]) -> None:
    (answer,) = answers({**line, "text": "kms"})
    assert answer["response"] == "takeover"
    assert {key: answer[key] for key in answer if key in ("id", "conversation", "turn")} == named


def test_what_breaks_on_one_line_ends_nothing_and_mixes_no_log_with_the_answers(
    net: SafetyNet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(net, "question_in", lambda *_: 1 / 0)
    monkeypatch.setattr(net, "_by_rules", lambda *_: 1 / 0)
    first, second = answers({"id": 1, "text": "x", "bot": "?"}, {"id": 2, "text": "a private sentence"})
    assert first == {"line": 1, "error": "this cannot be read (ZeroDivisionError)"}
    assert second["response"] == "check_in"


def test_odd_texts_are_answered() -> None:
    raw = b'{"id": "\\ud800", "text": "\\ud800\\u0000 I want to die"}'
    assert answers(raw)[0]["response"] == "takeover"


def test_a_takeover_stays_for_its_conversation_only() -> None:
    other = {"id": "o", "conversation": "d", "turn": 1, "text": "hello"}
    assert responses(turn(1, "I want to die"), turn(2, "lol jk"), other) == ["takeover", "takeover", "none"]


def test_an_answer_is_read_against_our_own_check_in() -> None:
    assert responses(turn(1, "I can't go on like this"), turn(2, "yeah")) == ["check_in", "takeover"]
    assert responses(turn(1, "I can't go on like this"), turn(2, "no")) == ["check_in", "check_in"]


def test_an_answer_is_read_against_what_the_bot_said() -> None:
    asks = "Are you thinking about ending your life?"
    assert responses(turn(1, "doesn't matter", bot=asks)) == ["takeover"]
    assert responses(turn(1, "yes", bot="Would you like some tips on sleep?")) == ["none"]
    # What the bot said last closes an earlier question.
    assert responses(turn(1, "I can't go on like this"), turn(2, "yes", bot="Do you want a list?")) == [
        "check_in",
        "none",
    ]


@pytest.mark.parametrize(
    ("said", "question"),
    [
        ("Are you thinking about ending your life?", "check_in"),
        ("Do you feel suicidal?", "check_in"),
        ("Are you having thoughts of suicide?", "check_in"),
        ("If you want to die, call now.", None),
        ("Which town are you in?", None),
        ("Do you have a plan?", "plan"),
        ("Have you taken anything tonight?", "done"),
        ("Thank you. Are you safe right now?", "safe"),
        ("Is someone hurting you?", "hurt"),
        ("Has he taken something?", "another"),
        ("", None),
    ],
)
def test_question_in(net: SafetyNet, said: str, question: str | None) -> None:
    assert net.question_in(said) == question


def test_our_own_check_in_card_is_known_as_the_question(net: SafetyNet) -> None:
    assert net.question_in(Path("content/crisis/check_in.yml").read_text(encoding="utf-8")) == "check_in"


def test_explain_names_rules_and_marks_the_words() -> None:
    result = run("--explain", "Tbh I wan’t to die")
    assert result.exit_code == 0
    assert "response: takeover" in result.output
    assert "en.ideation.want_to_die@3" in result.output
    assert "characters 6 to 18: Tbh I «wan’t to die»" in result.output


def test_explain_says_none() -> None:
    assert run("--explain", "hello").output == "response: none\ncategories: none\nwords for: none\n"


@pytest.mark.parametrize("arguments", [(), ("--jsonl", "--explain", "x")])
def test_one_of_the_two_is_needed(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "either --jsonl or --explain" in result.output


def test_a_broken_rule_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "safety" / "en").mkdir(parents=True)
    (tmp_path / "safety" / "en" / "core.yml").write_text("rules: 3\n")
    with pytest.raises(ContentError, match=r"core\.yml:1: 'rules' must be a list"):
        run("--jsonl", "--content", str(tmp_path))

"""Whether every text fits every channel that may say it."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.channels.capabilities import Capabilities
from bot.content.everything import Saying
from bot.content.library import Library
from bot.content.lint import PLAUSIBLE_URL, Linted, lint, saying_problems
from bot.directives import More, Offer
from bot.directory.build import build
from bot.directory.lookup import Directory
from bot.messages import Choice, Reply
from tests.content.conftest import CONTENT
from tests.directory.packs import CAFE, write_needs, write_packs

NOW = datetime(2026, 11, 21, 19, 30, tzinfo=UTC)
WEB = Capabilities()
TELEGRAM = Capabilities(length=4096, media=True, typing=True)
SMS = Capabilities(buttons=False, short=True, length=1600)
CHANNELS = {"web": WEB, "telegram": TELEGRAM, "sms": SMS}
NEEDS = [("cafe", "a café", "crisis_cafe", "cafe"), ("lines", "a line", "crisis_line", "line")]
LONG = "Words. " * 50


def linted(root: Path, data_dir: Path, channels: dict[str, Capabilities] | None = None) -> Linted:
    build(root, data_dir, today=NOW.date())
    directory = Directory.open(data_dir, public_url=PLAUSIBLE_URL)
    return lint(Library.load(root), directory, CHANNELS if channels is None else channels, now=NOW)


@pytest.fixture
def whole(content: Path) -> Path:
    """A small content folder with a small directory."""
    write_packs(content)
    write_needs(content, NEEDS)
    return content


def change(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def problems(root: Path, tmp_path: Path) -> list[str]:
    return [str(error) for error in linted(root, tmp_path / "data").errors]


def test_the_content_that_ships_fits_every_channel(tmp_path: Path) -> None:
    found = linted(CONTENT, tmp_path)
    assert found.errors == ()
    assert found.texts > 1000


def test_a_small_folder_fits(whole: Path, tmp_path: Path) -> None:
    assert problems(whole, tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "hello: greet.hello",
            f"hello: {LONG}",
            "'greet.hello' takes 3 text messages, but 2 are the most: write a 'hello_short' beside it",
        ),
        (
            "hello: greet.hello",
            f"hello: {LONG}\n  hello_short: {LONG}",
            "'greet.hello_short' takes 3 text messages, but 2 are the most: shorten it",
        ),
        ("hello: greet.hello", f"hello: {LONG}\n  hello_short: Hello.", None),
        (
            "hello: greet.hello",
            "hello: It’s",
            "'greet.hello' holds '’' (RIGHT SINGLE QUOTATION MARK), which makes text messages twice as long: write \"'\"",
        ),
        (
            "hello: greet.hello",
            "hello: Hi 😀",
            "'greet.hello' holds '😀' (GRINNING FACE), which makes text messages twice as long: use a plain character",
        ),
        ("hello: greet.hello", "hello: It’s ok\n  hello_short: It's ok", None),
        (
            "hello: greet.hello",
            "hello: Hello\n  helo_short: Hi",
            "'greet.helo_short' is the short variant of nothing: write 'greet.helo' too, or mend the name",
        ),
        (
            "unknown: place.unknown {place}",
            f"unknown: {'Words. ' * 40} {{place}}",
            "'place.unknown' takes 3 text messages, but 2 are the most: write a 'unknown_short' beside it",
        ),
        (
            "how: Reply MORE.",
            "how: Reply NEXT.",
            "'more.how' must be short, and hold the word 'MORE' of 'choices.more_text'",
        ),
        (
            "sleep: choices.sleep",
            'sleep: "Sleep\\n and rest"',
            "'choices.sleep' is what a button says: write it on one line",
        ),
        (
            "description: telegram.description",
            f"description: {'x' * 513}",
            "'telegram.description' is 513 characters long, but Telegram takes 512: shorten it",
        ),
        (
            "short_description: telegram.short_description",
            f"short_description: {'x' * 119}😀",
            "'telegram.short_description' is 121 characters long, but Telegram takes 120: shorten it",
        ),
        (
            "command_stop: telegram.command_stop",
            f"command_stop: {'x' * 257}",
            "'telegram.command_stop' is 257 characters long, but Telegram takes 256: shorten it",
        ),
        (
            "command_stop: telegram.command_stop",
            "command_stop: Stop\n  command_Stop-now: Stop",
            "'telegram.command_Stop-now' names no command: write up to 32 small letters, digits and '_' after 'command_'",
        ),
    ],
)
def test_a_string_that_does_not_fit_is_named(
    whole: Path, tmp_path: Path, old: str, new: str, problem: str | None
) -> None:
    change(whole, "strings/en.yml", old, new)
    expected = [f"content/strings/en.yml: {problem}"] if problem else []
    assert [each for each in problems(whole, tmp_path) if each in expected or "strings" in each] == expected


def test_a_text_in_another_language_is_paged_and_keeps_its_letters(whole: Path, tmp_path: Path) -> None:
    gujarati = f"code: gu\nname: ગુજરાતી\nreviewed: false\ngreet:\n  hello: {'શબ્દ. ' * 60}\n"
    (whole / "strings" / "gu.yml").write_text(gujarati, "utf-8")
    assert problems(whole, tmp_path) == []


def test_without_text_messages_nothing_need_be_short(whole: Path, tmp_path: Path) -> None:
    change(whole, "strings/en.yml", "hello: greet.hello", f"hello: {LONG} ’")
    assert linted(whole, tmp_path / "data", {"web": WEB}).errors == ()


def test_a_service_that_does_not_fit_is_named(content: Path, tmp_path: Path) -> None:
    write_packs(content, cafe=CAFE | {"alert": f"Closed 😀 {'x' * 5000}"})
    write_needs(content, NEEDS)
    found = problems(content, tmp_path)
    character = "(GRINNING FACE), which makes text messages twice as long: use a plain character"
    assert f"content/regions/am/services.csv: 'am-cafe' holds '😀' {character}" in found
    assert f"content/regions/needs.csv: 'cafe' holds '😀' {character}" in found


def problems_of(reply: Reply, capabilities: Capabilities) -> list[str]:
    saying = Saying("content/topics/x.md", "x", reply)
    return [str(error) for error in saying_problems(saying, capabilities)]


MANY = tuple(Choice(f"{n}", Offer("menu")) for n in range(3))
FURTHER = (Choice("MORE", Offer("more_text", directive=More(("fine", "It’s"), ()))),)


@pytest.mark.parametrize(
    ("reply", "capabilities", "problem"),
    [
        (Reply("Fine.", choices=MANY), TELEGRAM, None),
        (Reply(" "), WEB, "has an empty variant: write it"),
        (Reply("x" * 4096), TELEGRAM, None),
        (Reply("😀" * 2049), TELEGRAM, "is 4098 characters long in one message, but 4096 are the most"),
        (Reply("x" * 4097), replace(WEB, length=9999), "is 4097 characters long in one message, but 4096"),
        (Reply("x" * 200), replace(WEB, length=160), "is 200 characters long in one message, but 160 are"),
        (Reply("ok", choices=(Choice(" ", Offer("menu")),)), TELEGRAM, "offers a choice without words"),
        (Reply("x" * 306), SMS, None),
        (Reply("x" * 307), SMS, "has a page of 3 text messages, but 2 are the most"),
        (Reply("x" * 307, kind="card"), SMS, None),
        (Reply("It’s"), SMS, "holds '’' (RIGHT SINGLE QUOTATION MARK), which makes text messages twice"),
        (Reply("It’s", language="gu"), SMS, None),
        (Reply("It’s"), TELEGRAM, None),
        (Reply("First.", choices=FURTHER), SMS, "holds '’' (RIGHT SINGLE QUOTATION MARK)"),
    ],
)
def test_a_message_that_does_not_fit_its_channel_is_named(
    reply: Reply, capabilities: Capabilities, problem: str | None
) -> None:
    found = problems_of(reply, capabilities)
    assert len(found) == (1 if problem else 0)
    assert all(each.startswith(f"content/topics/x.md: 'x' {problem}") for each in found)


def test_the_id_of_a_choice_must_fit_behind_a_button(monkeypatch: pytest.MonkeyPatch) -> None:
    reply = Reply("ok", choices=MANY * 4)
    assert problems_of(reply, TELEGRAM) == []
    monkeypatch.setattr("bot.content.lint._ID", "x" * 62)
    assert (
        problems_of(reply, TELEGRAM)
        == ["content/topics/x.md: 'x' offers more choices than Telegram can tell apart: offer fewer"] * 2
    )

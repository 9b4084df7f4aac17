"""A malformed file is refused by name and line, with how to mend it."""

from pathlib import Path

import pytest

from bot.content.errors import ContentError
from bot.content.library import Library
from tests.content import small

EN, GU = "strings/en.yml", "strings/gu.yml"
SLEEP = "topics/sleep.md"
CRISIS, LINES, OWN = "crisis/crisis.yml", "crisis/lines.yml", "crisis/languages/gu.yml"

QUOTES = "write it, in quotes if it is a number, yes or no"

# what to change: file, old text, new text · what is said: line, how the problem begins
STRINGS = [
    (EN, "  hello: ", "  helo: ", [("greet:", "'greet.hello' is missing: add it")]),
    (EN, "hello: greet.hello", "hello: 5", [("hello:", f"'greet.hello' must be text: {QUOTES}")]),
    (EN, "hello: greet.hello", "hello:", [("hello:", f"'greet.hello' must be text: {QUOTES}")]),
    (EN, "hello: greet.hello", "hello: a {b}", [("hello:", "'greet.hello': unknown placeholder {b}: this text has none")]),
    (EN, "hello: greet.hello", "hello: a } b", [("hello:", "'greet.hello': a '{' or '}' stands alone: placeholders look")]),
    (EN, "unknown {place}", "{town}", [("unknown:", "'place.unknown': unknown placeholder {town}: this text can use {place}")]),
    (EN, "unknown {place}", "unknown {place}\n  unknown_short: '{place} {town}'", [
        ("unknown_short:", "'place.unknown_short': unknown placeholder {town}: this text can use {place}"),
    ]),
    (EN, "  hello: ", "  yes: 5\n  hello: ", [("yes:", f"'greet.yes' must be text: {QUOTES}")]),
    (EN, "  hello: ", "  no: a\n  'no': b\n  hello: ", [("'no': b", "'no' is here twice: keep one")]),
    (EN, "reviewed: true", "reviewed: nearly", [("reviewed:", "'reviewed' must be true or false")]),
    (EN, "code: en", "code: gu", [("code:", "'code' is gu but the file is named en.yml: make them agree")]),
    (EN, "name: English\n", "", [("code:", "'name' is missing: add it")]),
    (EN, "name: English", "title: x\nname: English", [("title:", "'title' must be text: write it, under a heading")]),
    (EN, "name: English", "name: [English", [("reviewed:", "is not YAML (expected ',' or ']'")]),
    (EN, "name: English", "name: \t- English", [("name:", "is not YAML (found character '\\t'")]),
    (EN, "name: English", "name: Eng\x07lish", [("name:", "holds a character that cannot be seen: type the line again")]),
    (EN, "name: English", "name: &a English\nother:\n  x: *a", [("x:", "uses a YAML alias: write the value out")]),
    (EN, "name: English", "name: *a", [("name:", "uses a YAML alias: write the value out")]),
    (EN, "name: English", "name: English\n---\nx: 1", [("---", "is more than one document: remove the '---' line")]),
    (EN, "name: English", "name: " + "[" * 30 + "]" * 30, [("name:", "is nested too deeply: check brackets and spaces")]),
    (EN, "name: English", "? [a]\n: b\nname: English", [("? [a]", "a name must be a word, not a list")]),
    (EN, '- "menu"', '- "Help!"', [('- "Help', "'Help!' belongs to phone networks, which act on it: choose another phrase")]),
    (EN, '- "a person"', '- "Menu."', [('- "Menu.', "'Menu.' already means menu: keep it in one place")]),
    (EN, '- "menu"', '- "?"', [('- "?', "'?' has no letters: choose another phrase")]),
    (EN, '- "menu"', "- 5", [("- 5", "'menu' must hold texts: put this one in quotes")]),
    (EN, "  menu:\n", "  list:\n", [
        ("commands:", "'menu' must be a list: one '- text' line for each"),
        ("list:", "unknown field 'list': the fields here are delete_chat, menu, talk_to_person"),
    ]),
    (EN, "commands:", "greet2:", [
        ("code:", "'commands' is missing: add it, with a list of phrases for each command"),
        ("delete_chat:", f"'greet2.delete_chat' must be text: {QUOTES}"),
        ("menu:", f"'greet2.menu' must be text: {QUOTES}"),
        ("talk_to_person:", f"'greet2.talk_to_person' must be text: {QUOTES}"),
    ]),
]  # fmt: skip
TOPICS = [
    (SLEEP, "title: Sleep\n", "", [("owner:", "'title' is missing: add it")]),
    (SLEEP, "title:", "titel:", [("titel:", "'title' is missing: add it"), ("titel:", "unknown field 'titel': the fields")]),
    (SLEEP, "2027-01-31", "soon", [("review_by:", "'review_by' must be a date like 2026-03-31")]),
    (SLEEP, "2027-01-31", "null", [("review_by:", "'review_by' must be a date like 2026-03-31")]),
    (SLEEP, "2027-01-31", "2027-13-31", [
        ("review_by:", "'2027-13-31' cannot be read: put it in quotes or mend it"),
        ("review_by:", "'review_by' must be a date like 2026-03-31"),
    ]),
    (SLEEP, "2026-01-31", "31/1/2026", [("reviewed_on:", "'reviewed_on' must be a date like 2026-03-31 or null")]),
    (SLEEP, "2026-01-31", "2027-02-01", [("review_by:", "'review_by' must be after 'reviewed_on'")]),
    (SLEEP, "https://", "http://", [("url:", "'url' must begin with https://")]),
    (SLEEP, "    url: https://example.org/sleep\n", "", [("- name:", "'url' is missing: add it")]),
    (SLEEP, "- name: A page\n    url: ", "- ", [("- https", "each of 'sources' must be 'name: value' lines")]),
    (SLEEP, "sources:", "sources: []\nextra:", [
        ("extra:", "unknown field 'extra'"),
        ("sources:", "'sources' must be a list, with one at least"),
    ]),
    (SLEEP, "choices: [menu]", "choices: [many]", [("choices:", "unknown choice 'many': the choices are anxiety, ")]),
    (SLEEP, 'sms: "Rest well."\n', "", [("title:", "'sms' is missing: add it")]),
    (SLEEP, "Rest well.", "Don’t worry.", [("sms:", "'sms' holds '’', which makes text messages twice as long: use plain c")]),
    (SLEEP, "Rest well.", "Rest. " * 52, [("sms:", "'sms' takes 3 text messages of 311 characters: use at most 2")]),
    (SLEEP, "- One", "- **One**", [("- **One", "bold, italics and code cannot be shown")]),
    (SLEEP, "- One", "- <b>One</b>", [("- <b>", "HTML cannot be shown")]),
    (SLEEP, "- One", "- [One](x)", [("- [One", "links cannot be shown")]),
    (SLEEP, "- One", "| One |", [("| One", "tables cannot be shown")]),
    (SLEEP, "---\ntitle", "title", [("title:", "must begin with front matter: a '---' line, 'name: v")]),
    (SLEEP, small.TOPIC.rpartition("---\n")[2], "", [("---#2", "has no text below its front matter: write it")]),
]  # fmt: skip
CARDS = [
    (CRISIS, "web: |", "text: |", [("text:", "unknown field 'text'"), ("title:", "'web' is missing: add it")]),
    (CRISIS, "{phones}", "{phone}", [("web:", "'web': unknown placeholder {phone}: this text can use {phones}, {")]),
    (CRISIS, "some-text]", "other]", [("lines:", "unknown line 'other': the lines of lines.yml are some-text, uk-999")]),
    (CRISIS, "show_as: card", "show_as: poster", [("show_as:", "'show_as' must be card or text")]),
    (CRISIS, "lines: [uk-999, ", "lines: [", [("web:", "'web' must show uk-999: add {uk-999}")]),
    (CRISIS, "call {uk-999}", "call 112", [
        ("sms:", "'sms' holds a number: add it to lines.yml, and write {its-service} here"),
        ("sms:", "'sms' must show uk-999: add {uk-999}"),
    ]),
    (CRISIS, "Talk to", "Call 0116 496 0000:", [("web:", "'web' holds a number: add it to lines.yml, and write {its-")]),
    (CRISIS, "In danger", "Danger " * 19, [("sms:", "'sms': the number of some-text must be in the first 153 chara")]),
    (CRISIS, "In danger", "Danger " * 20, [("sms:", "'sms': the number of some-text must be in the first 153 chara")]),
    (CRISIS, "clinically_reviewed: false", "clinically_reviewed:", [("clinically_reviewed:", "'clinically_reviewed' must")]),
    (OWN, "language: gu", "language: gu-latn", [("language:", "'language' must be a code like gu, or gu-Latn for")]),
    (OWN, "language: gu", "language: en", [("language:", "'language' must be a code like gu, or gu-Latn for Latin lette")]),
    (OWN, "language: gu", "language: hi", [("language:", "'language' is hi but the file is named gu.yml: make them agree")]),
    (OWN, "reviewed: false", "reviewed: soon", [("reviewed:", "'reviewed' must be true or false")]),
    (OWN, "web: |", "text: |", [
        ("language:", "'web' is missing: add it"),
        ("text:", "unknown field 'text': the fields here are language, reviewed, sms, web"),
    ]),
    (OWN, "મદદ: {uk-999}", "મદદ", [("web:", "'web' must show uk-999: add {uk-999}")]),
    (OWN, "મદદ: {uk-999}", "{phones} {uk-999}", [("web:", "'web': unknown placeholder {phones}: this text can use {")]),
    (OWN, '"{uk-999} મદદ', '"' + "મ" * 71 + "{uk-999}", [("sms:", "'sms': the number of uk-999 must be in the first 67 ch")]),
    (OWN, '"{uk-999} મદદ', '"{uk-999}' + "મ" * 199, [("sms:", "'sms' takes 4 text messages of 202 characters: use at m")]),
    (LINES, 'phone: "999"', "phone: 999", [("phone:", f"'phone' must be text: {QUOTES}")]),
    (LINES, 'text: "70007"', 'text: "70007"\n    phone: "1"', [("text:", "give 'phone' or 'text', not both: one line is one")]),
    (LINES, "call {number} now", "call now", [("detail:", "'detail' must hold {number}, where the number is to stand")]),
    (LINES, "call {number} now", "call {phone} now", [("detail:", "'detail': unknown placeholder {phone}: this text can")]),
    (LINES, "service: some-text", "service: uk-999", [("- service:#2", "'uk-999' is here twice: keep one")]),
    (LINES, "lines:", "numbers:", [
        ("numbers:", "'lines' must be a list, with one at least"),
        ("numbers:", "unknown field 'numbers'"),
    ]),
]  # fmt: skip


def line_of(text: str, marker: str) -> int:
    """The line that begins with a marker; ``marker#2`` is the second one."""
    start, _, count = marker.rpartition("#") if marker[-2:-1] == "#" else (marker, "", "1")
    lines = [
        number for number, line in enumerate(text.split("\n"), start=1) if line.lstrip().startswith(start)
    ]
    return lines[int(count) - 1]


@pytest.mark.parametrize(("file", "old", "new", "said"), [*STRINGS, *TOPICS, *CARDS])
def test_a_malformed_file_is_refused_by_line(
    content: Path, file: str, old: str, new: str, said: list[tuple[str, str]]
) -> None:
    path = content / file
    before = path.read_text("utf-8")
    assert old in before
    after = before.replace(old, new, 1)
    path.write_text(after, "utf-8")
    found = sorted(str(error) for error in Library(content).refresh())
    expected = sorted(f"content/{file}:{line_of(after, marker)}: {problem}" for marker, problem in said)
    assert len(found) == len(expected), found
    for error, start in zip(found, expected, strict=True):
        assert error.startswith(start), found


def test_load_raises_the_first_problem(content: Path) -> None:
    (content / EN).write_bytes(b"code: en\nname: \xff\n")
    with pytest.raises(ContentError) as caught:
        Library.load(content)
    assert str(caught.value) == "content/strings/en.yml:2: is not UTF-8 text: save the file as UTF-8"


@pytest.mark.parametrize("text", ["", "- a\n", "hello", "null", "# only a comment\n"])
def test_a_file_that_is_not_fields_is_refused(content: Path, text: str) -> None:
    (content / EN).write_text(text, "utf-8")
    assert "content/strings/en.yml:1: must be 'name: value' lines" in map(str, Library(content).refresh())


def test_a_card_that_nothing_shows_is_refused(content: Path) -> None:
    (content / "crisis" / "crises.yml").write_text(small.CARD, "utf-8")
    (error,) = Library(content).refresh()
    assert str(error).startswith(
        "content/crisis/crises.yml:1: nothing shows a card called 'crises': the cards are bereaved, "
    )


@pytest.mark.parametrize("file", [EN, SLEEP, CRISIS, LINES])
def test_a_missing_file_is_named(content: Path, file: str) -> None:
    (content / file).unlink()
    (error,) = Library(content).refresh()
    assert str(error) == f"content/{file}: cannot be read (No such file or directory): check that it is there"


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="cannot be read"):
        Library.load(tmp_path / "content")


def test_another_language_may_hold_few_texts_but_no_wrong_ones(content: Path) -> None:
    (content / GU).write_text(
        "code: gu\nname: ગુજરાતી\nreviewed: false\nplace:\n  unknown: '{ગામ}'\n", "utf-8"
    )
    found = [str(error) for error in Library(content).refresh()]
    assert found == [
        "content/strings/gu.yml:5: 'place.unknown': unknown placeholder {ગામ}: this text can use {place}"
    ]

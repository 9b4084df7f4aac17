"""Reading content, and reading it again while it changes."""

import os
from pathlib import Path
from shutil import copytree
from threading import Thread

import pytest

from bot.content.errors import ContentError
from bot.content.library import Library
from tests.content import small
from tests.content.conftest import CONTENT


def edit(path: Path, old: str, new: str) -> None:
    """Change a file; the time is set by hand, because two writes can fall into one tick of a file system's clock."""
    then = path.stat().st_mtime_ns
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    os.utime(path, ns=(then + 1_000_000, then + 1_000_000))


GUJARATI = "code: gu\nname: ગુજરાતી\nreviewed: false\ngreet:\n  hello: નમસ્તે\ncommands:\n  menu: [મેનુ]\n"


def test_a_text_is_given_in_the_language_or_else_in_english(content: Path) -> None:
    (content / "strings" / "gu.yml").write_text(GUJARATI, "utf-8")
    library = Library.load(content)
    assert library.text("greet.hello", "gu") == "નમસ્તે"
    assert library.language_of("greet.hello", "gu") == "gu"
    assert library.text("greet.thanks", "gu") == "greet.thanks"
    assert library.language_of("greet.thanks", "gu") == "en"
    assert library.text("greet.hello", "xx") == "greet.hello"
    assert library.languages() == {"en": "English", "gu": "ગુજરાતી"}


def test_commands_of_all_languages_work_in_every_language(content: Path) -> None:
    (content / "strings" / "gu.yml").write_text(GUJARATI, "utf-8")
    library = Library.load(content)
    assert library.commands() == {
        "delete my chat": "delete_chat",
        "menu": "menu",
        "a person": "talk_to_person",
        "મેનુ": "menu",
    }
    assert library.command("મેનુ!") == "menu"


def test_placeholders_are_filled_once_and_values_are_never_read(content: Path) -> None:
    library = Library.load(content)
    assert library.text("place.unknown", place="{month} {0.x}") == "place.unknown {month} {0.x}"
    assert library.text("greet.hello", place="unused") == "greet.hello"


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        (lambda library: library.text("place.unknown"), "no value was given for {place}"),
        (
            lambda library: library.text("no.such"),
            "content/strings/en.yml: no text is called 'no.such': add it",
        ),
        (
            lambda library: library.topic("x"),
            "content/topics/x.md: there is no such file: add it, or mend the name",
        ),
        (
            lambda library: library.card("x"),
            "content/crisis/x.yml: there is no such file: add it, or mend the name",
        ),
    ],
)
def test_what_is_not_there_is_a_content_error(content: Path, ask: object, expected: str) -> None:
    assert callable(ask)
    with pytest.raises(ContentError) as caught:
        ask(Library.load(content))
    assert str(caught.value) == expected


def test_a_topic_is_plain_text(content: Path) -> None:
    topic = Library.load(content).topic("sleep")
    assert topic.body == "Sleep is rest. It helps.\n\n- One\n- Two\n\nSee your GP."
    assert topic.choices == ("menu",)
    assert [source.url for source in topic.sources] == ["https://example.org/sleep"]


def test_a_card_has_its_numbers_filled_in(content: Path) -> None:
    card = Library.load(content).card("crisis")
    assert card.text == "Talk to someone:\n\n- Emergency services: call 999 now.\n- Somebody: text 70007."
    assert card.sms == "In danger call 999. Or text 70007."
    assert [(line.service, line.kind, line.number) for line in card.lines] == [
        ("uk-999", "phone", "999"),
        ("some-text", "text", "70007"),
    ]


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ("116 12", "'116 12' is not a UK number"),
        ("116 111", "the phone number of uk-samaritans is not the one"),
    ],
)
def test_a_wrong_number_never_goes_live(tmp_path: Path, wrong: str, problem: str) -> None:
    root = Path(copytree(CONTENT, tmp_path / "content"))
    library = Library.load(root)
    edit(root / "crisis" / "lines.yml", '"116 123"', f'"{wrong}"')
    (error,) = library.refresh()
    assert str(error).startswith(f"content/crisis/lines.yml:18: {problem}")
    assert library.errors == [error]
    assert "116 123" in library.card("crisis").text


def test_a_number_changes_when_the_directory_has_it_too(tmp_path: Path) -> None:
    root = Path(copytree(CONTENT, tmp_path / "content"))
    library = Library.load(root)
    edit(root / "crisis" / "lines.yml", '"116 123"', '"116 111"')
    assert len(library.refresh()) == 1
    edit(root / "regions" / "uk" / "services.csv", "116 123", "116 111")
    assert library.refresh() == []
    assert "116 111" in library.card("crisis").text


def test_nothing_is_read_again_while_nothing_changes(content: Path) -> None:
    library = Library.load(content)
    before = library.everything()
    assert library.refresh() == []
    assert library.everything() == before
    assert library.topic("sleep") is before.topics["sleep"]


def test_a_changed_file_is_read_again(content: Path) -> None:
    library = Library.load(content)
    edit(content / "strings" / "en.yml", "hello: greet.hello", "hello: Good morning")
    edit(content / "topics" / "sleep.md", "See your GP.", "Talk to your GP.")
    assert library.refresh() == []
    assert library.text("greet.hello") == "Good morning"
    assert library.topic("sleep").body.endswith("Talk to your GP.")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("strings/en.yml", "hello: greet.hello", "hello: [greet.hello"),
        ("topics/sleep.md", "title: Sleep", "titel: Sleep"),
        ("crisis/crisis.yml", "{phones}", "{phone}"),
        ("crisis/lines.yml", 'phone: "999"', "phone: 999"),
    ],
)
def test_a_broken_file_keeps_its_last_good_version_until_it_is_mended(
    content: Path, file: str, old: str, new: str
) -> None:
    library = Library.load(content)
    before = library.everything()
    edit(content / file, old, new)
    errors = library.refresh()
    assert {error.file for error in errors} == {f"content/{file}"}
    assert library.everything() == before
    assert library.refresh() == []  # said once
    assert library.errors == errors  # and stands
    edit(content / file, new, old)
    assert library.refresh() == []
    assert library.errors == []


def test_a_good_change_beside_a_broken_file_is_taken(content: Path) -> None:
    library = Library.load(content)
    edit(content / "topics" / "sleep.md", "title: Sleep", "titel: Sleep")
    edit(content / "topics" / "anxiety.md", "title: Sleep", "title: Worry")
    assert len(library.refresh()) == 2
    assert library.topic("anxiety").title == "Worry"
    assert library.topic("sleep").title == "Sleep"


def test_a_new_file_is_found_and_a_lost_one_is_kept_and_reported(content: Path) -> None:
    library = Library.load(content)
    stress = content / "topics" / "stress.md"
    stress.write_text(small.TOPIC.replace("title: Sleep", "title: Stress"), "utf-8")
    assert library.refresh() == []
    assert library.topic("stress").title == "Stress"
    stress.unlink()
    (error,) = library.refresh()
    assert str(error) == "content/topics/stress.md: is gone: put it back, or restart to do without it"
    assert library.topic("stress").title == "Stress"
    assert library.refresh() == []
    stress.write_text(small.TOPIC, "utf-8")
    assert library.refresh() == []
    assert library.errors == []


def test_readers_always_see_a_whole_version(content: Path) -> None:
    library = Library.load(content)
    seen: set[str] = set()
    path = content / "topics" / "sleep.md"

    def change() -> None:
        for number in range(20):
            edit(path, "sms:", f"sms: Night {number}.\nold:" if number % 2 else "sms:")
            library.refresh()

    writer = Thread(target=change)
    writer.start()
    while writer.is_alive():
        seen.add(library.topic("sleep").sms)
    writer.join()
    assert seen == {"Rest well."}  # every change of the test was a broken one

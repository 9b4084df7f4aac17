"""What a person writes is nowhere but where it belongs, and after "delete my chat" it is nowhere at all.

A sentence that nobody else would write is planted in every way in; then it is looked for, byte by byte.
"""

import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from tests.support.bot_process import BotProcess
from tests.support.chat import Person
from tests.support.engine_process import EngineProcess
from tests.support.shared_engine import shared_engine
from tests.support.watch import until

pytestmark = pytest.mark.engine

MARKER = "quagmire-tangerine-7729"
RISK = "I want to end my life"


@pytest.fixture(scope="module")
def engine(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> EngineProcess:
    return shared_engine(pytestconfig, tmp_path_factory)


@pytest.fixture(scope="module")
def bot(engine: EngineProcess, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotProcess]:
    """A bot that logs all it can."""
    process = BotProcess(
        tmp_path_factory.mktemp("data"),
        engine.url,
        engine_secret=engine.secret,
        log_level="DEBUG",
        store_seconds="0.3",
    )
    process.start()
    yield process
    process.stop()


@pytest.fixture
def person(bot: BotProcess) -> Iterator[Person]:
    with Person(bot.url) as someone:
        yield someone


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Another program holds the database."""
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE" if database.name == "engine.db" else "BEGIN IMMEDIATE")
        yield
        other.execute("COMMIT")


# The ways in: each plants the marker and gives back what the bot answered.


def in_a_message(bot: BotProcess, person: Person) -> list[httpx.Response]:
    sent = person.send(f"I can't sleep {MARKER}")
    person.answers(30)
    return [sent]


def in_a_message_that_is_too_long(bot: BotProcess, person: Person) -> list[httpx.Response]:
    sent = person.send(f"{MARKER} " * 4000)
    person.answers(30)
    return [sent]


def in_a_body_that_is_too_large(bot: BotProcess, person: Person) -> list[httpx.Response]:
    return [person.send(f"{MARKER} " * 60_000)]


def in_a_risk_phrase(bot: BotProcess, person: Person) -> list[httpx.Response]:
    sent = person.send(f"{RISK} {MARKER}")
    person.answers(30)
    return [sent]


def in_a_choice(bot: BotProcess, person: Person) -> list[httpx.Response]:
    sent = [person.send(choice=f"{MARKER}.1"), person.send(choice=MARKER)]
    person.answers(30)
    return sent


def raw(bot: BotProcess, person: Person, **request: object) -> httpx.Response:
    headers = {"Authorization": f"Bearer {person.token}", "Content-Type": "application/json"}
    return httpx.post(f"{bot.url}/api/chat/messages", headers=headers, trust_env=False, **request)  # type: ignore[arg-type]  # httpx's own


def in_a_body_that_is_no_message(bot: BotProcess, person: Person) -> list[httpx.Response]:
    bodies = (
        f'{{"client_message_id": "1", "text": "{MARKER}',
        f'"{MARKER}"',
        f'["{MARKER}"]',
        f'{{"client_message_id": "{MARKER} ", "text": "x"}}',
        f'{{"client_message_id": "1", "text": {{"{MARKER}": 1}}}}',
        f'{{"client_message_id": "1", "text": "{MARKER}", "choice": "a.1"}}',
        f"\udcff{MARKER}",
    )
    return [raw(bot, person, content=body.encode("utf-8", "surrogateescape")) for body in bodies]


def in_a_token(bot: BotProcess, person: Person) -> list[httpx.Response]:
    headers = {"Authorization": f"Bearer {MARKER}"}
    return [
        httpx.post(f"{bot.url}/api/chat/messages", headers=headers, json={"text": MARKER}, trust_env=False),
        httpx.get(f"{bot.url}/api/chat/events", headers=headers, trust_env=False),
        httpx.delete(f"{bot.url}/api/chat/conversation", headers=headers, trust_env=False),
    ]


def in_an_address_or_a_header(bot: BotProcess, person: Person) -> list[httpx.Response]:
    headers = {"Authorization": f"Bearer {person.token}", "Last-Event-ID": MARKER}
    return [
        httpx.get(f"{bot.url}/{MARKER}?{MARKER}={MARKER}", trust_env=False),
        httpx.get(f"{bot.url}/static/{MARKER}", trust_env=False),
        httpx.get(f"{bot.url}/api/chat/events", headers=headers, trust_env=False),
        httpx.post(f"{bot.url}/api/chat/sessions", json={"region": MARKER}, trust_env=False),
        httpx.request(MARKER, f"{bot.url}/", trust_env=False),
    ]


def in_a_field_that_we_do_not_know(bot: BotProcess, person: Person) -> list[httpx.Response]:
    return [
        raw(bot, person, json={"client_message_id": "1", "text": "x", MARKER: 1}),
        httpx.post(f"{bot.url}/api/chat/sessions", json={MARKER: "llr"}, trust_env=False),
    ]


WAYS = (
    in_a_message,
    in_a_message_that_is_too_long,
    in_a_body_that_is_too_large,
    in_a_risk_phrase,
    in_a_choice,
    in_a_body_that_is_no_message,
    in_a_token,
    in_an_address_or_a_header,
    in_a_field_that_we_do_not_know,
)


def reports(bot: BotProcess, engine: EngineProcess) -> dict[str, str]:
    """All that the program says of itself."""
    logs = {"bot": bot.log, **engine.logs}
    pages = {
        path: httpx.get(f"{bot.url}{path}", trust_env=False).text for path in ("/metrics", "/health/ready")
    }
    return {name: path.read_text(errors="replace") for name, path in logs.items()} | pages


def told(bot: BotProcess, engine: EngineProcess) -> list[str]:
    """The reports in which the marker is."""
    return [name for name, text in reports(bot, engine).items() if MARKER in text.lower()]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_no_log_metric_or_error_tells_what_was_written(
    bot: BotProcess,
    engine: EngineProcess,
    person: Person,
    way: Callable[[BotProcess, Person], list[httpx.Response]],
) -> None:
    for response in way(bot, person):
        assert MARKER not in response.text.lower()
        assert MARKER not in str(response.headers).lower()
    assert told(bot, engine) == []


@pytest.mark.parametrize("words", ["I can't sleep", RISK])
def test_nor_when_the_engine_fails_with_the_words_in_its_hands(
    bot: BotProcess, engine: EngineProcess, person: Person, words: str
) -> None:
    with locked(engine.database):
        person.send(f"{words} {MARKER}")
        answer = person.answers(30)
        assert "999" in "".join(each["text"] for each in answer)
    assert told(bot, engine) == []


@pytest.mark.parametrize("words", ["I can't sleep", RISK])
def test_nor_when_the_store_is_locked_and_the_words_are_spooled(
    bot: BotProcess, engine: EngineProcess, person: Person, words: str
) -> None:
    with locked(bot.data_dir / "waymark.db"):
        answer = person.send(f"{words} {MARKER}").json()
        assert answer["stored"] is False
        assert MARKER not in str(answer)
    person.answers(30)
    assert told(bot, engine) == []


def test_the_logs_are_not_empty(bot: BotProcess, engine: EngineProcess, person: Person) -> None:
    """What is not written cannot tell anything: the tests above would prove nothing."""
    in_a_risk_phrase(bot, person)
    assert "case_opened" in reports(bot, engine)["bot"]
    assert "waymark_turns_total" in reports(bot, engine)["/metrics"]
    assert len(reports(bot, engine)["engine"]) > 0


# Erasure. Each test has a marker of its own, because all share one store and one engine.


@pytest.fixture
def marker() -> str:
    return f"vermilion-{uuid4().hex}"


def files_with(marker: str, folder: Path) -> set[str]:
    """The names of the files in which the marker is."""
    return {
        path.name for path in folder.rglob("*") if path.is_file() and marker.encode() in path.read_bytes()
    }


def write_much(person: Person, bot: BotProcess, marker: str) -> None:
    """Words in every table, over several pages, and some that had to go by the spool."""
    person.send(f"crisis cafe in Oakham {marker}", message_id=marker).raise_for_status()
    person.answers(30)
    for words in (
        f"{RISK} {marker}",
        f"I can't sleep {marker} " * 30,
        f"{marker} " * 400,
        f"talk to a person {marker}",
    ):
        person.ask(words, seconds=30)
    with locked(bot.data_dir / "waymark.db"):
        assert person.send(f"I feel low {marker}").json()["stored"] is False
        assert files_with(marker, bot.data_dir / "spool")
    person.answers(30)


def by_words(person: Person) -> str:
    (question,) = person.ask("delete my chat", seconds=30)
    confirm = next(choice["id"] for choice in question["choices"] if choice["label"] == "Delete my chat")
    with person.listening() as events:
        person.send(choice=confirm).raise_for_status()
        return next(str(event["text"]) for event in events if event["kind"] == "erased")


def by_the_api(person: Person) -> str:
    return str(person.erase().json()["messages"][0]["text"])


BOTH_WAYS = pytest.mark.parametrize("erase", [by_words, by_the_api], ids=lambda way: way.__name__)


@BOTH_WAYS
def test_a_deleted_chat_is_in_no_file_any_more(
    engine: EngineProcess, bot: BotProcess, person: Person, marker: str, erase: Callable[[Person], str]
) -> None:
    write_much(person, bot, marker)
    assert files_with(marker, bot.data_dir)
    assert files_with(marker, engine.folder) == {"engine.db"}
    assert "Your chat has been deleted." in erase(person)
    assert files_with(marker, bot.data_dir) == set()
    assert files_with(marker, engine.folder) == set()


def test_nor_is_it_after_a_restart(bot: BotProcess, person: Person, marker: str) -> None:
    write_much(person, bot, marker)
    by_the_api(person)
    bot.kill()
    bot.start()
    assert files_with(marker, bot.data_dir) == set()


def test_somebody_else_keeps_their_chat(bot: BotProcess, person: Person, marker: str) -> None:
    with Person(bot.url) as other:
        other.ask(f"hello {marker}", seconds=30)
        person.ask("hello", seconds=30)
        by_the_api(person)
        assert files_with(marker, bot.data_dir)
        by_the_api(other)
    assert files_with(marker, bot.data_dir) == set()


@BOTH_WAYS
def test_with_the_engine_away_ours_goes_at_once_and_the_rest_when_it_is_back(
    engine: EngineProcess, bot: BotProcess, person: Person, marker: str, erase: Callable[[Person], str]
) -> None:
    person.ask(f"hello {marker}", seconds=30)
    with stopped(engine):
        assert "will be deleted when it is back" in erase(person)
        assert files_with(marker, bot.data_dir) == set()
        assert files_with(marker, engine.folder) == {"engine.db"}
    until(lambda: not files_with(marker, engine.folder))


def test_while_another_program_reads_the_store_it_goes_as_soon_as_that_has_finished(
    bot: BotProcess, person: Person, marker: str
) -> None:
    """A backup reads for long, and what it reads cannot leave the write-ahead log meanwhile."""
    write_much(person, bot, marker)
    with closing(sqlite3.connect(bot.data_dir / "waymark.db", isolation_level=None)) as backup:
        backup.execute("BEGIN")
        backup.execute("SELECT count(*) FROM messages").fetchall()
        by_the_api(person)
    until(lambda: not files_with(marker, bot.data_dir), seconds=8)


@contextmanager
def stopped(engine: EngineProcess) -> Iterator[None]:
    """The engine hangs; afterwards it goes on."""
    os.kill(engine.pid("engine"), signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(engine.pid("engine"), signal.SIGCONT)

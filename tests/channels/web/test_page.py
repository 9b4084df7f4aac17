"""The page: numbers without JavaScript, only its own files, nothing inline, and no number written in code."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import httpx
import pytest

from bot.channels.web import page
from bot.content.library import Library
from bot.content.model import Card, Line
from tests.support.bot_thread import RunningBot, running_bot

STATIC = Path(page.__file__).parent / "static"
LIBRARY = Library.load(Path("content"))


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBot]:
    """One for all: these tests only read."""
    with running_bot(tmp_path_factory.mktemp("bot")) as running:
        yield running


@pytest.fixture(scope="module")
def numbers() -> Card:
    return LIBRARY.card("numbers")


def _words(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


def test_page_holds_the_numbers_card_without_javascript(bot: RunningBot, numbers: Card) -> None:
    answer = httpx.get(bot.url)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    for line in numbers.lines:
        assert f"{line.name}: {line.detail}" in _words(answer.text)
    assert page.NUMBERS not in answer.text
    assert "not a person" in answer.text


def test_numbers_are_links_that_a_phone_can_use(numbers: Card) -> None:
    html = page.render(page.NUMBERS, numbers)
    for line in numbers.lines:
        scheme = {"phone": "tel", "text": "sms"}[line.kind]
        assert f'href="{scheme}:{line.number.replace(" ", "")}">{line.number}</a>' in html


def test_words_of_content_are_escaped() -> None:
    line = Line("x", "<b>A & B</b>", "phone", "01 23", 'call 01 23 & "wait" <script>')
    card = LIBRARY.card("numbers")
    html = page.render(
        page.NUMBERS, Card(**{n: getattr(card, n) for n in card.__slots__} | {"lines": (line,)})
    )
    assert "<script" not in html
    assert "<b>" not in html
    assert _words(html) == '<b>A & B</b>: call 01 23 & "wait" <script>'


def test_every_file_that_the_page_names_is_served(bot: RunningBot) -> None:
    named = set(re.findall(r'(?:href|src)="/static/([^"]+)"', page.INDEX))
    named |= {n for text in _scripts().values() for n in re.findall(r'from "\./([^"]+)"', text)}
    assert named == set(page.FILES)
    for name in named:
        answer = httpx.get(f"{bot.url}/static/{name}")
        assert answer.status_code == 200
        assert answer.content == (STATIC / name).read_bytes()
    assert httpx.get(f"{bot.url}/static/chat.js").headers["content-type"].startswith("text/javascript")


@pytest.mark.parametrize(
    "name", ["index.html", "nothing.js", "..%2Fpage.py", "%2e%2e/page.py", "chat.js/", ""]
)
def test_nothing_else_is_served(bot: RunningBot, name: str) -> None:
    answer = httpx.get(f"{bot.url}/static/{name}")
    assert answer.status_code in {404, 307}
    assert "APIRouter" not in answer.text


def test_page_obeys_its_own_content_security_policy(bot: RunningBot) -> None:
    policy = httpx.get(bot.url).headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert re.findall(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page.INDEX) == []


def test_scripts_put_words_in_as_text_only() -> None:
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\b|localStorage"
    assert [name for name, text in _scripts().items() if re.search(forbidden, text)] == []


def test_no_number_to_call_is_written_in_the_page(numbers: Card) -> None:
    listed = "|".join(re.escape(line.number) for line in numbers.lines)
    for name in (*page.FILES, "index.html"):
        text = (STATIC / name).read_text("utf-8")
        assert re.findall(rf"(?<![\w.#-])(?:{listed})(?![\w%.])", text) == [], name


def _scripts() -> dict[str, str]:
    return {name: data.decode() for name, data in page.FILES.items() if name.endswith(".js")}

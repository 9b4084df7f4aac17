"""A browser, and a chat in it with a bot over a fake engine."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.browser.chat_page import ChatPage
from tests.conftest import unavailable
from tests.support.bot_thread import RunningBot, running_bot

CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
EXPECTED = (
    "net::ERR_INTERNET_DISCONNECTED",
    "net::ERR_FAILED",
    "status of 401",
    "status of 422",
    "status of 503",
)
"""What the browser itself writes about requests that the tests make fail; any other line fails the test."""

Open = Callable[..., ChatPage]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One a module, not one a run: while Playwright lives, its event loop is in the way of every async test."""
    if not CHROMIUM.exists():
        unavailable("chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def shared_bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBot]:
    with running_bot(tmp_path_factory.mktemp("bot")) as running:
        yield running


@pytest.fixture
def bot(shared_bot: RunningBot) -> RunningBot:
    """One bot for all, because each test has a chat of its own; the engine is as new."""
    shared_bot.engine.reset()
    return shared_bot


@pytest.fixture
def open_chat(browser: Browser, bot: RunningBot) -> Iterator[Open]:
    """Opens the chat in a browser profile of its own: ``open_chat(viewport=…, color_scheme=…)``."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not any(each in message.text for each in EXPECTED):
            complaints.append(message.text)

    def watch(page: Page) -> None:
        page.set_default_timeout(10_000)
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))

    def made(**options: object) -> ChatPage:
        context = browser.new_context(**options)  # type: ignore[arg-type]  # passed through as they come
        contexts.append(context)
        context.on("page", watch)
        page = context.new_page()
        page.goto(bot.url)
        return ChatPage(page)

    yield made
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def chat(open_chat: Open) -> ChatPage:
    """The chat, opened, with its first message."""
    opened = open_chat()
    opened.expect("not a person")
    return opened

"""The directory's pages in a real browser: without JavaScript, on a small screen, by keyboard, on paper, and by axe."""

import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.support.bot_thread import RunningBot

pytestmark = pytest.mark.browser
SMALL = {"width": 320, "height": 568}
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
FOUND = "/services?q=mental+health+cafe&place=Leicester&when=any&bsl=no"
MANY = "/services?q=help+with+thoughts+of+suicide"
PATHS = ("/services", FOUND, MANY, "/services/llr-cap", "/services/llr-mhuch", "/services/nothing")

Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, bot: RunningBot) -> Iterator[Open]:
    """Opens a path in a browser profile of its own: ``open_page("/services", viewport=…)``."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def made(path: str, **options: object) -> Page:
        context = browser.new_context(**options)  # type: ignore[arg-type]  # passed through as they come
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on(
            "console", lambda said: complaints.append(said.text) if "status of 404" not in said.text else None
        )
        page.goto(bot.url + path)
        return page

    yield made
    for context in contexts:
        assert context.cookies() == []
        context.close()
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing(open_page: Open, path: str, scheme: str) -> None:
    page = open_page(path, viewport=SMALL, color_scheme=scheme)
    found = Axe().run(page, options=WCAG)
    assert [
        (each["id"], [node["html"] for node in each["nodes"]]) for each in found.response["violations"]
    ] == []


@pytest.mark.parametrize("path", PATHS)
def test_nothing_scrolls_sideways_at_320_pixels_and_all_can_be_pressed(open_page: Open, path: str) -> None:
    page = open_page(path, viewport=SMALL)
    assert page.evaluate("document.documentElement.scrollWidth") == SMALL["width"]
    small = "[...document.querySelectorAll('a:not(.skip), button, select, input')].filter(e => e.offsetHeight < 24).length"
    assert page.evaluate(small) == 0


def test_a_search_and_its_result_without_javascript(open_page: Open) -> None:
    page = open_page("/services", java_script_enabled=False)
    page.get_by_label("What do you need help with?").fill("mental health cafe")
    page.get_by_label("Where are you?").fill("Market Harborough")
    page.get_by_label("When do you need it?").select_option("Any time")
    page.get_by_role("button", name="Search").click()
    expect(page).to_have_url(re.compile("place=Market\\+Harborough"))
    expect(page.get_by_label("Where are you?")).to_have_value("Market Harborough")
    result = page.get_by_role("article").filter(has_text="Symington Building").first
    result.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Market Harborough")
    expect(page.get_by_role("main")).to_contain_text("Last listed in December 2021")
    expect(page.get_by_role("complementary").get_by_role("link", name="999", exact=True)).to_be_visible()


def test_more_pages_without_javascript(open_page: Open) -> None:
    page = open_page(MANY, java_script_enabled=False)
    expect(page.get_by_role("article")).to_have_count(10)
    first = page.get_by_role("heading", level=3).all_inner_texts()
    page.get_by_role("link", name="Next page").click()
    expect(page.get_by_text(re.compile("Page 2 of"))).to_be_visible()
    assert not {*first} & {*page.get_by_role("heading", level=3).all_inner_texts()}
    page.get_by_role("link", name="Previous page").click()
    assert page.get_by_role("heading", level=3).all_inner_texts() == first


def test_a_whole_postcode_is_not_left_in_the_address(open_page: Open) -> None:
    page = open_page("/services", java_script_enabled=False)
    page.get_by_label("Where are you?").fill("le16 7ag")
    page.get_by_role("button", name="Search").click()
    expect(page).to_have_url(re.compile("place=LE16(&|#|$)"))
    expect(page.get_by_label("Where are you?")).to_have_value("LE16")


def test_keyboard_is_enough(open_page: Open) -> None:
    page = open_page("/services")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the main part")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("What do you need help with?")).to_be_focused()
    page.keyboard.type("debt")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q=debt"))
    expect(page.get_by_role("heading", level=2).last).to_contain_text(re.compile("found|find"))


def test_on_paper_there_are_the_facts_and_the_numbers_only(open_page: Open) -> None:
    page = open_page(FOUND)
    page.emulate_media(media="print")
    expect(page.get_by_role("search")).to_be_hidden()
    expect(page.get_by_role("link", name="Chat with Waymark")).to_be_hidden()
    expect(page.get_by_role("article").first).to_be_visible()
    expect(page.get_by_role("complementary")).to_be_visible()


def test_the_short_address_opens_the_page(open_page: Open) -> None:
    page = open_page("/s/llr-cap")
    expect(page).to_have_url(re.compile("/services/llr-cap$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Central Access Point")

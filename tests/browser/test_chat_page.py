"""The chat page in a real browser: what a person in need sees when things work, and when they do not."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Route, expect
from sqlalchemy import Connection, func, select

from bot.content.library import Library
from bot.store import cases
from bot.store.schema import conversations
from tests.browser.chat_page import ChatPage
from tests.browser.conftest import Open
from tests.support.bot_thread import RunningBot
from tests.support.fake_engine import Fault

pytestmark = pytest.mark.browser
SMALL = {"width": 320, "height": 568}


def _conversations(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(conversations)).scalar_one()


def _cases(connection: Connection) -> int:
    return len(cases.listing(connection))


def _numbers(library: Library) -> list[str]:
    return [line.number for line in library.card("numbers").lines]


def test_first_message_and_reply(bot: RunningBot, chat: ChatPage) -> None:
    before = bot.deps.database.run_now(_conversations)
    chat.say("hello")
    chat.expect("good to hear from you")
    assert bot.deps.database.run_now(_conversations) == before + 1
    assert chat.mine() == ["hello"]
    assert len([text for text in chat.everything() if "not a person" in text]) == 1
    expect(chat.box).to_have_value("")
    expect(chat.page.get_by_role("status")).to_be_empty()


def test_sign_of_work_until_the_reply(bot: RunningBot, chat: ChatPage) -> None:
    bot.engine.delay = 1.0
    chat.say("hello")
    expect(chat.page.get_by_role("status")).to_have_text("Waymark is writing")
    chat.expect("good to hear from you")
    expect(chat.page.get_by_role("status")).to_be_empty()


def test_choice_becomes_the_persons_message(bot: RunningBot, chat: ChatPage) -> None:
    chat.say("hello")
    chat.press("Sleep")
    chat.expect("Many people have times")
    expect(chat.log.get_by_role("button", name="Anxiety")).to_have_count(0)
    assert chat.mine() == ["hello", "Sleep"]
    assert bot.engine.turns[1]["choice"]["intent"] == "sleep"


def test_risk_phrase_shows_the_card_from_its_first_line(bot: RunningBot, open_chat: Open) -> None:
    before = bot.deps.database.run_now(_cases)
    chat = open_chat(viewport=SMALL)
    chat.say("I want to end my life")
    card = chat.expect("Thank you for telling me")
    expect(card).to_have_class(re.compile("card"))
    for number in _numbers(bot.deps.library):
        expect(card.get_by_role("link", name=number, exact=True).last).to_have_attribute(
            "href", re.compile("^(tel|sms):[0-9]+$")
        )
    chat.expect("No one from the team is here")
    expect(card.get_by_text("Thank you for telling me")).to_be_in_viewport()
    assert bot.deps.database.run_now(_cases) == before + 1


@pytest.mark.parametrize("fault", list(Fault))
def test_engine_down_gives_the_numbers_and_what_still_works(
    bot: RunningBot, chat: ChatPage, fault: Fault
) -> None:
    bot.deps.engine_seen = True
    bot.engine.fault = fault
    chat.say("I can't sleep")
    chat.expect("not working")
    card = chat.expect("If you need to talk to someone now")
    for number in _numbers(bot.deps.library):
        expect(card).to_contain_text(number)
    chat.press("Sleep")
    chat.expect("bed")


def test_offline_says_not_sent_with_numbers_and_retry_sends_once(bot: RunningBot, chat: ChatPage) -> None:
    chat.say("hello")
    chat.expect("good to hear from you")
    chat.page.context.set_offline(True)
    chat.say("I feel alone")
    failed = chat.expect("Not sent")
    expect(failed).to_contain_text("I feel alone")
    for number in _numbers(bot.deps.library):
        expect(failed).to_contain_text(number)
    chat.page.context.set_offline(False)
    chat.press("Try again")
    chat.expect("other words")
    expect(chat.log.get_by_text("Not sent")).to_have_count(0)
    assert chat.mine() == ["hello", "I feel alone"]
    assert len(bot.engine.turns) == 2


def test_answer_lost_on_the_way_and_retry_shows_the_message_once(bot: RunningBot, chat: ChatPage) -> None:
    def lose(route: Route) -> None:
        route.fetch()  # it arrives
        route.abort()  # its answer does not

    chat.page.route("**/api/chat/messages", lose, times=1)
    chat.say("hello")
    chat.expect("good to hear from you")
    expect(chat.log.get_by_text("Not sent")).to_have_count(0)
    assert chat.mine() == ["hello"]
    assert len(bot.engine.turns) == 1


def test_store_down_shows_the_words_of_the_answer_at_once(chat: ChatPage) -> None:
    words: dict[str, Any] = {
        "id": None,
        "from": "bot",
        "kind": "card",
        "text": "Kept for later.",
        "language": "en",
        "choices": [],
    }
    answer = {"stored": False, "repeated": False, "messages": [words]}
    chat.page.route("**/api/chat/messages", lambda route: route.fulfill(json=answer), times=1)
    chat.say("hello")
    expect(chat.expect("Kept for later.")).to_have_class(re.compile("card"))
    expect(chat.log.get_by_text("Not sent")).to_have_count(0)
    expect(chat.page.get_by_role("status")).to_be_empty()
    assert chat.mine() == ["hello"]


def test_problem_shows_its_detail_and_help_and_can_be_tried_again(bot: RunningBot, chat: ChatPage) -> None:
    problem = {
        "status": 503,
        "detail": "Not ready yet.",
        "help": "To talk:\n\n- Somebody: call 01632 960 123.",
    }
    chat.page.route("**/api/chat/messages", lambda route: route.fulfill(status=503, json=problem), times=1)
    chat.say("hello")
    failed = chat.expect("Not ready yet.")
    expect(failed.get_by_role("link", name="01632 960 123")).to_have_attribute("href", "tel:01632960123")
    chat.press("Try again")
    chat.expect("good to hear from you")
    assert chat.mine() == ["hello"]
    assert len(bot.engine.turns) == 1


def test_reload_continues_the_conversation(chat: ChatPage) -> None:
    chat.say("hello")
    chat.expect("good to hear from you")
    before = chat.everything()
    chat.page.reload()
    chat.expect("good to hear from you")
    assert chat.everything() == before
    chat.press("Sleep")
    chat.expect("bed")
    assert chat.mine() == ["hello", "Sleep"]


def test_second_tab_has_a_chat_of_its_own(bot: RunningBot, chat: ChatPage) -> None:
    chat.say("hello")
    chat.expect("good to hear from you")
    other = ChatPage(chat.page.context.new_page())
    other.page.goto(bot.url)
    other.expect("not a person")
    assert other.mine() == []


@pytest.mark.parametrize(
    "text",
    [
        "<img src=x onerror=alert(1)> I feel low today",
        "<script>alert(1)</script> I feel low today",
        "&lt;b&gt; {{1+1}} [a](javascript:alert(1)) I feel low today",
    ],
)
def test_markup_is_shown_as_text(chat: ChatPage, text: str) -> None:
    chat.say(text)
    chat.expect("other words")
    chat.page.reload()
    chat.expect("other words")
    assert chat.mine() == [text]
    assert chat.log.locator("img, script, b, .person a").count() == 0


@pytest.mark.parametrize("text", ["a\u2028b", "x" * 300, "1 < 2\n\n- not a list", "hi\x00\x07there"])
def test_odd_text_is_shown_once(chat: ChatPage, text: str) -> None:
    chat.box.fill(text)
    chat.box.press("Enter")
    chat.expect("other words")
    assert len(chat.mine()) == 1
    assert chat.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_text_from_right_to_left_is_shown_once(chat: ChatPage) -> None:
    chat.say("عندي قلق")
    chat.expect("in English")
    assert chat.mine() == ["عندي قلق"]
    assert chat.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_message_that_is_refused_can_be_changed(chat: ChatPage) -> None:
    chat.say("   ")
    failed = chat.expect("Your message was empty")
    expect(failed.get_by_role("link", name="999")).to_be_visible()
    chat.press("Change it")
    chat.box.press_sequentially("hello")
    chat.box.press("Enter")
    chat.expect("good to hear from you")
    assert [text.strip() for text in chat.mine()] == ["hello"]


def test_delete_my_chat(bot: RunningBot, chat: ChatPage) -> None:
    before = bot.deps.database.run_now(_conversations)
    chat.say("hello")
    chat.expect("good to hear from you")
    chat.press("Delete my chat")
    chat.press("Keep my chat")
    assert bot.deps.database.run_now(_conversations) == before + 1
    chat.press("Delete my chat")
    chat.press("Yes, delete it")
    chat.expect("Your chat has been deleted")
    assert chat.mine() == []
    assert bot.deps.database.run_now(_conversations) == before
    assert len(set(bot.engine.erased)) == 1  # the housekeeper may ask for the same at the same time
    chat.press("Start a new chat")
    chat.expect("not a person")
    chat.say("sleep")
    chat.expect("bed")
    assert chat.mine() == ["sleep"]


def test_chat_that_the_service_says_is_deleted_leaves_the_screen(chat: ChatPage) -> None:
    deleted: dict[str, Any] = {
        "id": None,
        "from": "bot",
        "kind": "erased",
        "text": "Deleted.",
        "language": "en",
        "choices": [],
    }
    stream = f"event: message\ndata: {json.dumps(deleted)}\n\n"
    chat.page.route(
        "**/api/chat/events",
        lambda route: route.fulfill(body=stream, content_type="text/event-stream"),
        times=1,
    )
    chat.page.reload()
    chat.expect("Deleted.")
    assert len(chat.everything()) == 1
    chat.press("Start a new chat")
    chat.say("hello")
    chat.expect("good to hear from you")
    assert chat.mine() == ["hello"]


def test_chat_is_not_deleted_while_offline_and_that_is_said(bot: RunningBot, chat: ChatPage) -> None:
    chat.say("hello")
    chat.expect("good to hear from you")
    before = bot.deps.database.run_now(_conversations)
    chat.page.context.set_offline(True)
    chat.press("Delete my chat")
    chat.press("Yes, delete it")
    expect(chat.log.get_by_text("not deleted yet")).to_be_visible()
    assert bot.deps.database.run_now(_conversations) == before


def test_chat_that_has_ended_begins_anew_and_the_message_goes(chat: ChatPage) -> None:
    chat.page.evaluate("sessionStorage.setItem('waymark-chat', JSON.stringify({token: 'old', messages: []}))")
    chat.page.reload()
    expect(chat.log.get_by_text("this is a new one")).to_be_visible()
    chat.say("hello")
    chat.expect("good to hear from you")
    assert chat.mine() == ["hello"]


def test_talk_to_a_person_is_always_there(bot: RunningBot, chat: ChatPage) -> None:
    before = bot.deps.database.run_now(_cases)
    bot.engine.fault = Fault.DROP
    chat.press("Talk to a person")
    chat.expect("No one from the team is here")
    assert bot.deps.database.run_now(_cases) == before + 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_scrolls_sideways_at_320_pixels(open_chat: Open, scheme: str) -> None:
    chat = open_chat(viewport=SMALL, color_scheme=scheme)
    chat.say("hello")
    chat.expect("good to hear from you")
    chat.say("I want to end my life")
    chat.expect("No one from the team is here")
    chat.page.get_by_text("If you need help now").first.click()
    assert chat.page.evaluate("document.documentElement.scrollWidth") == SMALL["width"]
    small = "[...document.querySelectorAll('button, summary')].filter(e => e.offsetParent && e.offsetHeight < 44).length"
    assert chat.page.evaluate(small) == 0


def test_keyboard_is_enough(bot: RunningBot, chat: ChatPage) -> None:
    keyboard = chat.page.keyboard
    keyboard.press("Tab")
    expect(chat.page.get_by_role("link", name="Skip to writing a message")).to_be_focused()
    keyboard.press("Enter")
    expect(chat.box).to_be_focused()
    keyboard.type("hello")
    keyboard.press("Shift+Enter")
    keyboard.press("Backspace")
    keyboard.press("Enter")
    sleep = chat.log.get_by_role("button", name="Sleep")
    expect(sleep).to_be_visible()
    for _ in range(3):
        keyboard.press("Shift+Tab")
    expect(sleep).to_be_focused()
    keyboard.press("Enter")
    chat.expect("bed")
    expect(chat.box).to_be_focused()
    assert chat.mine() == ["hello", "Sleep"]


def test_page_without_javascript_has_the_numbers(bot: RunningBot, open_chat: Open) -> None:
    page = open_chat(java_script_enabled=False).page
    for number in _numbers(bot.deps.library):
        expect(page.get_by_role("link", name=number, exact=True)).to_be_visible()
    expect(page.get_by_text("It needs JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="Send")).to_be_hidden()


def test_location_is_sent_as_the_first_half_of_a_postcode_only(bot: RunningBot, open_chat: Open) -> None:
    harborough = {"latitude": 52.4777, "longitude": -0.9206}
    chat = open_chat(geolocation=harborough, permissions=["geolocation"])
    chat.expect("not a person")
    chat.press("Use my location")
    expect(chat.log.locator(".person")).to_have_count(1)
    chat.expect("LE16")
    assert chat.mine() == ["LE16"]
    assert "52.4" not in json.dumps(bot.engine.turns)


def test_location_that_is_refused_or_elsewhere_asks_for_words(open_chat: Open) -> None:
    refused = open_chat(permissions=[])
    refused.expect("not a person")
    refused.press("Use my location")
    expect(refused.log.get_by_text("Please write the name of your town")).to_be_visible()
    paris = open_chat(geolocation={"latitude": 48.86, "longitude": 2.35}, permissions=["geolocation"])
    paris.expect("not a person")
    paris.press("Use my location")
    expect(paris.log.get_by_text("I can't tell which area that is")).to_be_visible()

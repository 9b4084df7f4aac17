"""What is said to gestures, on a channel with buttons and on one for texts: STOP, HELP, pictures, numbers, MORE, limits."""

import time
from collections.abc import Callable

import pytest

from bot import clock
from bot.cases.states import State
from bot.channels.arrivals import conversation_of
from bot.content.segments import segments
from bot.routes import Route
from bot.store import cases, conversations, inbox, messages
from bot.store.schema import cases as cases_table
from tests.channels.conftest import PostBot
from tests.support.post import Writer

Someone = Callable[..., Writer]
DISTRESS = "I want to kill myself"


def words_of(bot: PostBot, key: str) -> str:
    return bot.running.deps.library.short_text(key)


def sms(bot: PostBot, card: str) -> str:
    return bot.running.deps.library.card(card).sms


def name_of(bot: PostBot, writer: Writer, channel: str = "texts") -> str:
    return conversation_of(bot.running.deps, channel, writer.address)


def has_case(bot: PostBot, writer: Writer) -> bool:
    return bot.running.deps.database.run_now(cases.open_for, name_of(bot, writer)) is not None


def route(bot: PostBot, writer: Writer, channel: str = "texts") -> Route:
    found = bot.running.deps.database.run_now(conversations.get, name_of(bot, writer, channel))
    assert found is not None
    return found.route


class TestStop:
    def test_one_confirmation_with_numbers_then_one_reminder_then_silence(
        self, post_bot: PostBot, someone: Someone
    ) -> None:
        writer = someone("texts")
        writer.ask("hello")
        assert writer.ask("STOP", gesture="stop") == [sms(post_bot, "stopped")]
        assert route(post_bot, writer) is Route.STOPPED
        assert writer.ask("hello") == [words_of(post_bot, "route.reminder"), sms(post_bot, "numbers")]
        quiet = len(writer.heard)
        writer.call(writer.said("STOP", gesture="stop"), writer.said("hello again"))
        self.answered(post_bot, writer)
        assert writer.heard[quiet:] == [words_of(post_bot, "route.reminder"), sms(post_bot, "numbers")]

    def test_distress_said_with_a_second_stop_is_answered(self, post_bot: PostBot, someone: Someone) -> None:
        writer = someone("texts")
        writer.ask("STOP", gesture="stop")
        (heard,) = writer.ask("I feel hopeless", gesture="stop")
        assert "999" in heard

    @pytest.mark.parametrize("words", ["talk to a person", "I want a human"])
    def test_asking_for_a_person_is_heard_after_stop_and_over_limits(
        self, post_bot: PostBot, someone: Someone, monkeypatch: pytest.MonkeyPatch, words: str
    ) -> None:
        post_bot.running.engine.answers["i want a human"] = [{"case": "asked_for_person"}]
        stopped, limited = someone("texts"), someone("texts")
        stopped.ask("STOP", gesture="stop")
        limited.ask("hello")
        deps = post_bot.running.deps
        monkeypatch.setattr(deps, "settings", deps.settings.model_copy(update={"sms_daily_pounds": 0.0}))
        limited.ask("hello")
        for writer in (stopped, limited):
            assert writer.ask(words)[-1].startswith(words_of(post_bot, "person.case_opened"))
            assert has_case(post_bot, writer)

    @pytest.mark.parametrize("gesture", ["delete", "help"])
    def test_deletion_and_help_are_there_after_stop(
        self, post_bot: PostBot, someone: Someone, gesture: str
    ) -> None:
        writer = someone("texts")
        writer.ask("STOP", gesture="stop")
        assert writer.ask("please", gesture=gesture)

    def test_a_picture_after_stop_may_be_a_plea(self, post_bot: PostBot, someone: Someone) -> None:
        writer = someone("texts")
        writer.ask("STOP", gesture="stop")
        writer.ask("hello")
        assert writer.ask("", gesture="photo") == [sms(post_bot, "numbers")]

    def test_a_route_that_a_provider_has_closed_is_tried_with_how_to_come_back(
        self, post_bot: PostBot, someone: Someone
    ) -> None:
        writer = someone("texts")
        writer.ask("hello")
        writer.call({"kind": "route", "address": writer.address, "closed": True})
        assert writer.ask("hello") == [words_of(post_bot, "route.reminder"), sms(post_bot, "numbers")]

    def answered(self, bot: PostBot, writer: Writer) -> None:
        """Wait until no message of this person waits."""
        deadline = time.monotonic() + 10
        while name_of(bot, writer) in bot.running.deps.database.run_now(inbox.waiting):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        writer.wait(lambda: True)

    def test_distress_after_stop_is_answered_and_reaches_a_handler(
        self, post_bot: PostBot, someone: Someone
    ) -> None:
        writer = someone("texts")
        writer.ask("STOP", gesture="stop")
        heard = writer.ask(DISTRESS)
        assert heard[0] == sms(post_bot, "crisis")
        assert has_case(post_bot, writer)
        assert route(post_bot, writer) is Route.STOPPED

    def test_start_opens_again(self, post_bot: PostBot, someone: Someone) -> None:
        writer = someone("texts")
        writer.ask("STOP", gesture="stop")
        (heard,) = writer.ask("START", gesture="start")
        assert heard.startswith(words_of(post_bot, "route.started"))
        assert route(post_bot, writer) is Route.OPEN
        assert writer.ask("hello")

    def test_where_any_message_opens_the_route_words_are_answered(
        self, post_bot: PostBot, someone: Someone
    ) -> None:
        writer = someone()
        assert writer.ask("/stop", gesture="stop") == [post_bot.running.deps.library.card("stopped").text]
        assert route(post_bot, writer, "post") is Route.STOPPED
        assert post_bot.running.deps.library.text("greet.hello") in writer.ask("hello")

    def test_a_handler_in_the_conversation_does_not_keep_stop_from_being_heard(
        self, post_bot: PostBot, someone: Someone
    ) -> None:
        writer = someone("texts")
        writer.ask(DISTRESS)
        active = cases_table.update().where(cases_table.c.conversation_id == name_of(post_bot, writer))
        post_bot.running.deps.database.run_now(lambda s: s.execute(active.values(state=State.ACTIVE)))
        assert writer.ask("STOP", gesture="stop") == [sms(post_bot, "stopped")]


class TestHelp:
    def test_the_numbers_are_in_the_first_segment(self, post_bot: PostBot, someone: Someone) -> None:
        heard = someone("texts").ask("HELP", gesture="help")
        # HELP may be a plea: it is asked about first, which has its numbers too.
        assert heard[0] == sms(post_bot, "check_in_plea")
        assert heard[1].startswith(sms(post_bot, "help"))


class TestOpening:
    def test_words_begin_with_what_this_is(self, post_bot: PostBot, someone: Someone) -> None:
        writer = someone("texts")
        assert writer.ask("hello") == [
            words_of(post_bot, "about.first_message"),
            words_of(post_bot, "greet.hello"),
        ]
        assert writer.ask("hello") == [words_of(post_bot, "greet.hello")]

    def test_distress_is_answered_before_what_this_is(self, post_bot: PostBot, someone: Someone) -> None:
        heard = someone("texts").ask(DISTRESS)
        assert heard[0] == sms(post_bot, "crisis")
        assert heard[-1] == words_of(post_bot, "about.first_message")

    @pytest.mark.parametrize(
        ("first", "shows_topic"),
        [
            (None, False),
            ("sleep", True),
            ("no_such_thing", False),
            ("erase_confirm", False),
            ("talk_to_person", False),
        ],
    )
    def test_a_link_may_say_what_to_show_first_and_can_do_nothing(
        self, post_bot: PostBot, someone: Someone, first: str | None, shows_topic: bool
    ) -> None:
        opening, *rest = someone().ask("/start", gesture="start", first=first)
        library = post_bot.running.deps.library
        assert opening == library.text("about.first_message")
        expected = library.topic("sleep").body if shows_topic else library.text("menu.intro")
        assert rest == [expected.strip()]

    def test_a_link_says_region_and_language(self, post_bot: PostBot, someone: Someone) -> None:
        writer = someone()
        writer.ask("/start", gesture="start", region="lsc", language="en")
        found = post_bot.running.deps.database.run_now(conversations.get, name_of(post_bot, writer, "post"))
        assert found is not None
        assert (found.region, found.language_pinned) == ("lsc", True)
        writer.ask("/start", gesture="start", region="nowhere")
        again = post_bot.running.deps.database.run_now(conversations.get, found.id)
        assert again is not None
        assert again.region == "lsc"


class TestUnseen:
    @pytest.mark.parametrize("gesture", ["voice", "photo", "video", "file", "other"])
    def test_what_may_be_a_plea_is_answered_with_numbers(
        self, post_bot: PostBot, someone: Someone, gesture: str
    ) -> None:
        writer = someone("texts")
        writer.ask("hello")
        assert writer.ask("", gesture=gesture) == [
            words_of(post_bot, f"input.{gesture}"),
            sms(post_bot, "numbers"),
        ]

    @pytest.mark.parametrize("gesture", ["sticker", "contact", "poll"])
    def test_the_rest_kindly(self, post_bot: PostBot, someone: Someone, gesture: str) -> None:
        writer = someone()
        writer.ask("hello")
        assert writer.ask("", gesture=gesture) == [words_of(post_bot, f"input.{gesture}")]

    def test_a_caption_is_answered_too(self, post_bot: PostBot, someone: Someone) -> None:
        writer = someone("texts")
        writer.ask("hello")
        heard = writer.ask("hello", gesture="photo")
        assert heard == [
            words_of(post_bot, "input.photo"),
            sms(post_bot, "numbers"),
            words_of(post_bot, "greet.hello"),
        ]

    @pytest.mark.parametrize("caption", ["\u2764", "menu"])
    def test_a_caption_takes_nothing_away(self, post_bot: PostBot, someone: Someone, caption: str) -> None:
        writer = someone("texts")
        writer.ask("hello")
        heard = writer.ask(caption, gesture="voice")
        assert heard[:2] == [words_of(post_bot, "input.voice"), sms(post_bot, "numbers")]

    def test_a_caption_passes_the_safety_net(self, post_bot: PostBot, someone: Someone) -> None:
        writer = someone("texts")
        assert writer.ask(DISTRESS, gesture="photo")[0] == sms(post_bot, "crisis")
        assert has_case(post_bot, writer)


class TestEdits:
    def test_harmless_ones_are_read_and_not_answered(self, post_bot: PostBot, someone: Someone) -> None:
        writer = someone()
        writer.ask("hello")
        asked = len(post_bot.running.engine.turns)
        writer.call(writer.said("hello!", gesture="edited"))
        assert len(writer.ask("hello")) == 1
        assert len(post_bot.running.engine.turns) == asked + 1

    def test_distress_is_answered(self, post_bot: PostBot, someone: Someone) -> None:
        writer = someone()
        writer.ask("hello")
        heard = writer.ask(DISTRESS, gesture="edited")
        assert heard[0] == post_bot.running.deps.library.card("crisis").text


class TestNumbers:
    def test_a_number_picks_what_was_listed_last(self, post_bot: PostBot, someone: Someone) -> None:
        writer = someone("texts")
        (_, heard) = writer.ask("menu please")
        assert heard.endswith("\n\n1 Sleep\n2 Show me the menu")
        (topic,) = writer.ask("1")
        assert post_bot.running.deps.library.topic("sleep").sms.split()[:5] == topic.split()[:5]

    def test_a_number_said_to_a_handler_is_words(self, post_bot: PostBot, someone: Someone) -> None:
        writer, database = someone("texts"), post_bot.running.deps.database
        writer.ask("menu please")
        asked = messages.NewMessage("handler", "How many days has it been?")
        now = clock.now()
        database.run_now(messages.append, name_of(post_bot, writer), asked, now=now, turn_id=None)
        writer.ask("1")
        assert post_bot.running.engine.turns[-1]["text"] == "1"

    def test_a_number_that_was_not_listed_is_words(self, post_bot: PostBot, someone: Someone) -> None:
        writer = someone("texts")
        writer.ask("menu please")
        writer.ask("7")
        assert post_bot.running.engine.turns[-1]["text"] == "7"

    def test_more_reads_on_to_the_end(self, post_bot: PostBot, someone: Someone) -> None:
        writer = someone("texts")
        post_bot.running.engine.answers["long"] = [{"say": "gp.how"}, {"say": "about.what_can_you_do"}]
        (_, page) = writer.ask("long")
        seen = [page]
        while seen[-1].endswith(words_of(post_bot, "more.how")):
            assert len(seen) < 9
            seen += writer.ask("more")
        assert len(seen) > 1
        assert max(map(segments, seen)) <= 2


class TestLimits:
    def test_words_about_the_limit_once_then_silence_but_never_for_distress(
        self, post_bot: PostBot, someone: Someone
    ) -> None:
        writer = someone("texts")
        heard = [writer.ask("hello") for _ in range(4)]  # 5 answers: the first one begins with what this is
        assert [len(each) for each in heard] == [2, 1, 1, 1]
        assert writer.ask("hello") == [words_of(post_bot, "limits.day"), sms(post_bot, "numbers")]
        writer.call(writer.said("hello"))
        assert writer.ask(DISTRESS)[0] == sms(post_bot, "crisis")
        assert writer.heard.count(words_of(post_bot, "limits.day")) == 1

    def test_the_cap_of_the_service(
        self, post_bot: PostBot, someone: Someone, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        deps = post_bot.running.deps
        writer = someone("texts")
        writer.ask("hello")
        capped = deps.settings.model_copy(update={"sms_daily_pounds": 0.0})
        monkeypatch.setattr(deps, "settings", capped)
        assert writer.ask("hello") == [words_of(post_bot, "limits.service"), sms(post_bot, "numbers")]
        assert writer.ask(DISTRESS)[0] == sms(post_bot, "crisis")


def test_deletion_is_asked_about_and_said(post_bot: PostBot, someone: Someone) -> None:
    writer = someone("texts")
    (_, asked) = writer.ask("delete", gesture="delete")
    assert asked.startswith(words_of(post_bot, "erase.ask"))
    (done,) = writer.ask("1")
    assert done in (words_of(post_bot, "erase.done"), words_of(post_bot, "erase.done_engine_later"))
    assert post_bot.running.deps.database.run_now(messages.since, name_of(post_bot, writer), 0) == []


def test_choosing_a_language_with_one_to_choose_from(post_bot: PostBot, someone: Someone) -> None:
    writer = someone()
    writer.ask("hello")
    assert writer.ask("/language", gesture="language") == [words_of(post_bot, "language.only_one")]


def test_a_flood_of_one_number_is_slowed_and_distress_in_it_is_not(
    post_bot: PostBot, someone: Someone
) -> None:
    writer = someone("texts")
    for _ in range(14):
        writer.call(writer.said("hello"))
    writer.call(writer.said(DISTRESS))
    writer.until(lambda: sms(post_bot, "crisis") in writer.heard)
    assert writer.heard.count(words_of(post_bot, "greet.hello")) <= 10

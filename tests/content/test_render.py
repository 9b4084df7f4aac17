"""Directives to replies, per capability."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest

from bot.channels.capabilities import Capabilities
from bot.content.errors import ContentError
from bot.content.library import Library
from bot.content.menu import fallback, menu, menu_without_engine
from bot.content.render import render
from bot.directives import (
    Ask,
    Card,
    Choices,
    Directive,
    Erase,
    Language,
    Offer,
    OpenCase,
    Say,
    Services,
    Topic,
    parse,
    to_wire,
)
from bot.directory.answer import Answer
from bot.messages import Reply

WEB = Capabilities()
SMS = Capabilities(buttons=False, short=True, length=459)
NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
ABOUT = Offer("what_can_you_do", intent="what_can_you_do")
LOW = Offer("low_mood", intent="low_mood")


class Directory:
    """Says what it was asked."""

    def answer(
        self, query: Services, *, text: Callable[..., str], region: str, now: datetime, short: bool
    ) -> Answer:
        checked = text("services.please_check", month="May")
        said = f"{query.kind} {query.place} {region} {now:%H:%M} {short} {checked}"
        return Answer(
            said,
            more=query.kind == "carers",
            guess="Oakham" if query.place == "ocham" else "",
            which=bool(query.words),
        )

    def main_places(self, region: str) -> tuple[str, ...]:
        return ("Leicester", "Oakham")


@pytest.fixture
def said(library: Library) -> Callable[..., tuple[Reply, ...]]:
    def render_(
        directives: Sequence[Directive], capabilities: Capabilities = WEB, language: str = "en"
    ) -> tuple[Reply, ...]:
        return render(
            directives,
            library=library,
            directory=Directory(),
            capabilities=capabilities,
            language=language,
            region="llr",
            now=NOW,
        )

    return render_


def labels(reply: Reply) -> list[str]:
    return [choice.offer.label for choice in reply.choices]


Said = Callable[..., tuple[Reply, ...]]


def test_each_directive_gives_one_reply_in_order(said: Said, library: Library) -> None:
    replies = said([Say("greet.hello"), Topic("sleep"), Ask("place"), Card("crisis")])
    assert [reply.text for reply in replies] == [
        library.text("greet.hello"),
        library.topic("sleep").body,
        library.text("ask.place"),
        library.card("crisis").text,
    ]
    assert [reply.kind for reply in replies] == ["text", "text", "text", "card"]


def test_a_short_channel_gets_the_short_forms(said: Said, library: Library) -> None:
    replies = said([Card("crisis"), Topic("sleep")], Capabilities(short=True))
    assert [reply.text for reply in replies] == [library.card("crisis").sms, library.topic("sleep").sms]


def test_the_directory_is_asked_for_services(said: Said) -> None:
    (reply,) = said([Services(kind="crisis_cafe", place="Oakham")])
    assert reply.text.startswith("crisis_cafe Oakham llr 12:00 False Please check")
    (reply,) = said([Services(kind="crisis_cafe")], SMS)
    assert "12:00 True" in reply.text


def test_more_of_the_same_is_offered_and_works_with_the_engine_down(said: Said) -> None:
    (reply,) = said([Services(kind="carers", place="Oakham")])
    (choice,) = reply.choices
    assert choice.offer.directive == Services(kind="carers", place="Oakham", page="2")
    (reply,) = said([choice.offer.directive])
    assert reply.choices[0].offer.directive == Services(kind="carers", place="Oakham", page="3")


def test_a_place_that_is_not_sure_is_offered_to_be_confirmed(said: Said) -> None:
    (reply,) = said([Services(kind="crisis_cafe", place="ocham")])
    assert [(each.label, each.offer.entities) for each in reply.choices] == [("Oakham", {"place": "Oakham"})]


def test_who_is_asked_where_can_pick_a_place(said: Said) -> None:
    (reply,) = said([Ask("place")])
    assert [each.label for each in reply.choices] == ["Leicester", "Oakham"]
    assert {each.offer.intent for each in reply.choices} == {"give_place"}


def test_help_that_is_not_known_is_asked_about_with_choices(said: Said) -> None:
    (reply,) = said([Services(words="xyzzy")])
    assert {"crisis_line", "talk_to_person"} <= set(labels(reply))


def test_choices_belong_to_the_reply_before_them(said: Said) -> None:
    first, second = said([Say("greet.hello"), Choices((ABOUT, LOW)), Say("greet.thanks")])
    assert [(choice.label, choice.offer) for choice in first.choices] == [
        ("What can you do?", ABOUT),
        ("Low mood", LOW),
    ]
    assert second.choices == ()


def test_choices_alone_come_with_an_introduction(said: Said, library: Library) -> None:
    (reply,) = said([menu()])
    assert reply.text == library.text("menu.intro")
    assert labels(reply) == [
        "sleep",
        "anxiety",
        "low_mood",
        "crisis_cafe",
        "talk_to_person",
        "what_can_you_do",
    ]


def test_the_same_choice_is_offered_once(said: Said) -> None:
    (reply,) = said([Topic("sleep"), Choices((Offer("menu", intent="menu"), ABOUT))])
    assert labels(reply) == ["talk_to_person", "central_access_point", "menu", "what_can_you_do"]
    assert reply.choices[2].offer.directive == menu()  # the topic's own, which needs no engine


def test_without_buttons_all_choices_are_numbered_below_the_last_reply(said: Said) -> None:
    replies = said([Card("check_in"), Say("greet.hello"), Choices((ABOUT,))], SMS)
    assert [labels(reply) for reply in replies] == [
        [],
        ["check_in_yes", "check_in_no", "talk_to_person", "what_can_you_do"],
    ]
    assert replies[-1].text.endswith("\n\n1 Yes, I am\n2 No, I'm not\n3 Talk to a person\n4 What can you do?")


def test_without_buttons_a_reply_without_choices_stays_as_it_is(said: Said, library: Library) -> None:
    (reply,) = said([Say("greet.hello")], SMS)
    assert reply.text == library.text("greet.hello")


def test_a_long_text_is_split_and_its_choices_stay_on_the_last_part(said: Said) -> None:
    replies = said([Topic("sleep"), Choices((ABOUT,))], Capabilities(length=200))
    assert len(replies) > 3
    assert all(len(reply.text) <= 200 for reply in replies)
    assert [labels(reply) for reply in replies[:-1]] == [[]] * (len(replies) - 1)
    assert labels(replies[-1])[-1] == "what_can_you_do"


@pytest.mark.parametrize("length", [60, 100, 153, 160, 300, 4000])
def test_nothing_is_lost_in_a_split(said: Said, library: Library, length: int) -> None:
    replies = said([Card("crisis")], Capabilities(length=length))
    assert " ".join(reply.text for reply in replies).split() == library.card("crisis").text.split()
    assert {reply.kind for reply in replies} == {"card"}


def test_asking_to_erase_offers_both_ways(said: Said, library: Library) -> None:
    (reply,) = said([Erase("ask")])
    assert reply.text == library.text("erase.ask")
    assert [choice.offer.directive for choice in reply.choices] == [Erase("confirm"), Say("erase.kept")]


@pytest.mark.parametrize("directive", [OpenCase("asked_for_person"), Erase("confirm"), Language("gu")])
def test_what_the_pipeline_does_itself_gives_no_reply(said: Said, directive: Directive) -> None:
    assert said([directive]) == ()


@pytest.mark.parametrize("directive", [Say("no.such"), Topic("no_such"), Card("no_such"), Ask("shoe_size")])
def test_content_that_does_not_exist_is_an_error(said: Said, directive: Directive) -> None:
    with pytest.raises(ContentError):
        said([directive])


def test_a_reply_says_its_language(said: Said) -> None:
    (reply,) = said([Say("greet.hello")], WEB, "gu")
    assert reply.language == "en"


@pytest.mark.parametrize("reason", ["engine_down", "waking_up", "turn_failed", "store_down"])
def test_a_fallback_says_what_happened_and_gives_numbers(said: Said, library: Library, reason: str) -> None:
    first, card = said(fallback(reason))  # type: ignore[arg-type] # each is one of the reasons
    assert first.text == library.text(f"system.{reason}")
    assert "116 123" in card.text
    assert bool(card.choices) == (reason != "store_down")


def test_without_the_engine_only_what_needs_no_engine_is_offered(said: Said) -> None:
    offers = menu_without_engine().offers
    assert [offer.label for offer in offers][:2] == ["talk_to_person", "central_access_point"]
    directives = [offer.directive for offer in offers if offer.directive]
    assert len(directives) == len(offers)
    assert all(said([directive]) for directive in directives if not isinstance(directive, OpenCase))


@pytest.mark.parametrize("choices", [menu(), menu_without_engine()])
def test_every_offer_survives_being_stored(choices: Choices) -> None:
    assert parse(to_wire(choices)) == choices

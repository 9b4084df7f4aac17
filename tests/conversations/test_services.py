"""Somebody looks for help of one kind or another near them, and asks on: on Sunday, closer, in another town, more."""

import pytest

from bot.directory.model import Service
from tests.support.bot_thread import RunningBot
from tests.support.talk import Talk

pytestmark = pytest.mark.engine

WHERE = "Which town or village"


def row(bot: RunningBot, service: str) -> Service:
    found = bot.deps.directory.by_id(service)
    assert found is not None
    return found


def test_needs_help_with_debt_and_is_asked_where_once(talk: Talk) -> None:
    talk.person_says("I need some advice about debt").bot_says(WHERE)
    talk.bot_offers("Loughborough", "Hinckley")
    talk.person_picks("Hinckley").bot_says("Citizens Advice LeicesterShire").bot_says_nothing_of(WHERE)
    talk.bot_offers("Talk to a person").no_case()


def test_the_place_is_remembered_for_the_next_question(talk: Talk) -> None:
    talk.person_says("debt advice in Oakham").bot_says("Citizens Advice Rutland")
    talk.person_says("is there a food bank?").bot_says_nothing_of(WHERE)


def test_does_not_say_where_and_is_helped_all_the_same(talk: Talk) -> None:
    talk.person_says("I need some advice about debt").bot_says(WHERE)
    talk.person_says("rather not say").bot_says("Citizens Advice").bot_says_nothing_of(WHERE)


@pytest.mark.parametrize(
    "words", ["how do I contact Women's Aid", "gambling is costing me everything, who helps"]
)
def test_where_is_not_asked_if_it_does_not_matter(talk: Talk, words: str) -> None:
    talk.person_says(words).bot_says_nothing_of(WHERE, "didn't understand").bot_offers("Talk to a person")


def test_asks_on_about_another_day_and_another_town(talk: Talk) -> None:
    talk.person_says("is there a crisis cafe in Coalville?").bot_says("Marlene Reid Centre")
    talk.person_says("and on Sunday?").bot_says("Marlene Reid Centre").bot_says_nothing_of(WHERE)
    talk.person_says("what about in Oakham?").bot_says("Pepper's")
    talk.person_says("Lutterworth").bot_says("Lutterworth Sports Centre")


def test_asks_for_something_closer_without_having_said_where(talk: Talk) -> None:
    talk.person_says("is there any support for carers?").bot_says_nothing_of(WHERE)
    talk.person_says("anything closer?").bot_says(WHERE)
    talk.person_says("Melton").bot_says_nothing_of(WHERE).bot_offers("Talk to a person")


def test_asks_for_more_and_more_until_there_is_no_more(talk: Talk) -> None:
    talk.person_says("help for young people").bot_offers("Show me more")
    first = talk.said
    talk.person_picks("Show me more")
    assert talk.said != first
    for _ in range(9):
        talk.person_says("any others?")
    talk.bot_says(talk.text("services.no_more"))


def test_asks_for_more_of_nothing(talk: Talk) -> None:
    talk.person_says("show me more").bot_offers("Sleep", "Talk to a person")


def test_somebody_told_them_about_a_service(talk: Talk) -> None:
    talk.person_says("someone told me about Lamp").bot_says("Lamp").bot_says_nothing_of(WHERE)
    talk.person_says("the nurse mentioned Age UK").bot_says("Age UK")


@pytest.mark.parametrize("words", ["111", "what do I press when I ring NHS 111?", "should I call 111?"])
def test_wants_to_know_about_nhs_111(talk: Talk, words: str) -> None:
    talk.person_says(words).bot_says("mental health option", talk.number("uk-nhs111-mh"))


def test_wants_to_go_to_the_urgent_care_hub(talk: Talk, whole_bot: RunningBot) -> None:
    hub = row(whole_bot, "llr-mhuch")
    talk.person_says("can I just walk into the mental health urgent care hub?")
    talk.bot_says("This service sees people who are sent there by").bot_says_nothing_of(
        hub.phone, hub.postcode
    )
    talk.bot_says(f"Central Access Point: call {talk.number('llr-cap')}")


@pytest.mark.parametrize(
    ("words", "service"),
    [
        ("what happens when I call the central access point?", "llr-cap"),
        ("what happens at a mental health cafe?", "llr-nmhc-network"),
    ],
)
def test_wants_to_know_what_happens_there(
    talk: Talk, whole_bot: RunningBot, words: str, service: str
) -> None:
    what_happens = row(whole_bot, service).what_happens
    assert what_happens
    talk.person_says(words).bot_says(what_happens)


def test_asks_for_talking_therapy(talk: Talk) -> None:
    talk.person_says("how do I get some CBT?").bot_says("NHS Talking Therapies")


def test_asks_how_to_get_help_from_a_gp(talk: Talk) -> None:
    talk.person_says("how do I talk to my GP about my mental health?")
    talk.bot_says(talk.text("gp.how"), "NHS Talking Therapies", talk.number("uk-nhs111-mh"))


def test_a_parent_of_somebody_young(talk: Talk) -> None:
    talk.person_says("my 14 year old is being bullied at school, who can help?")
    talk.bot_says_nothing_of(WHERE).bot_offers("Talk to a person")


def test_a_place_that_is_nearly_right(talk: Talk) -> None:
    talk.person_says("is there a crisis cafe I could go to?").bot_says(WHERE)
    talk.person_says("markit harbrogh").bot_says("Market Harborough")


def test_a_place_in_northern_ireland(talk: Talk) -> None:
    talk.person_says("is there a crisis cafe I could go to?").bot_says(WHERE)
    talk.person_says("BT1 5GS").bot_says("Northern Ireland").bot_says_nothing_of("5GS")


@pytest.mark.parametrize("place", ["'; DROP TABLE services; --", "🏠🏠", "x" * 3000])
def test_a_place_that_is_none(talk: Talk, place: str) -> None:
    talk.person_says("is there a crisis cafe I could go to?").bot_says(WHERE)
    talk.person_says(place).bot_says_nothing_of("<", "error").no_case()
    talk.person_says("crisis cafe in Oakham").bot_says("Pepper's")

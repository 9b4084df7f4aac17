"""Which cards a turn shows for a notice, whole and without its store, with a safety net that says what it is told to."""

import pytest

from bot.safety.notice import Response
from bot.store import cases
from bot.store.database import StoreUnavailable
from tests.pipeline.told import told
from tests.support.bot_thread import RunningBot
from tests.support.chat import Person

GUJARATI = "મારે મરી જવું છે"


def card(bot: RunningBot, name: str) -> str:
    return bot.deps.library.card(name).text


def own(bot: RunningBot, code: str) -> str:
    return bot.deps.library.language_card(code).text


@pytest.mark.parametrize(
    ("response", "situations", "first"),
    [
        ("emergency", ("overdose",), "emergency_hurt"),
        ("takeover", ("abuse",), "crisis_abuse"),
        ("takeover", ("threat",), "crisis_threat"),
        ("check_in", ("bereaved",), "bereaved"),
        ("check_in", ("someone_else",), "check_in_other"),
        ("check_in", ("said_no",), "said_no"),
    ],
)
def test_the_answer_begins_with_the_card_of_the_situation(
    bot: RunningBot, person: Person, response: str, situations: tuple[str, ...], first: str
) -> None:
    told(bot, "hello", response, *situations)
    said = person.ask("hello")
    assert said[0]["text"] == card(bot, first)
    assert said[0]["kind"] == bot.deps.library.card(first).show_as
    assert len(bot.deps.database.run_now(cases.listing)) == (response != "check_in")


def test_a_failed_part_of_the_safety_net_asks_no_question(bot: RunningBot, person: Person) -> None:
    told(bot, "sleep", "check_in", failed="classifier")
    first, *answer = person.ask("sleep")
    assert first["text"] == card(bot, "unsure")
    assert answer


def test_traits_add_a_card(bot: RunningBot, person: Person) -> None:
    told(bot, "hello", "takeover", "self_harm", "young_person")
    said = [each["text"] for each in person.ask("hello")]
    assert said[:2] == [card(bot, "crisis_self_harm"), card(bot, "young_person")]


def test_yes_is_answered_with_the_crisis_card_and_a_case(bot: RunningBot, person: Person) -> None:
    told(bot, "cutting", "check_in", "self_harm")
    asked = person.ask("cutting")[0]
    yes = next(each for each in asked["choices"] if each["label"].startswith("Yes"))
    said = person.ask(choice=yes["id"])
    assert said[0]["text"] == card(bot, "crisis")
    (case,) = bot.deps.database.run_now(cases.listing)
    assert case.response is Response.TAKEOVER


def test_no_is_answered_once(bot: RunningBot, person: Person) -> None:
    told(bot, "low", "check_in", "ideation")
    asked = person.ask("low")[0]
    no = next(each for each in asked["choices"] if each["label"].startswith("No"))
    told(bot, no["label"], "check_in", "said_no")
    (said,) = person.ask(choice=no["id"])
    assert said["text"] == bot.deps.library.text("check_in.no")
    assert bot.deps.database.run_now(cases.listing) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (GUJARATI, "classifier@1"),
        ("kms", "gu.suicide.x@1"),
        ("kms", "conversation.joined.gu.suicide.x@1"),
    ],
)
def test_a_person_sees_the_card_in_their_language_beside_the_english_one(
    bot: RunningBot, person: Person, text: str, rule: str
) -> None:
    told(bot, text, "takeover", "ideation", rule=rule)
    english, gujarati, about_case = person.ask(text)
    assert (english["text"], english["language"]) == (card(bot, "crisis"), "en")
    assert (gujarati["text"], gujarati["language"]) == (own(bot, "gu"), "gu")
    assert gujarati["kind"] == "card"
    assert about_case["text"] == bot.deps.library.text("person.case_opened")


def test_the_language_of_the_conversation_counts_too(bot: RunningBot, person: Person) -> None:
    person.ask("Nie mogę spać, jest mi bardzo źle")
    told(bot, "kms", "emergency", "attempt")
    said = [each["text"] for each in person.ask("kms")]
    assert said[:2] == [card(bot, "emergency_attempt"), own(bot, "pl")]


def test_a_yes_in_another_language_shows_both_cards(bot: RunningBot, person: Person) -> None:
    told(bot, GUJARATI, "check_in", "ideation")
    asked = person.ask(GUJARATI)
    assert asked[1]["text"] == own(bot, "gu")
    yes = next(each for said in asked for each in said["choices"] if each["label"].startswith("Yes"))
    assert [each["text"] for each in person.ask(choice=yes["id"])][:2] == [
        card(bot, "crisis"),
        own(bot, "gu"),
    ]


def test_only_reviewed_cards_are_shown_where_an_operator_says_so(bot: RunningBot, person: Person) -> None:
    bot.deps.settings = bot.deps.settings.model_copy(update={"reviewed_cards_only": True})
    told(bot, GUJARATI, "takeover", "ideation")
    assert [each["language"] for each in person.ask(GUJARATI)] == ["en", "en"]


def test_without_the_store_the_same_cards_come_with_the_answer(
    bot: RunningBot, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(*_: object) -> None:
        raise StoreUnavailable

    told(bot, GUJARATI, "emergency", "overdose", "young_person")
    monkeypatch.setattr(bot.deps.database, "write", gone)
    said = [each["text"] for each in person.send(GUJARATI).json()["messages"]]
    assert said[:3] == [card(bot, "emergency_hurt"), own(bot, "gu"), card(bot, "young_person")]
    assert bot.engine.turns == []

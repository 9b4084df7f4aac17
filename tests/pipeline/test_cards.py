"""Which cards a turn shows for a notice, whole and without its store, with a safety net that says what it is told to."""

import pytest
from sqlalchemy import Connection, select, update

from bot.pipeline.stages import language
from bot.safety.memory import state_from_json
from bot.safety.notice import Response
from bot.store import cases, conversations
from bot.store.database import StoreUnavailable
from bot.store.schema import conversations as table
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


def _break(*_: object) -> None:
    raise RuntimeError("broken")


@pytest.mark.parametrize(
    ("response", "first", "opened"),
    [("takeover", "crisis", 1), ("check_in", "check_in", 0), ("none", None, 0)],
)
def test_what_the_net_has_found_stands_when_a_later_stage_breaks(
    bot: RunningBot,
    person: Person,
    monkeypatch: pytest.MonkeyPatch,
    response: str,
    first: str | None,
    opened: int,
) -> None:
    told(bot, "hello", response, "ideation")
    monkeypatch.setattr(language, "run", _break)
    said = [each["text"] for each in person.ask("hello")]
    assert bot.deps.library.text("system.turn_failed", "en") in said
    assert "999" in "".join(said)
    assert len(bot.deps.database.run_now(cases.listing)) == opened
    if first:
        assert said[0] == card(bot, first)


def test_when_it_is_not_known_what_was_said_before_a_check_in_is_the_least_and_nothing_is_forgotten(
    bot: RunningBot, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(bot, "want to die", "takeover", "ideation")
    person.ask("want to die")
    known = bot.deps.database.run_now(_state)
    with monkeypatch.context() as broken:
        broken.setattr(conversations, "safety_state", _break)
        assert person.ask("yes")[0]["text"] == card(bot, "unsure")
    assert bot.deps.database.run_now(_state) == known


def test_a_state_that_is_no_use_is_begun_anew_as_if_the_check_in_had_been_asked(
    bot: RunningBot, person: Person
) -> None:
    person.ask("hello")
    bot.deps.database.run_now(lambda c: c.execute(update(table).values(safety="{")))
    person.ask("hello again")
    assert state_from_json(bot.deps.database.run_now(_state)).response is Response.CHECK_IN


def _state(connection: Connection) -> str:
    found: str = connection.execute(select(table.c.safety)).scalar_one()
    return found

"""Whole turns through the real store, content and safety net, with an engine that does what it is told to."""

import time

import pytest
from sqlalchemy import select

from bot.cases.states import State
from bot.safety.notice import Response
from bot.store import cases, messages
from bot.store.schema import cases as cases_table
from bot.store.schema import conversations, leases
from tests.pipeline.told import told
from tests.support.bot_thread import RunningBot
from tests.support.chat import Person
from tests.support.fake_engine import Fault


def conversation_of(bot: RunningBot) -> str:
    found: str = bot.deps.database.run_now(lambda c: c.execute(select(conversations.c.id)).scalar_one())
    return found


@pytest.mark.parametrize("fault", list(Fault))
def test_engine_failure_is_answered_with_words_numbers_and_what_still_works(
    bot: RunningBot, person: Person, fault: Fault
) -> None:
    bot.engine.fault = fault
    answers = person.ask("what helps with sleep?")
    said = "\n".join(answer["text"] for answer in answers)
    assert "999" in said
    labels = {choice["label"]: choice["id"] for answer in answers for choice in answer["choices"]}
    assert "Talk to a person" in labels
    # What is offered works without the engine.
    assert "sleep" in person.ask(choice=labels["Sleep"])[0]["text"].lower()
    turns = len(bot.engine.turns)
    assert any(
        "crisis" in a["text"].lower() or "café" in a["text"].lower()
        for a in person.ask(choice=labels["Find a mental health café"])
    )
    assert len(bot.engine.turns) == turns


def test_slow_engine_is_given_up_in_time(bot: RunningBot, person: Person) -> None:
    bot.engine.delay = 20
    began = time.monotonic()
    answers = person.ask("hello")
    assert time.monotonic() - began < bot.deps.settings.engine_seconds + 2
    assert any("999" in answer["text"] for answer in answers)


def test_engine_that_never_answered_is_still_waking_up(bot: RunningBot, person: Person) -> None:
    bot.engine.fault = Fault.STATUS
    bot.deps.engine_seen = False
    assert "waking up" in person.ask("hello")[0]["text"]
    bot.deps.engine_seen = True
    assert "waking up" not in person.ask("hello")[0]["text"]


def test_unknown_content_key_from_the_engine_is_a_failed_turn_not_silence(
    bot: RunningBot, person: Person
) -> None:
    bot.engine.answers["hello"] = [{"say": "no.such.key"}]
    assert any("999" in answer["text"] for answer in person.ask("hello"))


def test_check_in_asks_and_still_answers(bot: RunningBot, person: Person) -> None:
    told(bot, "not great", "check_in", "ideation")
    bot.engine.answers["not great"] = [{"topic": "sleep"}]
    answers = person.ask("not great")
    assert answers[0]["kind"] == "card" or "?" in answers[0]["text"]
    assert "sleep" in answers[1]["text"].lower()
    assert bot.deps.database.run_now(cases.listing) == []
    yes = next(choice for choice in answers[0]["choices"] if choice["label"].startswith("Yes"))
    card = person.ask(choice=yes["id"])[0]
    assert card["kind"] == "card"
    (case,) = bot.deps.database.run_now(cases.listing)
    assert case.response is Response.TAKEOVER


def test_check_in_is_not_followed_by_words_about_not_understanding(bot: RunningBot, person: Person) -> None:
    told(bot, "not great", "check_in", "ideation")
    (answer,) = person.ask("not great")
    assert answer["kind"] == "card" or "?" in answer["text"]


def test_asking_for_a_person_opens_a_case_without_a_promise(bot: RunningBot, person: Person) -> None:
    answers = person.ask("talk to a person")
    said = "\n".join(answer["text"] for answer in answers)
    assert "No one from the team is here" in said
    assert "999" in said
    (case,) = bot.deps.database.run_now(cases.listing)
    assert case.state is State.WAITING


@pytest.mark.parametrize("state", [State.ASSIGNED, State.ACTIVE, State.PAUSED])
def test_bot_is_silent_while_a_handler_has_the_conversation(
    bot: RunningBot, person: Person, state: State
) -> None:
    person.ask("talk to a person")
    turns = len(bot.engine.turns)
    bot.deps.database.run_now(lambda c: c.execute(cases_table.update().values(state=state)))
    person.send("hello there")
    person.events(quiet=1.0)
    assert len(bot.engine.turns) == turns
    assert person.said[-1]["from"] == "person"
    assert bot.deps.database.run_now(messages.since, conversation_of(bot), 0)[-1].text == "hello there"


def test_new_engine_session_after_a_number_of_turns_carries_slots(bot: RunningBot, person: Person) -> None:
    bot.engine.slots = {"place": "Oakham", "nothing": None}
    limit = bot.deps.settings.engine_session_turns
    for index in range(limit + 1):
        person.send("hello", message_id=f"n{index}")
    while len(bot.engine.turns) <= limit:
        person.events()
    assert [turn.get("new_session", False) for turn in bot.engine.turns] == [False] * limit + [True]
    assert bot.engine.turns[-1]["slots"] == {"place": "Oakham"}


def test_no_new_session_inside_a_form(
    tmp_path_factory: pytest.TempPathFactory, bot: RunningBot, person: Person
) -> None:
    bot.engine.in_form = True
    for index in range(bot.deps.settings.engine_session_turns + 2):
        person.send("hello", message_id=f"n{index}")
    while len(bot.engine.turns) < bot.deps.settings.engine_session_turns + 2:
        person.events()
    assert not any(turn.get("new_session") for turn in bot.engine.turns)


def test_engine_never_learns_who_writes(bot: RunningBot, person: Person) -> None:
    person.ask("hello")
    assert conversation_of(bot) not in str(bot.engine.turns)


def test_messages_of_one_person_are_answered_in_order(bot: RunningBot, person: Person) -> None:
    for index in range(5):
        person.send(f"message {index}")
    while len(bot.engine.turns) < 5 or person.said[-1]["from"] == "person":
        person.events()
    assert [turn["text"] for turn in bot.engine.turns] == [f"message {index}" for index in range(5)]
    by_turn = [event["from"] for event in person.said if event["kind"] != "opening"]
    assert by_turn.count("person") == 5


@pytest.mark.parametrize(
    "text", ["Nie mogę spać, jest mi bardzo źle", "મને ઊંઘ નથી આવતી", "mujhe achhi neend kaise aayegi"]
)
def test_language_we_have_no_words_in_is_said_and_never_guessed_at(
    bot: RunningBot, person: Person, text: str
) -> None:
    answers = person.ask(text)
    assert "in English" in answers[0]["text"]
    assert any("999" in answer["text"] for answer in answers)
    assert bot.engine.turns == []
    go_on = next(c for a in answers for c in a["choices"] if c["label"] == "Carry on in English")
    person.ask(choice=go_on["id"])
    person.ask(text)  # the choice is pinned: from now on the engine is asked
    assert [turn["text"] for turn in bot.engine.turns] == [text]


def test_crisis_card_does_not_wait_for_an_engine_that_hangs(bot: RunningBot, person: Person) -> None:
    bot.deps.engine._seconds = 30
    bot.engine.delay = 30
    person.send("hello")
    while not bot.deps.database.run_now(lambda c: c.execute(select(leases)).first()):
        time.sleep(0.01)
    assert person.send("I want to end my life").status_code == 202
    bot.engine.delay = 0
    person.send("anxiety")
    deadline = time.monotonic() + 20
    while not any(event["kind"] == "card" and event["id"] for event in person.said):
        assert time.monotonic() < deadline
        person.events()
    # Only that one wait is cut short: what comes after the card is for the engine again.
    while not bot.engine.turns or bot.engine.turns[-1]["text"] != "anxiety":
        assert time.monotonic() < deadline
        person.events()
    assert "anxi" in person.said[-1]["text"].lower() or "anxi" in person.answers()[-1]["text"].lower()

"""Which cards a notice gets."""

from itertools import product

import pytest

from bot.channels.capabilities import Capabilities
from bot.content.cards import BY_SITUATION, CARDS, UNSURE, cards
from bot.content.library import Library
from bot.content.menu import OFFERS
from bot.content.render import render
from bot.content.segments import parts
from bot.directives import Card, LanguageCard, OpenCase
from bot.messages import Reply
from bot.safety.notice import Notice, Response
from bot.safety.situations import SITUATIONS, TRAITS
from tests.content.test_render import NOW, SMS, WEB, Directory

ASKING = [response for response in Response if response is not Response.NONE]
EVERY = [*product(ASKING, BY_SITUATION), *((response, None) for response in ASKING)]
CHANNELS = {"web": WEB, "sms": SMS, "short": Capabilities(short=True, length=160)}
URGENT = {"999", "111", "116 123"}


def notice(response: str, *situations: str, failed: str = "") -> Notice:
    return Notice(Response(response), situations=situations, failed=(failed,) if failed else ())


def ids(found: Notice) -> list[str]:
    return [each.id for each in cards(found) if isinstance(each, Card)]


def test_every_situation_has_its_cards() -> None:
    assert [each for each in SITUATIONS if each not in TRAITS] == list(BY_SITUATION)


def test_a_notice_that_calls_for_nothing_gets_no_card() -> None:
    assert cards(notice("none", "young_person"), ("gu",)) == ()


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (notice("check_in"), ["check_in"]),
        (notice("takeover"), ["crisis"]),
        (notice("emergency"), ["emergency"]),
        (notice("check_in", "ideation"), ["check_in"]),
        (notice("check_in", "someone_else"), ["check_in_other"]),
        (notice("check_in", "bereaved"), ["bereaved"]),
        (notice("check_in", "plea"), ["check_in_plea"]),
        (notice("check_in", "self_harm"), ["check_in_self_harm"]),
        (notice("check_in", "abuse"), ["check_in_abuse"]),
        (notice("check_in", "threat"), ["check_in_threat"]),
        (notice("check_in", "said_no"), ["said_no"]),
        (notice("takeover", "plan"), ["crisis_plan"]),
        (notice("takeover", "ideation"), ["crisis"]),
        (notice("takeover", "self_harm"), ["crisis_self_harm"]),
        (notice("takeover", "someone_else"), ["crisis_other"]),
        (notice("takeover", "abuse"), ["crisis_abuse"]),
        (notice("takeover", "threat"), ["crisis_threat"]),
        (notice("takeover", "voices"), ["crisis_voices"]),
        (notice("takeover", "bereaved"), ["bereaved"]),
        (notice("emergency", "overdose"), ["emergency_hurt"]),
        (notice("emergency", "injury"), ["emergency_hurt"]),
        (notice("emergency", "attempt"), ["emergency_attempt"]),
        (notice("emergency", "medical"), ["emergency_medical"]),
        (notice("emergency", "attack"), ["emergency_attack"]),
        (notice("emergency", "someone_else"), ["emergency_other"]),
        (notice("emergency", "threat"), ["emergency_threat"]),
        # The most pressing decides, wherever traits stand.
        (notice("emergency", "overdose", "someone_else"), ["emergency_hurt"]),
        (notice("takeover", "ideation", "young_person"), ["crisis", "young_person"]),
        (notice("takeover", "young_person", "ideation"), ["crisis", "young_person"]),
        (
            notice("check_in", "ideation", "young_person", "new_parent"),
            ["check_in", "young_person", "new_parent"],
        ),
        (notice("emergency", "medical", "young_person", "new_parent"), ["emergency_medical"]),
        (notice("check_in", "said_no", "young_person"), ["said_no"]),
        # Suicide is named in a loss: that is no thought of one's own.
        (notice("check_in", "ideation", "bereaved"), ["bereaved"]),
        (notice("takeover", "ideation", "bereaved"), ["crisis"]),
        # A part of the safety net failed: a question only if something else is known.
        (notice("check_in", failed="classifier"), [UNSURE]),
        (notice("check_in", "young_person", failed="rules"), [UNSURE, "young_person"]),
        (notice("check_in", "ideation", failed="classifier"), ["check_in"]),
        (notice("takeover", failed="rules"), ["crisis"]),
        # What this version does not know yet.
        (notice("takeover", "something_new"), ["crisis"]),
    ],
)
def test_the_card_fits_the_situation(found: Notice, expected: list[str]) -> None:
    assert ids(found) == expected


def test_other_languages_come_right_after_the_english_card() -> None:
    found = cards(notice("takeover", "ideation", "young_person"), ("gu", "pl"))
    assert found == (Card("crisis"), LanguageCard("gu"), LanguageCard("pl"), Card("young_person"))


def test_whoever_said_no_is_only_thanked() -> None:
    assert cards(notice("check_in", "said_no"), ("gu",)) == (Card("said_no"),)


def shown(library: Library, found: Notice, channel: str) -> tuple[Reply, ...]:
    return render(
        cards(found),
        library=library,
        directory=Directory(),
        capabilities=CHANNELS[channel],
        language="en",
        region="llr",
        now=NOW,
    )


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize(("response", "situation"), EVERY)
def test_every_notice_gets_words_and_a_number_on_every_channel(
    library: Library, channel: str, response: Response, situation: str | None
) -> None:
    replies = shown(library, notice(response, *([situation] if situation else [])), channel)
    assert replies
    assert all(0 < len(reply.text) <= CHANNELS[channel].length for reply in replies)
    words = " ".join(reply.text for reply in replies)
    assert any(number in words for number in URGENT)
    if response.brings_handler:
        assert replies[0].kind == "card"
        assert "999" in words


@pytest.mark.parametrize(("response", "situation"), EVERY)
def test_the_first_segment_of_a_text_message_says_where_to_turn(
    library: Library, response: Response, situation: str | None
) -> None:
    found = notice(response, *([situation] if situation else []))
    first = parts(library.card(ids(found)[0]).sms)[0]
    assert any(number in first for number in URGENT)
    assert response is not Response.EMERGENCY or "999" in first


@pytest.mark.parametrize("situation", BY_SITUATION)
@pytest.mark.parametrize("form", ["text", "sms"])
def test_an_emergency_begins_with_999(library: Library, situation: str, form: str) -> None:
    text = getattr(library.card(ids(notice("emergency", situation))[0]), form)
    assert "999" in text[:60]


@pytest.mark.parametrize("card", sorted(CARDS))
def test_yes_and_no_are_offered_where_the_question_is_whether_to_end_ones_life(
    library: Library, card: str
) -> None:
    found = library.card(card)
    asks = (
        "are you having thoughts of ending your life?" in found.text or "or having thoughts of" in found.text
    )
    assert (found.choices[:2] == ("check_in_yes", "check_in_no")) == asks
    assert OFFERS["check_in_yes"].directive == OpenCase("check_in_yes")


@pytest.mark.parametrize("card", ["bereaved", "said_no", UNSURE, "young_person", "new_parent"])
@pytest.mark.parametrize("form", ["text", "sms"])
def test_some_cards_ask_nothing(library: Library, card: str, form: str) -> None:
    assert "?" not in getattr(library.card(card), form)


@pytest.mark.parametrize("card", sorted(each for each in CARDS if each.startswith("check_in")))
@pytest.mark.parametrize("form", ["text", "sms"])
def test_a_check_in_asks_and_offers_a_person(library: Library, card: str, form: str) -> None:
    text = getattr(library.card(card), form)
    assert "?" in text
    assert "a person" in text
    assert "talk_to_person" in library.card(card).choices


@pytest.mark.parametrize(
    ("card", "words"),
    [
        ("emergency_hurt", "don't wait to see"),
        ("emergency_attack", "press 55"),
        ("emergency_attack", "close this page"),
        ("emergency_other", "Stay with them"),
        ("crisis_abuse", "Is it safe for you to write here now?"),
        ("crisis_abuse", 'write "delete my chat"'),
        ("crisis_abuse", "National Domestic Abuse Helpline"),
        ("crisis_threat", "talk to someone before you do anything"),
        ("crisis_voices", "do not have to do what the voices say"),
        ("crisis_other", "Asking does not put the idea in their head"),
        ("young_person", "Childline"),
        ("young_person", "HOPELINE247"),
        ("new_parent", "midwife"),
        ("unsure", "Part of me is not working"),
    ],
)
def test_what_a_card_must_say(library: Library, card: str, words: str) -> None:
    assert words.casefold() in library.card(card).text.casefold()

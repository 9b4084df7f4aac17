"""Which cards a notice gets."""

import re
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
from bot.safety.memory import next_state
from bot.safety.notice import Notice, Response, SafetyState
from bot.safety.parts import Questions
from bot.safety.situations import SITUATIONS, TRAITS, in_order
from tests.content.conftest import CONTENT
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
        (notice("check_in", "voices"), ["check_in"]),
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
        (notice("emergency", "voices"), ["emergency_voices"]),
        (notice("emergency", *in_order(["attempt", "threat", "voices"])), ["emergency_voices"]),
        (notice("emergency", *in_order(["voices", "overdose"])), ["emergency_hurt"]),
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
        # Beside somebody else, thoughts of one's own get their card too; a check-in asks one question only.
        (notice("takeover", "abuse", "ideation"), ["crisis_abuse", "crisis"]),
        (notice("takeover", "abuse", "self_harm", "ideation"), ["crisis_abuse", "crisis_self_harm"]),
        (notice("takeover", "abuse", "plan"), ["crisis_abuse", "crisis_plan"]),
        (notice("emergency", "abuse", "plan"), ["emergency_attack", "emergency_attempt"]),
        (notice("check_in", "abuse", "ideation"), ["check_in_abuse"]),
        (notice("takeover", "abuse", "someone_else"), ["crisis_abuse"]),
        (
            notice("takeover", "someone_else", "ideation", "new_parent"),
            ["crisis_other", "crisis", "new_parent"],
        ),
        # What is there for the young comes before lines for adults, but not before 999 in an attack.
        (notice("check_in", "abuse", "young_person"), ["young_person", "check_in_abuse"]),
        (notice("takeover", "abuse", "young_person"), ["young_person", "crisis_abuse"]),
        (
            notice("takeover", "abuse", "ideation", "young_person", "new_parent"),
            ["young_person", "crisis_abuse", "crisis", "new_parent"],
        ),
        (notice("emergency", "attack", "young_person"), ["emergency_attack", "young_person"]),
        (notice("emergency", "attack", "new_parent"), ["emergency_attack"]),
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
    asks = "are you having thoughts of ending your life?" in found.text.casefold()
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
        ("emergency_hurt", "stay with them, or ask someone to stay with you"),
        ("emergency_hurt", "call or text these"),
        ("emergency_attack", "close this chat"),
        ("emergency_other", "Stay with them"),
        ("emergency_voices", "You do not have to do what the voices say"),
        ("emergency_threat", "about yourself or someone else"),
        ("check_in", "in danger now, call 999"),
        ("check_in_abuse", 'write "delete my chat"'),
        ("check_in_abuse", "Samaritans on 116 123"),
        ("check_in_threat", "that you may hurt someone, or that someone else may?"),
        ("crisis_abuse", "Only write here when it is safe for you."),
        ("crisis_abuse", 'write "delete my chat", and delete it in your app or phone too'),
        ("crisis_abuse", "a safe number and a safe time to call you"),
        ("crisis_abuse", "National Domestic Abuse Helpline"),
        ("crisis_abuse", "about domestic or sexual abuse, whoever you are"),
        ("crisis_threat", "If you are worried about someone else, keep yourself safe first."),
        ("crisis_voices", "Nobody has to do what voices say"),
        ("medical", "may have taken too much of something, call 999 now"),
        ("said_no", "it was OK to say it"),
        ("said_no", "call 999"),
        ("new_parent", "If you feel you may hurt your baby"),
        ("new_parent", "call 999"),
        ("young_person", "call 999"),
        ("young_person", "under 35 and thinking of ending your life"),
        ("crisis_other", "Asking does not put the idea in their head"),
        ("young_person", "Childline"),
        ("young_person", "HOPELINE247"),
        ("new_parent", "midwife"),
        ("unsure", "Part of me is not working"),
    ],
)
def test_what_a_card_must_say(library: Library, card: str, words: str) -> None:
    assert words.casefold() in library.card(card).text.casefold()


@pytest.mark.parametrize("card", sorted(CARDS))
@pytest.mark.parametrize("form", ["text", "sms"])
def test_a_card_asks_one_question_whose_answer_is_yes_or_no(library: Library, card: str, form: str) -> None:
    asked = re.findall(r"[^.!?\n]*\?", getattr(library.card(card), form))
    answered_by_yes = [each for each in asked if re.match(r"(Is|Are|Do|Have)\b|.*: are you", each.strip())]
    assert len(answered_by_yes) <= 1
    assert "or having thoughts" not in "".join(asked)


@pytest.mark.parametrize("situation", sorted(BY_SITUATION.keys() - {"medical"}))
def test_the_answer_is_heard_as_one_to_the_question_that_the_card_asks(
    library: Library, situation: str
) -> None:
    asked = notice("check_in", situation)
    words = library.card(ids(asked)[0]).text
    heard_as = next_state(SafetyState(), "hello", asked, NOW).asked
    assert Questions.load([CONTENT / "safety" / "en"]).question_in(words) == heard_as


@pytest.mark.parametrize("card", ["check_in_abuse", "crisis_abuse", "emergency_attack"])
def test_in_a_text_message_about_abuse_the_warning_comes_first(library: Library, card: str) -> None:
    assert library.card(card).sms.startswith("Delete this if someone may look.")


@pytest.mark.parametrize("card", sorted(CARDS))
@pytest.mark.parametrize("form", ["text", "sms"])
def test_a_card_fits_telegram_and_texts_as_well_as_the_web(library: Library, card: str, form: str) -> None:
    assert "page" not in getattr(library.card(card), form)


@pytest.mark.parametrize("form", ["text", "sms"])
def test_in_an_attack_the_line_for_children_comes_before_those_for_adults(
    library: Library, form: str
) -> None:
    words = getattr(library.card("emergency_attack"), form)
    assert words.index("999") < words.index("0800 1111") < words.index("0808 2000 247")

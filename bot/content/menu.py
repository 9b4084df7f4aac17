"""What can be offered: the menu, the menu without the engine, and what is said when something of ours is down."""

from typing import Literal

from bot.directives import Card, Choices, Directive, Erase, Offer, OpenCase, Say, Services, Topic

Reason = Literal["engine_down", "waking_up", "turn_failed", "store_down"]

TALK_TO_PERSON = Offer("talk_to_person", directive=OpenCase("asked_for_person"))

_MENU = Choices(
    (
        Offer("sleep", intent="sleep"),
        Offer("anxiety", intent="anxiety"),
        Offer("low_mood", intent="low_mood"),
        Offer("crisis_cafe", intent="find_crisis_cafe"),
        TALK_TO_PERSON,
        Offer("what_can_you_do", intent="what_can_you_do"),
    )
)

# What content files may offer by label. All work with the engine down.
OFFERS: dict[str, Offer] = {
    offer.label: offer
    for offer in (
        TALK_TO_PERSON,
        Offer("central_access_point", directive=Services(id="llr-cap")),
        Offer("crisis_cafe", directive=Services(kind="crisis_cafe")),
        Offer("sleep", directive=Topic("sleep")),
        Offer("anxiety", directive=Topic("anxiety")),
        Offer("low_mood", directive=Topic("low_mood")),
        Offer("what_can_you_do", directive=Say("about.what_can_you_do")),
        Offer("menu", directive=_MENU),
        Offer("check_in_yes", directive=OpenCase("check_in_yes")),
        Offer("check_in_no", directive=Say("check_in.no")),
        Offer("erase_confirm", directive=Erase("confirm")),
        Offer("erase_keep", directive=Say("erase.kept")),
    )
}

WHICH_HELP = (
    Offer("crisis_line", intent="find_local_service"),
    Offer("crisis_cafe", intent="find_crisis_cafe"),
    Offer("talking_therapy", intent="talking_therapy_referral"),
    Offer("young_people", intent="young_person_help"),
    Offer("housing_debt", intent="find_local_service"),
    Offer("substance", intent="find_local_service"),
    Offer("bereavement", intent="find_local_service"),
    Offer("carers", intent="carer_support"),
    TALK_TO_PERSON,
)
"""What is offered to somebody who looks for help that we do not recognise. The engine hears it as if it were written."""

_WITHOUT_ENGINE = ("talk_to_person", "central_access_point", "crisis_cafe", "sleep", "anxiety", "low_mood")


def menu() -> Choices:
    """The standard menu; topics and cafés go through the engine, so that it knows what was asked."""
    return _MENU


def menu_without_engine() -> Choices:
    """The menu that works when the engine does not: each offer is a directive."""
    return Choices(tuple(OFFERS[label] for label in _WITHOUT_ENGINE))


def fallback(reason: Reason) -> tuple[Directive, ...]:
    """What to say instead of an answer: what happened, numbers to call, and what still works.

    With the store down nothing can be offered, because an offer is stored with its message.
    """
    said: tuple[Directive, ...] = (Say(f"system.{reason}"), Card("numbers"))
    return said if reason == "store_down" else (*said, menu_without_engine())


def erase_question() -> tuple[Directive, ...]:
    """Asks whether to delete the conversation."""
    return (Say("erase.ask"), Choices((OFFERS["erase_confirm"], OFFERS["erase_keep"])))

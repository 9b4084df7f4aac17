"""What is said to a person who did something else than writing words, or pressed nothing: pure."""

from collections.abc import Mapping, Sequence

from bot.content.cards import HELP, NUMBERS, STOPPED
from bot.content.menu import OFFERS, menu
from bot.directives import Card, Choices, Directive, Erase, Language, Offer, Say, Services, Topic
from bot.messages import Gesture
from bot.routes import Route

_UNSEEN = frozenset(
    {
        Gesture.VOICE,
        Gesture.PHOTO,
        Gesture.VIDEO,
        Gesture.STICKER,
        Gesture.CONTACT,
        Gesture.POLL,
        Gesture.FILE,
        Gesture.OTHER,
    }
)
_MAY_BE_A_PLEA = _UNSEEN - {Gesture.STICKER, Gesture.CONTACT, Gesture.POLL}
"""What may hold words that nobody here can hear or see: numbers are given with it."""

_FIXED: Mapping[Gesture, tuple[Directive, ...]] = {
    Gesture.STOP: (Card(STOPPED),),
    Gesture.HELP: (Card(HELP),),
    Gesture.DELETE: (Erase("ask"),),
    Gesture.NO_PLACE: (Say("input.no_position"),),
}


def is_unseen(gesture: Gesture) -> bool:
    """True for a picture, a voice message and the like, which nobody here can see or hear."""
    return gesture in _UNSEEN


def may_be_a_plea(gesture: Gesture) -> bool:
    """True for what may hold words that nobody here can hear or see."""
    return gesture in _MAY_BE_A_PLEA


def about_unseen(gesture: Gesture) -> tuple[Directive, ...]:
    """What is said about a picture, a voice message and the like, beside the answer to its caption; empty for anything else."""
    if gesture not in _UNSEEN:
        return ()
    said = Say(f"input.{gesture}")
    return (said, Card(NUMBERS)) if gesture in _MAY_BE_A_PLEA else (said,)


def answer(
    gesture: Gesture, *, was: Route, first: str | None, languages: Sequence[str]
) -> tuple[Directive, ...]:
    """What is said to a gesture by itself; empty if it is answered like words. first is a label that a link asks to show."""
    if gesture is Gesture.START:
        return _start(was, first)
    if gesture is Gesture.LANGUAGE:
        return _languages(languages)
    return _FIXED.get(gesture, ())


def _start(was: Route, first: str | None) -> tuple[Directive, ...]:
    if was is not Route.OPEN:
        return (Say("route.started"), menu())
    offer = OFFERS.get(first or "")
    # A link comes from anywhere: it may show something, and never do something.
    if offer and isinstance(offer.directive, Topic | Services):
        return (offer.directive, menu())
    return (Say("menu.intro"), menu())


def _languages(languages: Sequence[str]) -> tuple[Directive, ...]:
    if len(languages) < 2:
        return (Say("language.only_one"),)
    offers = (Offer(f"language_{code}", directive=Language(code)) for code in languages)
    return (Say("language.choose"), Choices(tuple(offers)))

"""Which cards a notice gets: a table of situations, with a card of content/crisis for each response."""

from collections.abc import Mapping, Sequence

from bot.directives import Card, Directive, LanguageCard
from bot.safety.notice import Notice, Response
from bot.safety.situations import TRAITS

_CARD_OF = (Response.CHECK_IN, Response.TAKEOVER, Response.EMERGENCY)
_IN_GENERAL = ("check_in", "crisis", "emergency")

BY_SITUATION: Mapping[str, tuple[str, str, str]] = {
    "overdose": ("check_in", "crisis_self_harm", "emergency_hurt"),
    "injury": ("check_in_self_harm", "crisis_self_harm", "emergency_hurt"),
    "medical": ("medical", "medical", "emergency_medical"),
    "attack": ("check_in_abuse", "crisis_abuse", "emergency_attack"),
    "voices": ("check_in", "crisis_voices", "emergency_voices"),
    "attempt": ("check_in", "crisis_plan", "emergency_attempt"),
    "threat": ("check_in_threat", "crisis_threat", "emergency_threat"),
    "abuse": ("check_in_abuse", "crisis_abuse", "emergency_attack"),
    "someone_else": ("check_in_other", "crisis_other", "emergency_other"),
    "plan": ("check_in", "crisis_plan", "emergency_attempt"),
    "self_harm": ("check_in_self_harm", "crisis_self_harm", "emergency_hurt"),
    "ideation": _IN_GENERAL,
    "bereaved": ("bereaved", "bereaved", "emergency"),
    "plea": ("check_in_plea", "crisis", "emergency"),
    "said_no": ("said_no", "crisis", "emergency"),
}
"""Situation → its card for a check-in, a takeover and an emergency."""

UNSURE = "unsure"
"""Instead of a question, when part of the safety net has failed and nothing else is known."""
NUMBERS = "numbers"
STOPPED = "stopped"
"""The one answer to STOP."""
HELP = "help"
"""The answer to HELP."""

CARDS = frozenset(
    {*TRAITS, *(card for each in BY_SITUATION.values() for card in each), UNSURE, NUMBERS, STOPPED, HELP}
)
"""Every card that can be shown: content/crisis holds a file for each, and none besides."""

_LEFT_OUT: Mapping[str | None, frozenset[str]] = {
    "medical": frozenset(TRAITS),
    "attack": frozenset({"new_parent"}),
}
"""Situation → traits whose cards would only stand in the way of what to do now."""

_OF_ANOTHER = frozenset({"abuse", "someone_else"})
"""Situations whose cards are about somebody else too, and say little to whoever wants to die as well."""
_OWN_LIFE = frozenset({"plan", "self_harm", "ideation"})

_ADULT_LINES = frozenset({"check_in_abuse", "crisis_abuse"})
"""Cards with lines for adults: what is there for a young person comes before them.

In an attack the emergency number comes before everything; that card names Childline before the other lines.
"""


def cards(notice: Notice, languages: Sequence[str] = ()) -> tuple[Directive, ...]:
    """The cards that go with a notice, none with ``none``.

    First the one for its situation, and for thoughts of one's own beside it; then the card of each of these languages, then
    what is there for those whom the notice knows to be young, or new parents.
    """
    if notice.response is Response.NONE:
        return ()
    situation = _situation(notice)
    found = [Card(_card(notice, each)) for each in (situation, *_as_well(notice, situation))]
    if situation == "said_no" and notice.response is Response.CHECK_IN:
        return tuple(found)
    own = [LanguageCard(language) for language in languages]
    left_out = _LEFT_OUT.get(situation, frozenset())
    more = [Card(each) for each in TRAITS if each in notice.situations and each not in left_out]
    first = [each for each in more if each.id == "young_person" and found[0].id in _ADULT_LINES]
    return (*first, *found, *own, *(each for each in more if each not in first))


def _situation(notice: Notice) -> str | None:
    """The most pressing one. Whoever has lost somebody names suicide, and is not asked at once about their own life."""
    if notice.response is Response.CHECK_IN and {"ideation", "bereaved"} <= set(notice.situations):
        return "bereaved"
    return next((each for each in notice.situations if each not in TRAITS), None)


def _as_well(notice: Notice, situation: str | None) -> Sequence[str]:
    """The most pressing thought of the person's own, where the first card is about somebody else."""
    if situation not in _OF_ANOTHER or not notice.response.brings_handler:
        return ()
    return [each for each in notice.situations if each in _OWN_LIFE][:1]


def _card(notice: Notice, situation: str | None) -> str:
    if situation is None and notice.failed and notice.response is Response.CHECK_IN:
        return UNSURE
    return BY_SITUATION.get(situation or "", _IN_GENERAL)[_CARD_OF.index(notice.response)]

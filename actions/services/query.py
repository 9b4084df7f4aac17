"""Which services a turn asks for, in the light of the turns before it: plain functions, without Rasa."""

from collections.abc import Sequence

from actions.dialogue import Turn
from actions.services.change import CAFES, changed
from actions.services.place import words_in
from actions.services.wanted import Query, wishes_in

KINDS = {
    "find_crisis_cafe": "crisis_cafe",
    "crisis_cafe_hours": "crisis_cafe",
    "young_person_help": "young_people",
    "carer_support": "carers",
}
_CHANGES = frozenset({"services_follow_up", "give_place"})
_LONGEST_CHANGE = 10  # words: a longer message is a question of its own
_ANSWERS = frozenset({"give_place", "deny", "affirm", "nlu_fallback", "services_follow_up"})


def shown(turns: Sequence[Turn]) -> Query:
    """The services that were shown last; empty if none were."""
    found = [each["services"] for turn in turns for each in turn.directives if "services" in each]
    return dict(found[-1]) if found else {}


def asked_where(turns: Sequence[Turn]) -> bool:
    """True if the turn before the last one asked where the person is."""
    return any({"ask": "place"} in turn.directives for turn in turns[-2:-1])


def query_of(turns: Sequence[Turn]) -> Query:
    """What the last of the turns asks for, apart from a place that is new."""
    turn, before = turns[-1], shown(turns[:-1])
    if asked_where(turns) and turn.intent in _ANSWERS:
        return query_of(turns[:-1]) | wishes_in(turn.text)
    if turn.intent in KINDS:
        return _of_kind(KINDS[turn.intent], turns)
    if before and turn.intent in _CHANGES and len(turn.text.split()) <= _LONGEST_CHANGE:
        return changed(before, turn)
    return {"words": words_in(turn.text)} | wishes_in(turn.text)


def _of_kind(kind: str, turns: Sequence[Turn]) -> Query:
    text = turns[-1].text
    if kind != CAFES:
        return {"kind": kind, "words": words_in(text)} | wishes_in(text)
    wishes = {key: value for key, value in wishes_in(text).items() if value != "drop_in"}  # every café is one
    earlier = query_of(turns[:-1]) if asked_where(turns) else {}
    return (earlier if earlier.get("kind") == CAFES else {}) | {"kind": CAFES} | wishes

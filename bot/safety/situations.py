"""Which words fit a notice: the situations that a rule may name, and those that follow from a category."""

from collections.abc import Iterable

SITUATIONS = (
    "overdose",
    "injury",
    "medical",
    "attack",
    "voices",
    "attempt",
    "threat",
    "abuse",
    "someone_else",
    "plan",
    "self_harm",
    "ideation",
    "bereaved",
    "plea",
    "said_no",
    "young_person",
    "new_parent",
)
"""The most pressing first. The last two never stand alone: they say more of the person whom the words are for."""

TRAITS = ("young_person", "new_parent")

_BY_CATEGORY = {
    "suicide_ideation": "ideation",
    "suicide_plan_intent": "plan",
    "suicide_attempt_in_progress": "attempt",
    "self_harm": "self_harm",
    "passive_ideation": "ideation",
    "third_party_suicide": "someone_else",
    "harm_to_others": "threat",
    "abuse_safeguarding": "abuse",
    "medical_emergency": "medical",
}


def of_category(category: str) -> str:
    """The situation that a category stands for when no rule says it more exactly."""
    return _BY_CATEGORY[category]


def in_order(found: Iterable[str]) -> tuple[str, ...]:
    """Each once, the most pressing first; nothing if there are only traits."""
    kept = set(found)
    return tuple(each for each in SITUATIONS if each in kept) if kept - set(TRAITS) else ()

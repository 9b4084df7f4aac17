"""The question that was asked before, with one thing changed: plain functions, without Rasa."""

from actions.dialogue import Turn
from actions.services.place import words_in
from actions.services.wanted import Query, asks_nearer, changes_in, together

CAFES = "crisis_cafe"
_CAFE_NETWORK = "llr-nmhc-network"  # the answer to "what happens at a café?" is about it


def changed(before: Query, turn: Turn) -> Query:
    """Where, when or for whom is changed, and the rest stays. If it is none of these, it is another need."""
    place_said = "place" in turn.entities
    change = changes_in(turn.text)
    if asks_nearer(turn.text, place_said=place_said):
        change["nearer"] = "yes"
    kept = _lasting({"kind": CAFES} if before.get("id") == _CAFE_NETWORK else before)
    elsewhere = place_said or "nearer" in change
    if not (change or place_said) or (elsewhere and "id" in kept):
        kept = {key: value for key, value in kept.items() if key not in {"id", "kind", "only"}}
        kept["words"] = words_in(turn.text)
    if "only" in kept and "only" in change:
        change["only"] = together(kept["only"], change["only"])
    return kept | change


def _lasting(query: Query) -> Query:
    return {key: value for key, value in query.items() if key not in {"page", "about", "nearer"}}

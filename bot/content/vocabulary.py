"""The keys that the code says, with the placeholders each may use. English must hold all of them."""

from collections.abc import Mapping

from bot.directory.words import KEYS as DIRECTORY_KEYS

_PLAIN = """
greet.hello greet.goodbye greet.thanks greet.affirm_nothing greet.deny_nothing
about.what_can_you_do about.first_message
menu.intro fallback.rephrase fallback.menu
person.case_opened person.case_already_open
out_of_scope.answer gp.how check_in.no
erase.ask erase.done erase.done_engine_later erase.kept
system.engine_down system.waking_up system.store_down system.turn_failed
input.empty input.too_long input.only_symbols input.choice_gone input.no_position
language.changed
choices.sleep choices.anxiety choices.low_mood choices.crisis_cafe choices.central_access_point
choices.talk_to_person choices.carry_on_in_english choices.what_can_you_do choices.menu
choices.more_services choices.crisis_line choices.talking_therapy choices.young_people choices.housing_debt
choices.substance choices.bereavement choices.carers
choices.erase_confirm choices.erase_keep choices.check_in_yes choices.check_in_no
"""

KEYS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(_PLAIN.split(), frozenset[str]()),
    "language.only_english_yet": frozenset({"language_name"}),
    **DIRECTORY_KEYS,
}

COMMANDS = frozenset({"delete_chat", "talk_to_person", "menu"})


def allowed(key: str) -> frozenset[str]:
    """The placeholders that the text of a key may use; a text that only content names has none."""
    return KEYS.get(key, frozenset())

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
route.reminder route.started limits.day limits.service more.how
input.voice input.photo input.video input.sticker input.contact input.poll input.file input.other
language.choose language.only_one
telegram.group telegram.clear_chat telegram.short_description telegram.description telegram.command_start
telegram.command_help telegram.command_language telegram.command_stop telegram.command_delete
input.empty input.too_long input.only_symbols input.choice_gone input.no_position
language.changed
choices.sleep choices.anxiety choices.low_mood choices.crisis_cafe choices.central_access_point
choices.talk_to_person choices.carry_on_in_english choices.what_can_you_do choices.menu
choices.more_services choices.crisis_line choices.talking_therapy choices.young_people choices.housing_debt
choices.substance choices.bereavement choices.carers
choices.erase_confirm choices.erase_keep choices.check_in_yes choices.check_in_no
choices.more_text choices.share_place choices.language_en
"""

KEYS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(_PLAIN.split(), frozenset[str]()),
    "language.only_english_yet": frozenset({"language_name"}),
    **DIRECTORY_KEYS,
}

SHORT = "_short"
"""At the end of a key: what short channels say in place of the text of the key without it. No key needs one."""

COMMANDS = frozenset({"delete_chat", "talk_to_person", "menu"})


def allowed(key: str) -> frozenset[str]:
    """The placeholders that the text of a key, or its short variant, may use; a text that only content names has none."""
    return KEYS.get(key) or KEYS.get(key.removesuffix(SHORT), frozenset())

"""A few whole-message phrases that work even when the engine does not: delete my chat, talk to a person, menu."""

from bot.content.library import Library
from bot.content.menu import TALK_TO_PERSON, menu_without_engine
from bot.directives import Directive, Erase, Say

_TALK = TALK_TO_PERSON.directive
assert _TALK is not None  # noqa: S101 (the offer is one that needs no engine)

COMMANDS: dict[str, tuple[Directive, ...]] = {
    "delete_chat": (Erase("ask"),),
    "talk_to_person": (_TALK,),
    "menu": (Say("menu.intro"), menu_without_engine()),
}
"""What each command of content/strings ``commands`` does."""


def command(text: str, library: Library) -> tuple[Directive, ...]:
    """The directives of the command that this text is, in any language; empty if it is none."""
    name = library.command(text)
    return COMMANDS[name] if name else ()

"""Stage 4: which language to answer in: the one the person chose, else the one they write, else the one so far."""

from dataclasses import replace

from bot.content.read_strings import ENGLISH
from bot.language.detect import detect
from bot.pipeline.context import Deps, Turn


async def run(turn: Turn, deps: Deps) -> Turn:
    """Set the conversation's language, unless a choice has pinned it. Never gates the safety net, which has run."""
    conversation = turn.known
    if conversation.language_pinned or turn.offer:
        return turn
    language = detect(turn.message.text, conversation.language)
    # Judged by this message alone: a short word says nothing, and is left to the engine.
    written_in = detect(turn.message.text, ENGLISH)
    foreign = written_in if written_in not in deps.library.languages() else None
    return replace(turn, conversation=replace(conversation, language=language), foreign=foreign)

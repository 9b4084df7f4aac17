"""Terminal stage: everything that the turn decided is stored in one transaction, or nothing of it."""

from dataclasses import replace

from bot.directives import to_wire_offer
from bot.erasure import erase
from bot.messages import Reply
from bot.pipeline.context import Deps, Turn
from bot.safety.memory import state_to_json
from bot.store import turns
from bot.store.messages import NewMessage


async def run(turn: Turn, deps: Deps) -> Turn:
    """Store replies, notice, state and case, and mark the message as answered; or erase the conversation.

    Raises StoreUnavailable or LeaseLost, and then nothing was stored.
    """
    if turn.erase:
        complete = await erase(deps, turn.known.id, turn.now)
        said = deps.library.text("erase.done" if complete else "erase.done_engine_later", turn.known.language)
        deps.hub.say_now(turn.known.id, Reply(said, kind="erased"))
        return turn
    outcome = turns.Outcome(
        turn_id=turn.message.id,
        owner=turn.owner,
        conversation=turn.known,
        replies=[_new_message(reply) for reply in turn.replies],
        notice=turn.notice,
        safety=state_to_json(turn.safety) if turn.safety else None,
        case_reason=turn.case_reason,
        now=turn.now,
        is_sent=deps.channels[turn.known.channel].sender is not None,
    )
    recorded = await deps.database.write(turns.record, outcome)
    return replace(turn, case_opened=recorded.case, more=recorded.more)


def _new_message(reply: Reply) -> NewMessage:
    choices = [(choice.label, to_wire_offer(choice.offer)) for choice in reply.choices]
    return NewMessage("bot", reply.text, kind=reply.kind, language=reply.language, choices=choices)

"""Terminal stage: everything that the turn decided is stored in one transaction, or nothing of it."""

from dataclasses import replace

from bot.channels.surely import send_surely
from bot.directives import to_wire_offer
from bot.erasure import erase
from bot.ids import new_id
from bot.limits import pause
from bot.messages import Outgoing, Reply
from bot.pipeline.context import Deps, Turn
from bot.safety.memory import state_to_json
from bot.safety.notice import Response
from bot.store import turns
from bot.store.messages import NewMessage


async def run(turn: Turn, deps: Deps) -> Turn:
    """Store replies, notice, state and case, and mark the message as answered; or erase the conversation.

    Raises StoreUnavailable or LeaseLost, and then nothing was stored.
    """
    if turn.erase:
        await _erase(turn, deps)
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
        is_sent=deps.channels[turn.known.channel].provider is not None,
        pause=pause(turn.spent.recent),
        urgent=_is_urgent(turn),
        told=turn.told,
        was=turn.was,
    )
    recorded = await deps.database.write(turns.record, outcome)
    return replace(turn, case_opened=recorded.case, more=recorded.more)


def _is_urgent(turn: Turn) -> bool:
    """True if no limit may hold the replies up: they answer distress, bring a person, or hold numbers to call."""
    has_numbers = any(reply.kind == "card" for reply in turn.replies)
    return turn.notice.response is not Response.NONE or turn.case_reason is not None or has_numbers


async def _erase(turn: Turn, deps: Deps) -> None:
    """Erase the conversation and say so, by whatever way there is: nothing of it can wait in the outbox."""
    conversation = turn.known
    complete = await erase(deps, conversation.id, turn.now)
    channel, language = deps.channels[conversation.channel], conversation.language
    text = deps.library.short_text if channel.capabilities.short else deps.library.text
    said = text("erase.done" if complete else "erase.done_engine_later", language)
    deps.hub.say_now(conversation.id, Reply(said, kind="erased"))
    if channel.provider and conversation.address:
        if channel.capabilities.buttons:
            said = f"{said}\n\n{text('telegram.clear_chat', language)}"
        message = Outgoing(new_id(), deps.keys.decrypt(conversation.address), said, kind="erased")
        deps.background.start(send_surely(channel.provider, message), "say_erased")


def _new_message(reply: Reply) -> NewMessage:
    choices = [(choice.label, to_wire_offer(choice.offer)) for choice in reply.choices]
    return NewMessage("bot", reply.text, kind=reply.kind, language=reply.language, choices=choices)

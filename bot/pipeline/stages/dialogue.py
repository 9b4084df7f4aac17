"""Stage 5: what to answer. A crisis card needs no engine; neither do a few commands; the rest is the engine's choice."""

from dataclasses import replace

from bot.content.cards import NUMBERS, cards
from bot.content.menu import fallback, menu, menu_without_engine
from bot.content.own_language import languages_read
from bot.directives import (
    Card,
    Choices,
    Directive,
    Erase,
    Language,
    LanguageCard,
    Offer,
    OpenCase,
    Say,
)
from bot.engine import EngineFailure, TurnAnswer, TurnRequest
from bot.erasure import engine_name
from bot.intake import clean
from bot.language.names import LANGUAGES
from bot.logs import logger
from bot.messages import Gesture
from bot.pipeline import gestures
from bot.pipeline.commands import command
from bot.pipeline.context import Deps, Turn
from bot.pipeline.control import EndTurn
from bot.safety.notice import Response
from bot.store.conversations import EngineSession

CHECK_IN_YES = "check_in_yes"
"""The reason of a case that a person asked for by saying yes to the check-in."""

NOT_UNDERSTOOD = "nlu_fallback"
"""Rasa's name for the intent of a message that it is not sure of."""

log = logger(__name__)


async def run(turn: Turn, deps: Deps) -> Turn:
    """Choose the directives of the reply, and carry out those that are not words. A crisis card ends the turn's core."""
    if turn.notice.response.brings_handler:
        raise EndTurn(_crisis(turn, deps))
    own = _own_answer(turn, deps)
    if own is None:
        turn = await _ask_engine(turn, deps)
    else:
        turn = replace(turn, directives=own)
    turn = replace(turn, directives=(*gestures.about_unseen(turn.message.gesture), *turn.directives))
    turn = _carry_out(turn, deps)
    if turn.notice.response is Response.CHECK_IN and turn.new_signal and not _picked_no(turn):
        # Asked first, and nothing is withheld: the answer follows, unless it is only that there is none.
        answer = turn.directives if turn.understood else ()
        turn = replace(turn, directives=(*cards_of(turn, deps), *answer))
    return turn


def cards_of(turn: Turn, deps: Deps) -> tuple[Directive, ...]:
    """The cards that the turn's notice calls for."""
    return cards(turn.notice, _languages(turn, deps))


def _crisis(turn: Turn, deps: Deps) -> Turn:
    shown = cards_of(turn, deps)
    return replace(turn, directives=(*shown, *about_case(turn)), case_reason=why(turn))


def why(turn: Turn) -> str:
    """Why a handler is brought: the rules that call for one."""
    return ",".join(turn.notice.rules) or str(turn.notice.response)


def _languages(turn: Turn, deps: Deps) -> tuple[str, ...]:
    """Languages besides English in which this person is to see a card."""
    available = deps.library.languages_with_card(reviewed_only=deps.settings.reviewed_cards_only)
    return languages_read(turn.notice, turn.message.text, turn.known.language, available)


def _picked_no(turn: Turn) -> bool:
    """True if a "no" was picked, which has words of its own."""
    return turn.offer is not None and "said_no" in turn.notice.situations


def about_case(turn: Turn) -> tuple[Directive, ...]:
    """What a person is told about the case that this turn opens, or that is open already."""
    return (Say("person.case_already_open" if turn.open_case else "person.case_opened"),)


def _own_answer(turn: Turn, deps: Deps) -> tuple[Directive, ...] | None:
    """What we answer without the engine, which may be nothing; None to ask it."""
    message = turn.message
    if message.gesture is Gesture.EDITED:
        return ()  # the dialogue has gone on since
    languages = sorted(deps.library.languages())
    own = gestures.answer(message.gesture, was=turn.was, first=message.first, languages=languages)
    if own:
        return own
    if turn.offer:
        return (turn.offer.directive,) if turn.offer.directive else None
    if turn.message.choice:
        return (Say("input.choice_gone"), menu())  # never offered here, or from before an erasure
    problem = clean(message.text, limit=deps.settings.message_limit).problem
    if problem:
        # A picture that says nothing more has its sentence.
        return () if gestures.is_unseen(message.gesture) else (Say(f"input.{problem}"),)
    return command(message.text, deps.library) or _in_another_language(turn) or None


def _in_another_language(turn: Turn) -> tuple[Directive, ...]:
    """What is said when we have no words in the message's language: the engine would only guess at it."""
    if turn.foreign is None:
        return ()
    named = LANGUAGES[turn.foreign]
    said = Say("language.only_english_yet", {"language_name": f"{named.english} ({named.own})"})
    go_on = Offer("carry_on_in_english", directive=Language("en"))
    return (said, Card(NUMBERS), Choices((go_on, *menu_without_engine().offers)))


async def _ask_engine(turn: Turn, deps: Deps) -> Turn:
    conversation = turn.known
    session = conversation.engine
    new_session = session.turns >= deps.settings.engine_session_turns and not session.in_form
    request = _request(turn, deps, new_session=new_session)
    _show_typing(turn, deps)
    try:
        answer = await deps.engine.turn(request, turn.hurry)
    except EngineFailure as failure:
        deps.metrics.engine_failures.labels(failure.code).inc()
        log.warning("engine_failed", turn=turn.message.id, code=failure.code)
        words = fallback("engine_down" if deps.engine_seen else "waking_up")
        return replace(turn, directives=words)
    deps.engine_seen = True
    engine = _session(answer, turns=1 if new_session else session.turns + 1)
    return replace(
        turn,
        directives=answer.directives,
        conversation=replace(conversation, engine=engine),
        understood=answer.intent != NOT_UNDERSTOOD,
    )


def _show_typing(turn: Turn, deps: Deps) -> None:
    channel, address = deps.channels[turn.known.channel], turn.known.address
    if channel.provider and channel.capabilities.typing and address:
        deps.background.start(channel.provider.typing(deps.keys.decrypt(address)), "typing")


def _session(answer: TurnAnswer, turns: int) -> EngineSession:
    named = {name: value for name, value in answer.slots.items() if value is not None}
    return EngineSession(turns=turns, slots=named, in_form=answer.in_form)


def _request(turn: Turn, deps: Deps, *, new_session: bool) -> TurnRequest:
    conversation = turn.known
    offer = turn.offer
    return TurnRequest(
        turn_id=turn.message.id,
        sender=engine_name(deps, conversation.id),
        text=turn.message.text,
        language=conversation.language,
        region=conversation.region,
        choice=_choice(offer) if offer else None,
        new_session=new_session,
        slots=conversation.engine.slots,
    )


def _choice(offer: Offer) -> dict[str, object]:
    return {"intent": offer.intent, "entities": offer.entities, "label": offer.label}


def _beside_case(reason: str, turn: Turn, deps: Deps) -> tuple[Directive, ...]:
    if reason != CHECK_IN_YES:
        return (Card(NUMBERS),)
    return (Card("crisis"), *map(LanguageCard, _languages(turn, deps)))


def _carry_out(turn: Turn, deps: Deps) -> Turn:
    """Turn directives that are deeds into the turn's fields, and put the words about them in their place."""
    words: list[Directive] = []
    for directive in turn.directives:
        match directive:
            case OpenCase(reason):
                turn = replace(turn, case_reason=reason)
                words += [*_beside_case(reason, turn, deps), *about_case(turn)]
            case Erase("confirm"):
                turn = replace(
                    turn, erase=True
                )  # what is said about it depends on how it went: the record stage
            case Language(code):
                pinned = replace(turn.known, language=code, language_pinned=True)
                turn = replace(turn, conversation=pinned)
                words.append(Say("language.changed"))
            case _:
                words.append(directive)
    return replace(turn, directives=tuple(words))

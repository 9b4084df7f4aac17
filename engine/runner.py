"""Runs one turn in Rasa, all or nothing.

Rasa's own `handle_message` swallows an action's failure, goes on, and saves the tracker: the turn would count as done,
without an answer. Here a failure ends the turn before anything is saved, so that the same turn may simply run again.
"""

from collections.abc import Sequence
from typing import Any

from rasa.core.actions.action import Action, ActionExecutionRejection
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.events import ActionExecuted, SessionStarted, SlotSet
from rasa.shared.core.events import Event as RasaEvent
from rasa.shared.core.trackers import DialogueStateTracker

from engine.tracker_store import ErasableTrackerStore
from engine.turns import Event, Turn, answer, directives, events_of_turn


class ActionFailedError(RuntimeError):
    """An action raised, could not be reached, or gave no directive; the message is the cause's type name."""


class WatchedAction:
    """An action that remembers its failure, instead of letting Rasa log it (with the tracker in the text) and go on."""

    def __init__(self, action: Action) -> None:
        self._action = action
        self.failure: Exception | None = None

    def __getattr__(self, name: str) -> object:
        return getattr(self._action, name)

    async def run(self, *args: object) -> list[RasaEvent]:
        """Run the action; a rejection is Rasa's own signal and passes."""
        try:
            return list(await self._action.run(*args))
        except ActionExecutionRejection:
            raise
        except Exception as failure:  # noqa: BLE001 - whatever it is, the turn has failed; the loop below says so
            self.failure = failure
            return []


def tracker_store(agent: Agent) -> ErasableTrackerStore | None:
    """The store itself, or None if Rasa fell back on another one.

    Rasa wraps it so that an error of the database turns into an empty tracker in memory; the wrapper is taken off,
    because an error must reach the bot and a turn must be kept where a repeat finds it.
    """
    store = agent.processor.tracker_store
    if isinstance(store, FailSafeTrackerStore):
        store = agent.processor.tracker_store = store._tracker_store  # noqa: SLF001 - it offers no other way
    return store if isinstance(store, ErasableTrackerStore) else None


async def run_turn(agent: Agent, turn: Turn) -> dict[str, Any]:
    """Answer the turn: again what was answered, if it has happened in this session; else by running it once."""
    processor = agent.processor
    async with agent.lock_store.lock(turn.sender):
        tracker = await processor.get_tracker(turn.sender)
        events = events_of_turn(_as_dicts(tracker), turn.turn_id)
        if events is None:
            await _run(processor, tracker, turn)
            await processor.save_tracker(tracker)
            events = events_of_turn(_as_dicts(tracker), turn.turn_id) or []
    in_form = tracker.active_loop_name is not None
    return answer(turn.turn_id, events, tracker.current_slot_values(), in_form=in_form)


async def _run(processor: MessageProcessor, tracker: DialogueStateTracker, turn: Turn) -> None:
    """What `MessageProcessor.handle_message` does up to saving, on a tracker that only we hold."""
    if turn.new_session or not tracker.events:
        tracker.update_with_events(_session_start(processor, turn), processor.domain)
    message = UserMessage(
        text=turn.choice.label if turn.choice else turn.text,
        output_channel=CollectingOutputChannel(),
        sender_id=turn.sender,
        parse_data=turn.choice.parse_data() if turn.choice else None,
        input_channel="turn",
        message_id=turn.turn_id,
        metadata=turn.metadata(),
    )
    await processor._handle_message_with_tracker(message, tracker)  # noqa: SLF001 - log_message would load it again
    await processor.run_action_extract_slots(message.output_channel, tracker)
    listening = False
    while not listening:
        listening = await _next_action(processor, tracker, message.output_channel)
    if not directives(events_of_turn(_as_dicts(tracker), turn.turn_id) or []):
        raise ActionFailedError("NoDirective")


async def _next_action(
    processor: MessageProcessor, tracker: DialogueStateTracker, output: CollectingOutputChannel
) -> bool:
    """Predict and run the next action; true when it is the one that listens."""
    predicted, prediction = processor.predict_next_with_tracker_if_should(tracker)
    action, before = WatchedAction(predicted), len(tracker.events)
    go_on = await processor._run_action(  # noqa: SLF001 - the one step of Rasa's loop; it has no public name
        action, tracker, output, processor.nlg, prediction
    )
    if action.failure:
        raise ActionFailedError(type(action.failure).__name__) from action.failure
    if predicted.name() in processor.domain.user_actions and not directives(_as_dicts(tracker, since=before)):
        raise ActionFailedError("NoDirective")  # every action of ours gives one
    return not go_on


def _session_start(processor: MessageProcessor, turn: Turn) -> list[RasaEvent]:
    """The events of a new session: with the given slots, as far as the domain knows them, and nothing else."""
    known = {slot.name for slot in processor.domain.slots}
    carried = [SlotSet(name, value) for name, value in turn.slots.items() if name in known]
    start = [ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted()]
    return [*start, *carried, ActionExecuted(ACTION_LISTEN_NAME)]


def _as_dicts(tracker: DialogueStateTracker, since: int = 0) -> Sequence[Event]:
    return [event.as_dict() for event in list(tracker.events)[since:]]

"""The engine is not sure what the person means."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.dialogue import asked_for, asked_to_rephrase
from actions.services.answer import find


class ActionFallbackAsk(Action):  # type: ignore[misc]  # rasa_sdk has no types where mypy runs
    """Asks for other words once; the second time in a row, offers the menu and a person."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_fallback_ask"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: dict[str, Any]) -> list[Any]:
        """Take it as the answer to "where?" if that was open; else rephrase, then the menu."""
        if asked_for("place", tracker.events):
            dispatcher.utter_message(json_message=find(tracker.get_slot("place"), tracker.events))
            dispatcher.utter_message(response="utter_next_steps")
        elif asked_to_rephrase(tracker.events):
            dispatcher.utter_message(json_message={"say": "fallback.menu"})
            dispatcher.utter_message(response="utter_menu_choices")
        else:
            dispatcher.utter_message(json_message={"say": "fallback.rephrase"})
            dispatcher.utter_message(response="utter_next_steps")
        return []

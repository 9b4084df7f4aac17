"""The person asks for a crisis café, or when one is open."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.services.answer import find


class ActionCrisisCafeFind(Action):  # type: ignore[misc]  # rasa_sdk has no types where mypy runs
    """Gives the cafés near the place, or asks for the place."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_crisis_cafe_find"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: dict[str, Any]) -> list[Any]:
        """Say where, or ask; leave a person one step away when there is nothing left to ask."""
        directive = find(tracker.get_slot("place"), tracker.events)
        dispatcher.utter_message(json_message=directive)
        if "services" in directive:
            dispatcher.utter_message(response="utter_next_steps")
        return []

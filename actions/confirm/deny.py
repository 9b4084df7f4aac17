"""The person says no."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.dialogue import asked_for
from actions.services.answer import find


class ActionConfirmDeny(Action):  # type: ignore[misc]  # rasa_sdk has no types where mypy runs
    """Respects a no to "where?" by showing all there is; else says that nothing was asked."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_confirm_deny"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: dict[str, Any]) -> list[Any]:
        """Nobody has to say where they are to be helped."""
        if asked_for("place", tracker.events):
            dispatcher.utter_message(json_message=find(tracker.get_slot("place"), tracker.events))
            dispatcher.utter_message(response="utter_next_steps")
        else:
            dispatcher.utter_message(json_message={"say": "greet.deny_nothing"})
            dispatcher.utter_message(response="utter_menu_choices")
        return []

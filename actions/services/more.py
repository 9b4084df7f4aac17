"""The person asks for more of what was shown."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.services.answer import more


class ActionServicesMore(Action):  # type: ignore[misc]  # rasa_sdk has no types where mypy runs
    """Goes on with the services that were shown last, or shows what there is."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_services_more"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: dict[str, Any]) -> list[Any]:
        """Say the next ones; if nothing was shown, the menu."""
        directive = more(tracker.events)
        dispatcher.utter_message(json_message=directive or {"say": "menu.intro"})
        dispatcher.utter_message(response="utter_next_steps" if directive else "utter_menu_choices")
        return []

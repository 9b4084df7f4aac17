"""The person names a place and nothing else."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.crisis_cafe.cafes import find_cafes, place_name
from actions.dialogue import asked_for
from actions.places.offers import offers_near


class ActionPlaceAnswer(Action):  # type: ignore[misc]  # rasa_sdk has no types where mypy runs
    """Answers the question that was open, or offers what there is near the place."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_place_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: dict[str, Any]) -> list[Any]:
        """Show the cafés if we had asked where; else ask what the person is looking for there."""
        place = tracker.get_slot("place")
        if asked_for("place", tracker.events):
            dispatcher.utter_message(json_message=find_cafes(place, tracker.events))
            dispatcher.utter_message(response="utter_next_steps")
        else:
            dispatcher.utter_message(json_message={"say": "menu.intro"})
            dispatcher.utter_message(json_message=offers_near(place_name(place)))
        return []

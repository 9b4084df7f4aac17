"""The person names a place and nothing else."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.places.offers import offers_near
from actions.services.answer import answers_where, find
from actions.services.place import place_name


class ActionPlaceAnswer(Action):  # type: ignore[misc]  # rasa_sdk has no types where mypy runs
    """Answers the question that was open, or the last one again for this place, or offers what there is near it."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_place_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: dict[str, Any]) -> list[Any]:
        """Show the services that were asked for; if none were, ask what the person is looking for there."""
        place = tracker.get_slot("place")
        if answers_where(tracker.events):
            dispatcher.utter_message(json_message=find(place, tracker.events))
            dispatcher.utter_message(response="utter_next_steps")
        else:
            dispatcher.utter_message(json_message={"say": "menu.intro"})
            dispatcher.utter_message(json_message=offers_near(place_name(place)))
        return []

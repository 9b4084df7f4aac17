"""The part of the NLU pipeline that withdraws a reading which the message's words do not bear out."""

import json
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from engine.taught_words import Guard, TaughtWords, words_of

_RANKING = "intent_ranking"
_FILE = "taught_words.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class Doubt(GraphComponent, IntentClassifier):  # type: ignore[misc]  # rasa has no types where mypy runs
    """Turns an intent into Rasa's fallback: for words nobody taught, or for a guarded intent without its own words.

    Its place is the end of the pipeline. Settings: `known_share`, and `guarded` (see Guard) by intent.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Doubt nothing."""
        return {"known_share": 0.0, "guarded": {}}

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, taught: TaughtWords
    ) -> None:
        self._known_share = float(config["known_share"])
        self._guarded = {intent: Guard(**guard) for intent, guard in config["guarded"].items()}
        self._storage, self._resource, self._taught = storage, resource, taught

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003 - Rasa passes it by name
    ) -> "Doubt":
        """A new one, to be trained."""
        return cls(config, model_storage, resource, TaughtWords({}))

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003 - Rasa passes it by name
        **_: object,
    ) -> "Doubt":
        """The trained one."""
        with model_storage.read_from(resource) as folder:
            taught = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        return cls(config, model_storage, resource, TaughtWords(taught))

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the words of all examples."""
        examples = training_data.intent_examples
        self._taught = TaughtWords.learn((each.get(INTENT), each.get(TEXT)) for each in examples)
        with self._storage.write_to(self._resource) as folder:
            (folder / _FILE).write_text(json.dumps(self._taught.by_intent), encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Withdraw what is doubtful; the confidence stays, as that of the reading that was withdrawn."""
        for message in messages:
            reading = message.get(INTENT) or {}
            if self._doubts(str(reading.get("name")), float(reading.get("confidence") or 0.0), message):
                fallback = reading | {"name": DEFAULT_NLU_FALLBACK_INTENT_NAME}
                message.set(INTENT, fallback, add_to_output=True)
                message.set(_RANKING, [fallback, *(message.get(_RANKING) or [])], add_to_output=True)
        return messages

    def _doubts(self, intent: str, confidence: float, message: Message) -> bool:
        if intent == DEFAULT_NLU_FALLBACK_INTENT_NAME:
            return False
        text = str(message.get(TEXT) or "")
        words = words_of(text)
        guard = self._guarded.get(intent)
        if guard and not self._stands(intent, confidence, words, guard):
            return True
        places = [words_of(text[each["start"] : each["end"]]) for each in message.get(ENTITIES) or []]
        return self._taught.known_share(words, frozenset().union(*places)) < self._known_share

    def _stands(self, intent: str, confidence: float, words: frozenset[str], guard: Guard) -> bool:
        return (
            confidence >= guard.confidence
            and self._taught.own_share(words, intent) >= guard.own_share
            and self._taught.mark(words, intent) >= guard.mark
        )

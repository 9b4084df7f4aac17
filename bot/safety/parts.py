"""What the rules of a language share: content/safety/<language>/parts/*.yml. Each file may be missing."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.safety.normalise import HARD, SOFT, normalise
from bot.safety.phrases import Matcher, Phrase, PhraseError, parse_phrase
from bot.safety.rule_file import QUESTIONS, Lists, read_lists
from bot.yaml_file import read_yaml
from bot.yaml_record import Record


def shared_lists(language: Path) -> Lists:
    """The lists of words that every rule of the language may use."""
    top = _read(language / "parts" / "lists.yml", "lists")
    return read_lists(top.record("lists")) if top else {}


def shorthand(language: Path) -> dict[str, tuple[str, ...]]:
    """What text-speak stands for: ``nemore`` is ``anymore``."""
    top = _read(language / "parts" / "shorthand.yml", "shorthand")
    record = top.record("shorthand") if top else None
    found: dict[str, tuple[str, ...]] = {}
    for name in record.data if record else ():
        short, said = normalise(name).words, normalise(record.text(name)).words if record else ()
        if record and (len(short) != 1 or not said or {SOFT, HARD} & {*short, *said}):
            record.refuse(name, "one word stands for one or more words, without punctuation")
        found[short[0]] = said
    return found


class Questions:
    """Finds in what was said to a person the question whose answer a rule may hear."""

    def __init__(self, phrases: Sequence[tuple[str, Phrase]]) -> None:
        self._owners = [question for question, _ in phrases]
        self._matcher = Matcher([phrase for _, phrase in phrases])

    @classmethod
    def load(cls, languages: Sequence[Path]) -> "Questions":
        """The questions of all languages; raise ContentError if a file is broken."""
        return cls([each for language in languages for each in _question_phrases(language)])

    def question_in(self, said: str) -> str | None:
        """The last question of ours that these words ask, if any; without a question mark there is none."""
        asked = max(said.rfind("?"), said.rfind("؟"))
        if asked < 0:
            return None
        found = self._matcher.find(normalise(said[:asked]).words)
        return self._owners[max(found, key=lambda match: match.end).phrase] if found else None


def _question_phrases(language: Path) -> Iterator[tuple[str, Phrase]]:
    top = _read(language / "parts" / "questions.yml", "questions")
    if not top:
        return
    record = top.record("questions")
    record.only(QUESTIONS)
    for name in record.data:
        for index, source in enumerate(record.texts(name)):
            try:
                yield name, parse_phrase(source, {})
            except PhraseError as error:
                record.refuse(name, str(error), index)


def _read(path: Path, field: str) -> Record | None:
    if not path.exists():
        return None
    top = Record(read_yaml(path, path.as_posix(), strict=True))
    top.only((field,))
    return top

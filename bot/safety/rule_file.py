"""Reads one rule file into the fields of its rules, and names the line of whatever is wrong in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.safety.notice import Response
from bot.safety.phrases import Phrase, PhraseError, parse_phrase
from bot.safety.situations import SITUATIONS, TRAITS
from bot.yaml_file import read_yaml
from bot.yaml_record import Record

CATEGORIES = (
    "suicide_ideation",
    "suicide_plan_intent",
    "suicide_attempt_in_progress",
    "self_harm",
    "passive_ideation",
    "third_party_suicide",
    "harm_to_others",
    "abuse_safeguarding",
    "medical_emergency",
)
QUESTIONS = ("check_in", "plan", "done", "safe", "hurt", "another", "threat")
"""What a person may have been asked, so that a rule hears the answer: whether they think of ending their life; have a
plan; have done something to themselves; are safe; are hurt by somebody; whether somebody else is in danger; whether
they or somebody else may hurt someone."""
AGAIN = "_again"
SIGNAL = "signal"
CONTEXTS = (*QUESTIONS, *(f"{question}{AGAIN}" for question in QUESTIONS), SIGNAL)
"""When a rule with ``after`` is heard: as the answer to a question; as such an answer in a conversation in which
something was heard before (``check_in_again``); or whenever something was heard before (``signal``)."""

_FIELDS = (
    *(
        "id",
        "version",
        "what",
        "category",
        "response",
        "situation",
        "cancels",
        "questions",
        "after",
        "phrases",
    ),
    *("examples_match", "examples_not", "rationale", "reviewed_by", "reviewed_on"),
)


@dataclass(frozen=True, slots=True)
class Example:
    """A message that the rule must match, or must not, and where it stands."""

    text: str
    matches: bool
    file: str
    line: int


Lists = Mapping[str, tuple[str, ...]]


def read_rule_file(path: Path, shared: Lists) -> list[dict[str, Any]]:
    """The fields of each rule in the file; raise ContentError for the first thing that is wrong.

    shared: the lists that all files of the language may use.
    """
    top = Record(read_yaml(path, path.as_posix(), strict=True))
    top.only(("lists", "rules"))
    own = read_lists(top.record("lists")) if "lists" in top.data else {}
    for name in sorted(own.keys() & shared.keys()):
        top.refuse(
            "lists", f"there is a list '{name}' in parts/lists.yml already: give this one another name"
        )
    return list(_rules(top.records("rules"), {**shared, **own}, f"{path.parent.name}.{path.stem}"))


def read_lists(record: Record) -> dict[str, tuple[str, ...]]:
    """Named lists of words."""
    return {name: record.texts(name) for name in record.data}


def _rules(records: list[Record], lists: Lists, prefix: str) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    for record in records:
        name = record.text("id")
        if name in seen:
            record.refuse("id", f"there are two rules '{name}': give each its own id")
        seen.add(name)
        yield {"id": f"{prefix}.{name}", **_rule(record, lists)}


def _rule(record: Record, lists: Lists) -> dict[str, Any]:
    record.only(_FIELDS)
    response = Response(record.one_of("response", Response))
    category = record.one_of("category", CATEGORIES) if "category" in record.data else None
    if (category is None) != (response is Response.NONE):
        record.refuse(None, "a rule has a category, unless its response is none")
    cancels = record.flag("cancels") if "cancels" in record.data else False
    situation = record.one_of("situation", SITUATIONS) if "situation" in record.data else None
    questions = record.flag("questions") if "questions" in record.data else False
    if response is Response.NONE and not (cancels or questions or situation in TRAITS):
        record.refuse(None, "a rule whose response is none must say 'cancels: true', or it would do nothing")
    return {
        "version": record.number("version"),
        "what": record.text("what"),
        "response": response,
        "category": category,
        "phrases": _phrases(record, lists),
        "rationale": record.text("rationale"),
        "examples": (*_examples(record, "examples_match"), *_examples(record, "examples_not")),
        "situation": situation,
        "cancels": cancels,
        "questions": questions,
        "after": record.one_of("after", CONTEXTS) if "after" in record.data else None,
        **_review(record),
    }


def _phrases(record: Record, lists: Lists) -> tuple[Phrase, ...]:
    phrases = []
    for index, source in enumerate(record.texts("phrases")):
        try:
            phrases.append(parse_phrase(source, lists))
        except PhraseError as error:
            record.refuse("phrases", str(error), index)
    return tuple(phrases)


def _examples(record: Record, name: str) -> Iterator[Example]:
    for index, text in enumerate(record.texts(name)):
        yield Example(text, name == "examples_match", record.document.file, record.line(name, index))


def _review(record: Record) -> dict[str, Any]:
    by = None if record.data.get("reviewed_by", "") is None else record.text("reviewed_by")
    on = record.day("reviewed_on", empty=True)
    if (by is None) != (on is None):
        missing = "reviewed_by" if by is None else "reviewed_on"
        record.refuse(missing, "a reviewed rule says who reviewed it, and on which day; else both are null")
    return {"reviewed_by": by, "reviewed_on": on}

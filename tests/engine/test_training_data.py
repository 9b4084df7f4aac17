"""Rules for Rasa's own files that somebody would forget."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.content.menu import menu
from bot.directives import parse, to_wire

ROOT = Path(__file__).resolve().parents[2]
NLU = sorted((ROOT / "nlu_data").glob("*/nlu.yml"))
DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
HELD_OUT = yaml.safe_load((ROOT / "tests/engine/held_out.yml").read_text(encoding="utf-8"))
FALLBACK = yaml.safe_load((ROOT / "tests/engine/held_out_fallback.yml").read_text(encoding="utf-8"))
PIPELINE = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]


def blocks(kind: str) -> dict[str, list[str]]:
    """The examples of every block of this kind (intent, lookup, synonym), by name, without entity marks."""
    found: dict[str, list[str]] = {}
    for path in NLU:
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            if kind in block:
                found[block[kind]] = [line.removeprefix("- ") for line in block["examples"].splitlines()]
    return found


def plain(example: str) -> str:
    return re.sub(r"\[([^\]]+)\]\([a-z_]+\)", r"\1", example)


INTENTS = {name: [plain(each) for each in examples] for name, examples in blocks("intent").items()}


@pytest.mark.parametrize("name", DOMAIN["responses"])
def test_every_response_is_a_directive_without_words(name: str) -> None:
    for variation in DOMAIN["responses"][name]:
        assert list(variation) == ["custom"]
        parse(variation["custom"])


def offers() -> list[dict[str, Any]]:
    payloads = [variation["custom"] for each in DOMAIN["responses"].values() for variation in each]
    return [offer for payload in payloads for offer in payload.get("choices", [])]


def test_every_offer_is_an_intent_that_exists() -> None:
    assert {offer["intent"] for offer in offers() if "intent" in offer} <= set(DOMAIN["intents"])


def test_a_person_can_be_asked_for_while_the_engine_is_down() -> None:
    asked = [offer for offer in offers() if offer["label"] == "talk_to_person"]
    assert asked
    assert all(offer["directive"] == {"case": "asked_for_person"} for offer in asked)


def test_there_is_one_menu() -> None:
    assert DOMAIN["responses"]["utter_menu_choices"] == [{"custom": to_wire(menu())}]


def test_every_intent_has_examples_enough() -> None:
    assert set(INTENTS) == set(DOMAIN["intents"])
    assert {name: len(examples) for name, examples in INTENTS.items() if len(examples) < 40} == {}


def test_no_example_is_there_twice() -> None:
    every = Counter(example.casefold() for examples in INTENTS.values() for example in examples)
    assert [example for example, count in every.items() if count > 1] == []


def test_no_example_holds_a_phone_number() -> None:
    numbers = re.compile(r"(\d[\s-]?){6,}|\b(999|111|116\s?123)\b")
    assert [each for examples in INTENTS.values() for each in examples if numbers.search(each)] == []


def test_the_held_out_sentences_were_not_taught() -> None:
    def letters(text: str) -> str:
        return re.sub(r"[^a-z0-9]", "", text.casefold())

    taught = {letters(example) for examples in INTENTS.values() for example in examples}
    groups = [*HELD_OUT.values(), *FALLBACK["asked_again"].values(), FALLBACK["real_needs"]]
    held_out = [each for sentences in groups for each in sentences]
    assert [each for each in held_out if letters(each) and letters(each) in taught] == []
    assert set(HELD_OUT) == set(DOMAIN["intents"])
    assert sum(map(len, HELD_OUT.values())) >= 80
    assert len(held_out) - sum(map(len, HELD_OUT.values())) >= 100


def test_doubt_comes_last_and_guards_what_exists() -> None:
    assert PIPELINE[-1]["name"] == "engine.doubt.Doubt"
    assert set(PIPELINE[-1]["guarded"]) <= set(DOMAIN["intents"])


def test_every_spelling_of_a_place_is_looked_up_longest_first() -> None:
    lookup, synonyms = blocks("lookup")["place"], blocks("synonym")
    assert {spelling for spellings in synonyms.values() for spelling in spellings} == set(lookup)
    for name, spellings in synonyms.items():
        assert name.casefold() in spellings
    for longer_at, longer in enumerate(lookup):
        assert not any(longer.startswith(shorter) for shorter in lookup[:longer_at])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LE16", ["LE16"]),
        ("le16 7ag", ["le16"]),
        ("LE167AG", ["LE16"]),
        ("le11aa", ["le1"]),
        ("LE1 or le2", ["LE1", "le2"]),
        ("le999", []),
        ("simple16", []),
        ("le", []),
    ],
)
def test_the_first_half_of_a_postcode_is_read_and_no_more(text: str, expected: list[str]) -> None:
    (pattern,) = blocks("regex")["place"]
    assert re.findall(pattern, text, re.IGNORECASE) == expected

"""A small, good content folder for tests to break, so that they do not depend on the words that editors own."""

from pathlib import Path

import yaml

from bot.content.cards import CARDS
from bot.content.units import TOPICS
from bot.content.vocabulary import KEYS

ENGLISH_FRONT = """\
code: en
name: English
reviewed: true
commands:
  delete_chat:
    - "delete my chat"
  menu:
    - "menu"
  talk_to_person:
    - "a person"
"""

TOPIC = """\
---
title: Sleep
owner: The team
reviewed_on: 2026-01-31
review_by: 2027-01-31
clinically_reviewed: false
sources:
  - name: A page
    url: https://example.org/sleep
sms: "Rest well."
choices: [menu]
---
Sleep is rest. It
helps.

- One
- Two

See your GP.
"""

LINES = """\
lines:
  - service: uk-999
    name: Emergency services
    phone: "999"
    detail: "call {number} now."
  - service: some-text
    name: Somebody
    text: "70007"
    detail: "text {number}."
"""

CARD = """\
title: A card
owner: The team
reviewed_on: null
review_by: 2027-01-31
clinically_reviewed: false
show_as: card
lines: [uk-999, some-text]
web: |
  Talk to someone:

  {phones}
sms: "In danger call {uk-999}. Or text {some-text}."
"""

SAID = {"more.how": "Reply MORE.", "choices.more_text": "MORE"}
"""Texts that must agree with one another."""

LANGUAGE_CARD = """\
language: gu
reviewed: false
web: |
  મદદ: {uk-999}
sms: "{uk-999} મદદ"
"""


def write(root: Path) -> Path:
    """Write the folder."""
    for folder in ("strings", "topics", "crisis/languages"):
        (root / folder).mkdir(parents=True)
    (root / "strings" / "en.yml").write_text(ENGLISH_FRONT + english_texts(), "utf-8")
    (root / "crisis" / "lines.yml").write_text(LINES, "utf-8")
    for card in CARDS:
        (root / "crisis" / f"{card}.yml").write_text(CARD, "utf-8")
    (root / "crisis" / "languages" / "gu.yml").write_text(LANGUAGE_CARD, "utf-8")
    for topic in TOPICS:
        (root / "topics" / f"{topic}.md").write_text(TOPIC, "utf-8")
    return root


def english_texts() -> str:
    """Each key says itself and its placeholders: ``greet.hello``, ``place.unknown {place}``, unless it is one of SAID."""
    tree: dict[str, object] = {}
    for key, params in sorted(KEYS.items()):
        *headings, name = key.split(".")
        at = tree
        for heading in headings:
            at = at.setdefault(heading, {})  # type: ignore[assignment] # headings hold mappings, keys texts
        at[name] = SAID.get(key) or " ".join([key, *(f"{{{param}}}" for param in sorted(params))])
    return yaml.safe_dump(tree, sort_keys=False, width=1000)

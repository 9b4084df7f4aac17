"""The rules of the safety net: read from content/safety/<language>/*.yml, checked, compiled once, matched in one pass.

The files are for people who cannot program to read and review: content/safety/README.md says what each field means.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from pathlib import Path

from bot.content.errors import ContentError
from bot.safety.garbage import without_collecting
from bot.safety.normalise import SOFT, normalise
from bot.safety.notice import Response
from bot.safety.parts import Questions, shared_lists, shorthand
from bot.safety.phrases import Matcher, Phrase
from bot.safety.rule_file import Example, read_rule_file
from bot.safety.spelling import Reading, Speller

_SPELT = "en"
"""The language whose misspellings are mended: for the others we have no list of ordinary words to leave alone."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``id`` is ``<language>.<file>.<id in the file>``.

    cancels: what other rules find inside a match of this one does not count. questions: a sign that the message speaks
    of something else (long past, a novel, a game), so that the second net is asked about what rules find. after: the
    rule is heard only in this context (see CONTEXTS). situation: which words fit, if the category does not say it.
    reviewed_by and reviewed_on are None until a clinician has reviewed it.
    """

    id: str
    version: int
    what: str
    response: Response
    category: str | None
    phrases: tuple[Phrase, ...]
    rationale: str
    examples: tuple[Example, ...]
    situation: str | None = None
    cancels: bool = False
    questions: bool = False
    after: str | None = None
    reviewed_by: str | None = None
    reviewed_on: date | None = None

    @property
    def name(self) -> str:
        """The id with the version, as a notice shows it."""
        return f"{self.id}@{self.version}"

    @property
    def language(self) -> str:
        """The folder that the rule stands in."""
        return self.id.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that holds for the characters [start, end) of the message; joined, if only together with those before."""

    rule: Rule
    start: int
    end: int
    joined: bool = False


@dataclass(frozen=True, slots=True)
class _Range:
    """A rule that holds for the words [start, end) of the normalised message."""

    rule: Rule
    start: int
    end: int


class RuleSet:
    """All rules, ready to read messages. Loading proves that every example in the files behaves as it says."""

    def __init__(
        self,
        rules: Sequence[Rule],
        questions: Questions | None = None,
        shorthand: Mapping[str, Reading] | None = None,
    ) -> None:
        self.rules = tuple(rules)
        self.questions = questions or Questions(())
        self._owners = [rule for rule in rules for _ in rule.phrases]
        self._speller = Speller(
            _words(rule for rule in rules if rule.language == _SPELT),
            _words(rule for rule in rules if rule.language != _SPELT),
            shorthand or {},
        )
        phrases = [phrase for rule in rules for phrase in rule.phrases]
        self._matcher = Matcher(phrases, self._speller.readings)

    @classmethod
    def load(cls, folder: Path) -> "RuleSet":
        """Read every rule file below the folder; raise ContentError, naming file and line, if one is broken."""
        paths = sorted(folder.glob("*/*.yml"))
        if not paths:
            raise ContentError("there are no rule files here", file=folder.as_posix())
        with without_collecting():
            return cls._of_files(paths)

    @classmethod
    def _of_files(cls, paths: Sequence[Path]) -> "RuleSet":
        languages = sorted({path.parent for path in paths})
        lists = {language: shared_lists(language) for language in languages}
        found = [Rule(**fields) for path in paths for fields in read_rule_file(path, lists[path.parent])]
        short = {word: said for language in languages for word, said in shorthand(language).items()}
        rules = cls(found, Questions.load(languages), short)
        rules.check_examples()
        return rules

    def is_english(self, message: str) -> bool:
        """True if most of the message is English words. Nothing is left unread for it; see second_opinion.py."""
        return self._speller.is_english(normalise(message).words)

    def mended(self, message: str) -> str:
        """The message as it is best read for its meaning: see Speller.mended."""
        return self._speller.mended(message)

    def check_examples(self) -> None:
        """Raise ContentError for the first example that does not behave."""
        for rule in self.rules:
            for example in rule.examples:
                found = any(f.rule is rule for f in self.read(example.text, contexts={rule.after}))
                if found != example.matches:
                    wish = "must match, and does not" if example.matches else "must not match, and does"
                    problem = f"{rule.id}: the example {example.text!r} {wish}"
                    raise ContentError(problem, file=example.file, line=example.line)

    def read(self, message: str, *, contexts: Collection[str | None] = ()) -> list[Finding]:
        """What the rules find in the message, in the order of the message.

        contexts are those (see CONTEXTS) in which the message was written.
        """
        normal = normalise(message)
        ranges = [
            _Range(self._owners[match.phrase], match.start, match.end)
            for match in self._matcher.find(normal.words)
            if (after := self._owners[match.phrase].after) is None or after in contexts
        ]
        counted = _without_cancelled(ranges, normal.words)
        return [
            Finding(each.rule, normal.offsets[each.start][0], normal.offsets[each.end - 1][1])
            for each in _longest(counted)
        ]


def _words(rules: Iterable[Rule]) -> Iterator[str]:
    """Every word in the phrases of the rules, stems left aside."""
    for rule in rules:
        for item in (item for phrase in rule.phrases for item in phrase.items if item):
            yield from (word for words in item.alternatives for word in words)


def _without_cancelled(ranges: Sequence[_Range], words: Sequence[str]) -> list[_Range]:
    """Drop what lies inside the match of a rule that cancels. Such a rule covers one part of a sentence, no more."""
    valid = [r for r in ranges if not (r.rule.cancels and SOFT in words[r.start : r.end])]
    cancelling = sorted((r.start, r.end) for r in valid if r.rule.cancels)
    starts = [start for start, _ in cancelling]
    reach = [
        0,
        *accumulate((end for _, end in cancelling), max),
    ]  # how far those reach that begin here or before

    def is_inside(r: _Range) -> bool:
        if r.rule.questions:
            return False
        if not r.rule.cancels:
            return r.end <= reach[bisect_right(starts, r.start)]
        # Of rules that cancel, the one that covers more decides.
        return r.end < reach[bisect_right(starts, r.start)] or r.end <= reach[bisect_left(starts, r.start)]

    return [r for r in valid if not is_inside(r)]


def _longest(ranges: Sequence[_Range]) -> list[_Range]:
    """Of the matches of one rule that overlap, only the longest."""
    kept: list[_Range] = []
    last: dict[str, int] = {}  # the rule's newest place in kept
    for each in sorted(ranges, key=lambda r: (r.start, -r.end)):
        place = last.get(each.rule.id)
        if place is None or each.start >= kept[place].end:
            last[each.rule.id] = len(kept)
            kept.append(each)
        elif each.end - each.start > kept[place].end - kept[place].start:
            kept[place] = each
    return kept

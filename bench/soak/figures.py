"""The rows of the soak, from what was seen and what is stored."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace

from bench.report import Row, middle, p95, p99
from bench.soak import arrived
from bench.soak.answered import examine, without_engine
from bench.soak.arrived import Arrived, Shown
from bench.soak.caller import Counts
from bench.soak.load import Load
from bench.soak.plan import MARK, Writer
from bench.soak.site import SoakSite
from bench.soak.stored import Line, Stored
from bot.channels.stand_in import Fault

ANSWER_MS = 50.0
RUSH_SECONDS = 10.0
"""After a start everything comes at once that was held up; those calls are counted apart."""
_ANSWERED = {
    "refused": "messages never answered 2xx",
    "lost": "lost: answered 2xx, and not stored",
    "twice": "stored more than once",
    "mixed_up": "stored in another order than taken",
    "unanswered": "stored, and not answered",
    "answered_twice": "with more than one stored reply",
    "foreign": "with the reply to another message",
    "out_of_order": "replies stored in another order than the messages",
}
_ARRIVED = {
    "missing": "stored, and never reached the person",
    "unexplained": "came twice without a reason",
    "out_of_order": "came in another order than stored",
}


def must_be_none(load: Load, site: SoakSite, stored: Stored) -> list[Row]:
    """What must not happen to any message: each figure is how often it did."""
    answered, came = asdict(examine(load.seen.handed, stored)), asdict(_arrived(load, site, stored))
    unsettled = Row("not settled in time after the last call", float(not load.seen.quiet), "times", 0)
    return [
        *(Row(words, answered[name], "messages", 0) for name, words in _ANSWERED.items()),
        *(Row(words, came[name], "messages", 0) for name, words in _ARRIVED.items()),
        unsettled,
    ]


def counted(load: Load, site: SoakSite, stored: Stored) -> list[Row]:
    """What happened, without an aim of its own."""
    came = _arrived(load, site, stored)
    faults = [fault for provider in site.providers.values() for fault in provider.faults.happened]
    return [
        Row("messages of people, stored", sum(line.sender == "person" for line in stored.lines), "messages"),
        Row("messages to people, that arrived", came.messages, "messages"),
        Row("came twice: half sent, so we never heard of it", came.by_half_sent, "messages"),
        Row("came twice: a kill before our record of it", came.by_kill, "messages"),
        Row("words without the store, which was too slow just then", came.unknown, "messages"),
        Row("cases that words of distress opened", stored.cases, "cases"),
        Row(
            "ordinary messages that the engine was too late for", without_engine(stored, load.seen.handed), ""
        ),
        *(
            Row(f"faults: {fault.name.lower().replace('_', ' ')}", faults.count(fault), "times")
            for fault in Fault
        ),
        Row("calls without an answer, made again", _both(load, "broken"), "calls"),
        Row("calls answered other than 2xx, made again", _both(load, "refused"), "calls"),
    ]


def times(load: Load, site: SoakSite) -> list[Row]:
    """How long things took. Calls that met a dead bot have no time."""
    seen = load.seen
    taken = len(seen.handed) / (seen.ended - seen.began)
    return [
        *_calls("a provider's call answered", load.caller.hooks, site.back),
        *_calls("a page's call answered", load.caller.pages, site.back),
        *_spread("a turn at the page, call to reply", _page_turns(load)),
        *_spread("a turn by provider, call to reply, with its faults", _provider_turns(load, site)),
        Row("messages, over the whole load", taken, "a second"),
        *(
            Row("the bot back after kill -9", back - killed, "s")
            for killed, back in zip(site.killed, site.back, strict=True)
        ),
        Row("memory of the bot at the end", seen.memory, "MB"),
    ]


def _calls(name: str, counts: Counts, back: Sequence[float]) -> list[Row]:
    """The aim is for calls outside the rush."""
    rush: list[float] = []
    steady: list[float] = []
    for at, took in counts.answers:
        in_rush = any(start <= at <= start + RUSH_SECONDS for start in back)
        (rush if in_rush else steady).append(took)
    *rows, slowest = _spread(name, steady)
    just_started = _spread(f"{name}, first {RUSH_SECONDS:.0f} s after a start", rush)
    return [*rows, replace(slowest, most=ANSWER_MS), just_started[1]]


def _spread(name: str, seconds: Sequence[float]) -> list[Row]:
    """p50, p95 and p99; not measured if there are none."""
    wanted = {"p50": middle, "p95": p95, "p99": p99}
    return [
        Row(f"{name}, {which}", 1000 * of(seconds) if seconds else None, "ms") for which, of in wanted.items()
    ]


def _both(load: Load, name: str) -> int:
    return int(getattr(load.caller.hooks, name) + getattr(load.caller.pages, name))


def _arrived(load: Load, site: SoakSite, stored: Stored) -> Arrived:
    """What reached people on all channels: a page knows a message by its number, a phone by our id or else by its words."""
    bots = [line for line in stored.lines if line.sender == "bot"]
    pages = [_shown_on(load, writer) for writer in load.seen.pages]
    on_pages = {page.conversation for page in load.seen.pages.values()}
    found = arrived.compare(
        [line for line in bots if line.conversation in on_pages],
        [shown for page in pages for shown in page],
        lambda line: str(line.number),
        site.killed,
    )
    for name in site.providers:
        shown = list(_shown_by(load, site, name))
        names = {_conversation(site, note.writer) for note in load.seen.handed if note.writer.channel == name}
        lines = [line for line in bots if line.conversation in names]
        has_ids = any(sent.id for sent in site.providers[name].rig.sent)
        found += arrived.compare(lines, shown, (lambda line: line.id) if has_ids else _words, site.killed)
    return found


def _words(line: Line) -> str:
    return line.text


def _shown_on(load: Load, writer: Writer) -> list[Shown]:
    page = load.seen.pages[writer]
    bots = [event for event in page.events if event.sender == "bot"]
    return [Shown(page.conversation, str(event.number), event.at) for event in bots]


def _shown_by(load: Load, site: SoakSite, name: str) -> Iterator[Shown]:
    provider = site.providers[name]
    taken = zip(provider.rig.sent, load.seen.taken[name], strict=False)  # the last look was before the end
    for place, (sent, at) in enumerate(taken):
        conversation = site.keys.digest("conversation", f"{name}:{sent.address}")
        yield Shown(conversation, sent.id or sent.text, at, place in provider.faults.half_sent)


def _conversation(site: SoakSite, writer: Writer) -> str:
    rig = site.providers[writer.channel].rig
    return site.keys.digest("conversation", f"{writer.channel}:{rig.address(writer.index)}")


def _page_turns(load: Load) -> list[float]:
    events = [event for page in load.seen.pages.values() for event in page.events]
    said = ((event.text, event.at) for event in events if event.sender == "bot")
    return _until_answered(load, "web", said)


def _provider_turns(load: Load, site: SoakSite) -> list[float]:
    found: list[float] = []
    for name, provider in site.providers.items():
        texts = (sent.text for sent in provider.rig.sent)
        found += _until_answered(load, name, zip(texts, load.seen.taken[name], strict=False))
    return found


def _until_answered(load: Load, channel: str, came: Iterable[tuple[str, float]]) -> list[float]:
    """Seconds from the first call of each ordinary message until its answer came."""
    began: dict[str, float] = {}
    for note, handed in load.seen.handed.items():
        if note.writer.channel == channel and not note.distress:
            began[note.mark] = min(call.began for call in handed)
    found: list[float] = []
    for text, at in came:
        found += [at - began.pop(mark) for mark in MARK.findall(text) if mark in began]
    return found

"""Directives: the small data with which the engine, and our own fallbacks, say *what* to answer.

A directive names content; it never holds words for people, phone numbers or addresses. The renderer turns it into messages.
On the wire it is an object with one key that names the kind, for instance ``{"topic": "sleep"}`` or
``{"services": {"kind": "crisis_cafe", "place": "Oakham", "when": "now"}}``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Any, Literal, get_args


class DirectiveError(ValueError):
    """A directive that is not in the agreed form; the message says what is wrong, never a person's words."""


@dataclass(frozen=True, slots=True)
class Say:
    """A text of content/strings, by key."""

    key: str
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Topic:
    """A piece of content/topics, by id."""

    id: str


@dataclass(frozen=True, slots=True)
class Services:
    """A question to the service directory: by kind, by id or by a person's own words. On the wire every value is a text.

    ``when`` is now, today, tonight, tomorrow, weekend or a day (mo … su). ``only`` lists, divided by ``;``, what it must be
    (step_free, drop_in, bsl, free) or whom it must be for (women, students …). ``page`` 2 goes on where 1 ended; ``nearer``
    asks for what is closer than what was shown. ``about`` asks what happens there.
    """

    kind: str | None = None
    id: str | None = None
    words: str | None = None
    place: str | None = None
    when: str | None = None
    only: str | None = None
    age: str | None = None
    language: str | None = None
    page: str | None = None
    nearer: str | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A question for one missing fact, for instance the place: the text of content/strings ``ask.<slot>``."""

    slot: str


@dataclass(frozen=True, slots=True)
class Card:
    """A card of content/crisis, by id: ``numbers``, or what ``bot.content.cards`` chooses for a notice."""

    id: str


@dataclass(frozen=True, slots=True)
class LanguageCard:
    """The card of content/crisis/languages: where help is, in another language than English."""

    language: str


@dataclass(frozen=True, slots=True)
class OpenCase:
    """Bring a human: open a case, for this reason, unless one is open."""

    reason: str


@dataclass(frozen=True, slots=True)
class Erase:
    """``ask`` whether to delete the conversation; ``confirm`` deletes it."""

    step: Literal["ask", "confirm"]


@dataclass(frozen=True, slots=True)
class Language:
    """The person chose a language, which pins it."""

    code: str


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing to pick: a label from content/strings ``choices.<label>`` and what picking it does.

    It becomes an engine intent, or a directive that the bot carries out by itself.
    """

    label: str
    intent: str | None = None
    entities: dict[str, str] = field(default_factory=dict)
    directive: "Directive | None" = None


@dataclass(frozen=True, slots=True)
class Choices:
    """Things to pick, shown below the message that comes before them in the list."""

    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """What this is, said at the beginning of a conversation."""


@dataclass(frozen=True, slots=True)
class More:
    """The rest of a long answer, as it was cut into pages when it was given, and what can be picked below it.

    choices are the labels as shown, with what picking each does. It never comes from the engine: words are ours.
    """

    pages: tuple[str, ...]
    choices: tuple[tuple[str, Offer], ...] = ()


Directive = (
    Say
    | Topic
    | Services
    | Ask
    | Card
    | LanguageCard
    | OpenCase
    | Erase
    | Language
    | Choices
    | Opening
    | More
)


def parse(raw: object) -> Directive:
    """Read one directive from its wire form; raise DirectiveError for anything else."""
    if not isinstance(raw, dict) or len(raw) != 1:
        raise DirectiveError("a directive is an object with one key that names its kind")
    ((kind, value),) = raw.items()
    reader = _READERS.get(kind)
    if reader is None:
        raise DirectiveError(f"unknown kind of directive: {kind!r:.40}")
    try:
        return reader(value)
    except (TypeError, KeyError, AttributeError) as error:
        raise DirectiveError(f"malformed directive {kind!r}") from error


def parse_engines(value: object) -> Directive:
    """Read one directive of the engine; raise DirectiveError, also for what only the bot may say.

    A page of MORE holds words that no content has gone through, and the opening is for the bot to begin with.
    """
    directive = parse(value)
    if _is_the_bots(directive):
        raise DirectiveError("the engine may not say this")
    return directive


def _is_the_bots(directive: Directive | None) -> bool:
    if isinstance(directive, Choices):
        return any(_is_the_bots(offer.directive) for offer in directive.offers)
    return isinstance(directive, Opening | More)


def to_wire(directive: Directive) -> dict[str, Any]:  # noqa: C901, PLR0911 (one short case a kind)
    """The inverse of parse, for a choice that is stored with its message."""
    match directive:
        case Say(key, params):
            return {"say": {"key": key, **params}}
        case Topic(id) | Card(id):
            return {"topic" if isinstance(directive, Topic) else "card": id}
        case LanguageCard(language):
            return {"language_card": language}
        case Services():
            given = {each.name: getattr(directive, each.name) for each in fields(directive)}
            return {"services": {name: value for name, value in given.items() if value}}
        case Ask(slot):
            return {"ask": slot}
        case OpenCase(reason):
            return {"case": reason}
        case Erase(step):
            return {"erase": step}
        case Language(code):
            return {"language": code}
        case Choices(offers):
            return {"choices": [to_wire_offer(offer) for offer in offers]}
        case Opening():
            return {"opening": True}
        case More(pages, choices):
            listed = [{"label": label, "offer": to_wire_offer(offer)} for label, offer in choices]
            return {"more": {"pages": list(pages), "choices": listed}}


def to_wire_offer(offer: Offer) -> dict[str, Any]:
    """One offer in its wire form, as it is stored with the message that shows it."""
    wire: dict[str, Any] = {"label": offer.label}
    if offer.intent:
        wire["intent"] = offer.intent
    if offer.entities:
        wire["entities"] = offer.entities
    if offer.directive:
        wire["directive"] = to_wire(offer.directive)
    return wire


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError
    return value


def _say(value: object) -> Say:
    if isinstance(value, dict):
        params = {_text(k): _text(v) for k, v in value.items() if k != "key"}
        return Say(_text(value["key"]), params)
    return Say(_text(value))


def _services(value: dict[str, Any]) -> Services:
    given = {k: _text(v) for k, v in value.items() if v is not None}
    if not any(given.get(name) for name in ("kind", "id", "words")):
        raise KeyError("kind")
    return Services(**given)


def _erase(value: object) -> Erase:
    for step in get_args(Erase.__annotations__["step"]):
        if value == step:
            return Erase(step)
    raise TypeError


def _offer(value: dict[str, Any]) -> Offer:
    directive = value.get("directive")
    offer = Offer(
        label=_text(value["label"]),
        intent=_text(value["intent"]) if "intent" in value else None,
        entities={_text(k): _text(v) for k, v in value.get("entities", {}).items()},
        directive=parse(directive) if directive is not None else None,
    )
    if (offer.intent is None) == (offer.directive is None):
        raise KeyError("intent or directive")
    return offer


def _choices(value: list[dict[str, Any]]) -> Choices:
    return Choices(tuple(_offer(each) for each in value))


def _more(value: dict[str, Any]) -> More:
    choices = tuple((_text(each["label"]), _offer(each["offer"])) for each in value["choices"])
    return More(tuple(_text(page) for page in value["pages"]), choices)


_READERS: dict[str, Callable[[Any], Directive]] = {
    "say": _say,
    "topic": lambda value: Topic(_text(value)),
    "services": _services,
    "ask": lambda value: Ask(_text(value)),
    "card": lambda value: Card(_text(value)),
    "language_card": lambda value: LanguageCard(_text(value)),
    "case": lambda value: OpenCase(_text(value)),
    "erase": _erase,
    "language": lambda value: Language(_text(value)),
    "choices": _choices,
    "opening": lambda _: Opening(),
    "more": _more,
}

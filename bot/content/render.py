"""Directives to replies, within a channel's capabilities: the words of content, and the directory's, in order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import chain
from typing import Protocol

from bot.channels.capabilities import Capabilities
from bot.content.library import Library
from bot.content.menu import OFFERS, WHICH_HELP, erase_question
from bot.content.split import split
from bot.content.texting import PAGE, merged, next_page_of, paged
from bot.directives import (
    Ask,
    Card,
    Choices,
    Directive,
    Erase,
    LanguageCard,
    More,
    Offer,
    Opening,
    Say,
    Services,
    Topic,
)
from bot.directory.answer import Answer
from bot.messages import Choice, Reply
from bot.picked import MORE_TEXT


class ServiceAnswers(Protocol):
    """The service directory as the renderer sees it: a query in, the words about services out.

    text gives a text of content/strings in the person's language: ``text("services.stale", month="May 2024")``.
    """

    def answer(
        self, query: Services, *, text: Callable[..., str], region: str, now: datetime, short: bool
    ) -> Answer:
        """The answer; an unknown place is said in it."""
        ...

    def main_places(self, region: str) -> tuple[str, ...]:
        """Places to offer to somebody who has not said where they are."""
        ...


def render(
    directives: Sequence[Directive],
    *,
    library: Library,
    directory: ServiceAnswers,
    capabilities: Capabilities,
    language: str,
    region: str,
    now: datetime,
) -> tuple[Reply, ...]:
    """The replies that directives ask for.

    OpenCase, Language and a confirmed Erase are carried out by the pipeline, so they give nothing here. A key, topic or card
    that does not exist is a ContentError.
    """
    renderer = _Renderer(library, directory, capabilities, language, region, now)
    replies: list[Reply] = []
    for directive in chain.from_iterable(map(_spelt_out, directives)):
        renderer.add(directive, replies)
    if capabilities.short:
        replies = merged(replies)
    if not capabilities.buttons:
        replies = _numbered(replies)
    if capabilities.short:
        replies = [paged(reply, renderer.say("more.how", {}).text, renderer.more_text) for reply in replies]
    return tuple(part for reply in replies for part in _parts(reply, capabilities.length))


def _spelt_out(directive: Directive) -> tuple[Directive, ...]:
    match directive:
        case Erase("ask"):
            return erase_question()
        case _:
            return (directive,)


@dataclass(frozen=True, slots=True)
class _Renderer:
    library: Library
    directory: ServiceAnswers
    capabilities: Capabilities
    language: str
    region: str
    now: datetime

    def add(self, directive: Directive, replies: list[Reply]) -> None:
        if isinstance(directive, Choices):
            self.offer(directive.offers, replies)
            return
        reply = self.reply(directive)
        if reply:
            replies.append(reply)

    def reply(self, directive: Directive) -> Reply | None:  # noqa: C901, PLR0911 (one short case a kind)
        match directive:
            case Say(key, params):
                return self.say(key, params)
            case Topic(topic_id):
                return self.topic(topic_id)
            case Card(card_id):
                return self.card(card_id)
            case LanguageCard(language):
                return self.language_card(language)
            case Services():
                return self.services(directive)
            case Ask(slot):
                return self.ask(slot)
            case Opening():
                return replace(self.say("about.first_message", {}), kind="opening", whole=True)
            case More():
                return next_page_of(directive, self.more_text)
            case _:
                return None  # carried out by the pipeline

    @property
    def text(self) -> Callable[..., str]:
        """Gives a text of content/strings, in its short variant where the channel is short."""
        return self.library.short_text if self.capabilities.short else self.library.text

    @property
    def more_text(self) -> str:
        """The word that asks for the next page."""
        return self.text(f"choices.{MORE_TEXT}", self.language)

    def say(self, key: str, params: dict[str, str]) -> Reply:
        text = self.text(key, self.language, **params)
        return Reply(text, language=self.library.language_of(key, self.language))

    def topic(self, topic_id: str) -> Reply:
        topic = self.library.topic(topic_id)
        return Reply(
            topic.sms if self.capabilities.short else topic.body, choices=self.labelled(topic.choices)
        )

    def card(self, card_id: str) -> Reply:
        card = self.library.card(card_id)
        text = card.sms if self.capabilities.short else card.text
        return Reply(text, kind=card.show_as, choices=self.labelled(card.choices), whole=True)

    def language_card(self, language: str) -> Reply:
        card = self.library.language_card(language)
        text = card.sms if self.capabilities.short else card.text
        return Reply(text, kind="card", language=language, whole=True)

    def services(self, query: Services) -> Reply:
        answer = self.directory.answer(
            query,
            text=partial(self.text, language=self.language),
            region=self.region,
            now=self.now,
            short=self.capabilities.short,
        )
        offers = self.places([answer.guess] if answer.guess else [])
        if answer.more:
            offers += (self.choice(Offer("more_services", directive=next_page(query))),)
        if answer.which:
            offers += tuple(map(self.choice, WHICH_HELP))
        return Reply(answer.text, choices=offers)

    def ask(self, slot: str) -> Reply:
        asked = self.say(f"ask.{slot}", {})
        known = self.directory.main_places(self.region) if slot == "place" else ()
        return replace(asked, choices=self.places(known))

    def places(self, names: Sequence[str]) -> tuple[Choice, ...]:
        """Places to pick; the engine hears a picked one as if it had been written."""
        return tuple(
            Choice(name, Offer("place", intent="give_place", entities={"place": name})) for name in names
        )

    def offer(self, offers: Sequence[Offer], replies: list[Reply]) -> None:
        if not replies:
            replies.append(self.say("menu.intro", {}))
        choices = tuple(self.choice(offer) for offer in offers)
        replies[-1] = replace(replies[-1], choices=_distinct(replies[-1].choices + choices))

    def labelled(self, labels: Sequence[str]) -> tuple[Choice, ...]:
        return tuple(self.choice(OFFERS[label]) for label in labels)

    def choice(self, offer: Offer) -> Choice:
        return Choice(self.text(f"choices.{offer.label}", self.language), offer)


def next_page(query: Services) -> Services:
    """The same question, where its answer left off: it works with the engine down."""
    return replace(query, page=str(int(query.page or 1) + 1))


def _distinct(choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """Each choice once. The first stays: a topic's own choices come first, and they work with the engine down."""
    found: dict[str, Choice] = {}
    for choice in choices:
        found.setdefault(choice.label, choice)
    return tuple(found.values())


def _numbered(replies: Sequence[Reply]) -> list[Reply]:
    """All choices below the last reply, numbered through: a person who answers "2" can mean only one thing."""
    listed_before = [reply for reply in replies if reply.kind == PAGE]
    choices = _distinct([choice for reply in replies for choice in reply.choices])
    if not choices or listed_before:
        return list(replies)
    listed = "\n".join(f"{number} {choice.label}" for number, choice in enumerate(choices, start=1))
    bare = [replace(reply, choices=()) for reply in replies]
    bare[-1] = replace(bare[-1], text=f"{bare[-1].text}\n\n{listed}", choices=choices)
    return bare


def _parts(reply: Reply, length: int) -> list[Reply]:
    *earlier, last = split(reply.text, length)
    return [*(replace(reply, text=part, choices=()) for part in earlier), replace(reply, text=last)]

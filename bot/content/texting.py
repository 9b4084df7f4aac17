"""Replies as text messages: fewer, in characters that phones carry cheaply, and in pages. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from bot.content.gsm import normalise
from bot.content.paging import pages
from bot.content.read_strings import ENGLISH
from bot.directives import More, Offer
from bot.messages import Choice, Reply
from bot.picked import MORE_TEXT

PAGE = "page"
"""The kind of a reply that is a page already, while it is rendered."""
_TEXT = "text"


def merged(replies: Sequence[Reply]) -> list[Reply]:
    """Ordinary replies that follow one another, in one: each message costs. Cards, of whatever kind, stay as they are."""
    found: list[Reply] = []
    for reply in replies:
        last = found[-1] if found else None
        if last and not last.whole and not reply.whole and last.language == reply.language:
            text, choices = f"{last.text}\n\n{reply.text}", last.choices + reply.choices
            found[-1] = replace(last, text=text, choices=choices)
        else:
            found.append(reply)
    return found


def paged(reply: Reply, how: str, word: str) -> Reply:
    """The first page of an ordinary reply, with the rest to be asked for; anything else whole.

    how is the line that says how to ask ("Reply MORE …"), word the word to ask with.
    """
    text = normalise(reply.text, english=reply.language == ENGLISH)
    if reply.kind == PAGE:
        return replace(reply, text=text, kind=_TEXT)
    if reply.whole:
        return replace(reply, text=text)
    first, *rest = pages(text, how=how) or ("",)
    shown = tuple((choice.label, choice.offer) for choice in reply.choices)
    more = (_ask(More(tuple(rest), shown), word),) if rest else ()
    return replace(reply, text=first, choices=reply.choices + more)


def next_page_of(more: More, word: str) -> Reply:
    """The next page of a long answer, with what its first page offered."""
    page, *rest = more.pages
    choices = tuple(Choice(label, offer) for label, offer in more.choices)
    further = (_ask(More(tuple(rest), more.choices), word),) if rest else ()
    return Reply(page, kind=PAGE, choices=choices + further)


def _ask(more: More, word: str) -> Choice:
    return Choice(word, Offer(MORE_TEXT, directive=more))

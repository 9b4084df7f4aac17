"""The fields of a question that one message fills: plain functions, without Rasa."""

from actions.services.person import age_in, language_in
from actions.services.when import when_in
from actions.services.wishes import groups_in, nearer_in, properties_in

Query = dict[str, str]


def wishes_in(text: str) -> Query:
    """When, for whom and what it must have, as far as the message says so."""
    return _said(text, properties_in(text))


def changes_in(text: str) -> Query:
    """The same of a message that only changes a question: "something for women" leaves all the rest out."""
    return _said(text, properties_in(text) | groups_in(text))


def asks_nearer(text: str, *, place_said: bool) -> bool:
    """True if something closer is asked for than what was shown; "near Oadby" names a place instead."""
    return not place_said and nearer_in(text)


def together(one: str, other: str) -> str:
    """Two lists of what it must be, as one."""
    return ";".join(sorted({*one.split(";"), *other.split(";")}))


def _said(text: str, only: frozenset[str]) -> Query:
    found = {
        "when": when_in(text),
        "only": ";".join(sorted(only)),
        "age": age_in(text),
        "language": language_in(text),
    }
    return {key: value for key, value in found.items() if value}

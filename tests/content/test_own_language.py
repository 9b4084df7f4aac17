"""In which languages besides English a person sees a card."""

import pytest

from bot.content.own_language import languages_read
from bot.safety.notice import Notice, Response

POLISH = "nie mogę już tak dłużej żyć, nie mam siły"


@pytest.mark.parametrize(
    ("rules", "text", "conversation", "expected"),
    [
        ((), "I want to end my life", "en", ()),
        (("en.suicide.kill_myself@2",), "kms", "en", ()),
        (("gu.suicide.suicide@1",), "kms", "en", ("gu",)),
        (("gu-latn.suicide.suicide@1",), "kms", "en", ("gu",)),
        (("pa-latn.suicide.suicide@1",), "kms", "en", ("pa",)),
        (("hi-latn.suicide.suicide@1",), "kms", "en", ("hi", "ur")),
        (("ur-latn.suicide.suicide@1",), "kms", "en", ("ur",)),
        (("conversation.joined.gu.suicide.suicide@1",), "kms", "en", ("gu",)),
        (("classifier@1", "classifier.joined@1", "conversation.signals_add_up@1"), "kms", "en", ()),
        (("en.suicide.kill_myself@2", "ro.suicide.suicide@1"), "kms", "en", ("ro",)),
        ((), POLISH, "en", ("pl",)),
        ((), "મારે મરી જવું છે", "en", ("gu",)),
        ((), "أريد أن أموت", "en", ("ar",)),
        ((), "kms", "pl", ("pl",)),
        ((), "kms", "gu-Latn", ("gu",)),
        # The surest first, each once, and two at most.
        (("gu.suicide.suicide@1",), POLISH, "pl", ("gu", "pl")),
        (("gu.suicide.suicide@1", "ur.suicide.suicide@1"), POLISH, "ar", ("gu", "ur")),
        (("pl.suicide.suicide@1",), POLISH, "pl", ("pl",)),
    ],
)
def test_languages_read(
    rules: tuple[str, ...], text: str, conversation: str, expected: tuple[str, ...]
) -> None:
    assert languages_read(Notice(Response.TAKEOVER, rules=rules), text, conversation) == expected

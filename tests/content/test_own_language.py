"""In which languages besides English a person sees a card."""

import pytest

from bot.content.own_language import languages_read
from bot.safety.notice import Notice, Response

POLISH = "nie mogę już tak dłużej żyć, nie mam siły"


ALL = ("ar", "bn", "bn-Latn", "gu", "gu-Latn", "hi", "hi-Latn", "pl", "ro", "ur")
SCRIPTS = ("ar", "bn", "gu", "hi", "pl", "ro", "ur")


@pytest.mark.parametrize(
    ("rules", "text", "conversation", "available", "expected"),
    [
        ((), "I want to end my life", "en", ALL, ()),
        (("en.suicide.kill_myself@2",), "kms", "en", ALL, ()),
        (("gu.suicide.suicide@1",), "kms", "en", ALL, ("gu",)),
        (("gu-latn.suicide.suicide@1",), "kms", "en", ALL, ("gu-Latn",)),
        (("gu-latn.suicide.suicide@1",), "kms", "en", SCRIPTS, ("gu",)),
        (("bn-latn.suicide.suicide@1",), "kms", "en", ALL, ("bn-Latn",)),
        (("ar-latn.safety.x@1",), "kms", "en", ALL, ("ar",)),
        (("hi-latn.suicide.suicide@1",), "kms", "en", ALL, ("hi-Latn",)),
        (("hi-latn.suicide.suicide@1",), "kms", "en", SCRIPTS, ("hi", "ur")),
        (("conversation.joined.gu.suicide.suicide@1",), "kms", "en", ALL, ("gu",)),
        (("conversation.joined.gu-latn.suicide.suicide@1",), "kms", "en", ALL, ("gu-Latn",)),
        (("classifier@1", "classifier.joined@1", "conversation.signals_add_up@1"), "kms", "en", ALL, ()),
        (("en.suicide.kill_myself@2", "ro.suicide.suicide@1"), "kms", "en", ALL, ("ro",)),
        (("so.suicide.suicide@1",), "kms", "en", ALL, ()),
        ((), POLISH, "en", ALL, ("pl",)),
        ((), POLISH, "en", (), ()),
        ((), "મારે મરી જવું છે", "en", ALL, ("gu",)),
        ((), "أريد أن أموت", "en", ALL, ("ar",)),
        ((), "kms", "pl", ALL, ("pl",)),
        ((), "kms", "gu-Latn", ALL, ("gu-Latn",)),
        # The surest first, each language once, and two at most.
        (("gu.suicide.suicide@1",), POLISH, "pl", ALL, ("gu", "pl")),
        (("gu-latn.suicide.suicide@1",), "મારે મરી જવું છે", "gu", ALL, ("gu-Latn",)),
        (("gu.suicide.suicide@1", "ur.suicide.suicide@1"), POLISH, "ar", ALL, ("gu", "ur")),
        (("pl.suicide.suicide@1",), POLISH, "pl", ALL, ("pl",)),
    ],
)
def test_languages_read(
    rules: tuple[str, ...],
    text: str,
    conversation: str,
    available: tuple[str, ...],
    expected: tuple[str, ...],
) -> None:
    notice = Notice(Response.TAKEOVER, rules=rules)
    assert languages_read(notice, text, conversation, available) == expected

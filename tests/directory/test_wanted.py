"""Words to needs and names, on a vocabulary of our own."""

import pytest

from bot.directory.model import Need
from bot.directory.wanted import Vocabulary, Wanted

VOCABULARY = Vocabulary(
    [
        Need(id="debt", name="help with debt", words=("debt", "in debt", "rent arrears", "bailiffs")),
        Need(id="talk", name="someone to talk to", words=("someone to talk to", "need to talk")),
        Need(id="grief", name="support after a death", words=("died", "bereavement", "lost my mum")),
        Need(id="carers", name="support for carers", words=("i look after", "carer")),
    ],
    {"am-wise": ("Wise Owls", "Owls"), "am-bull": ("Bull Drop-in", ""), "am-beat": ("Beat", "")},
)


@pytest.mark.parametrize(
    ("said", "needs", "services"),
    [
        ("help with debts please", ("debt",), ()),
        ("I'm behind with the rent, arrears of two months", ("debt",), ()),
        ("baillifs at the door", ("debt",), ()),
        ("my mum died and I need someone to talk to", ("grief", "talk"), ()),
        ("bereavment", ("grief",), ()),
        ("looking after my dad, I look after him all day", ("carers",), ()),
        ("tell me about Wise Owls", (), ("am-wise",)),
        ("someone said bull drop in", (), ("am-bull",)),
        ("beat", (), ("am-beat",)),
        ("he beat me and I do not know where to go now", (), ()),
        ("xyzzy", (), ()),
        ("", (), ()),
        ("🙂", (), ()),
        ("debt " * 5_000, ("debt",), ()),
    ],
)
def test_what_is_wanted(said: str, needs: tuple[str, ...], services: tuple[str, ...]) -> None:
    found = VOCABULARY.find(said)
    assert (found.needs, found.services) == (needs, services)


def test_words_that_are_known_for_nothing_are_left_to_look_for_as_they_are() -> None:
    assert VOCABULARY.find("is there somewhere to go knitting near me") == Wanted(words=("knitting",))
    assert VOCABULARY.find("help with debt and knitting").words == ()

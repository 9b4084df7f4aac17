"""The rig's calls are the provider's own."""

from bot.channels.incoming import Said
from bot.channels.telegram.provider import TelegramProvider
from tests.channels.rig_telegram import TelegramRig
from tests.channels.telegram.conftest import SECRET
from tests.channels.telegram.samples import call


async def test_its_words_are_read_and_its_stand_in_is_sent_to(provider: TelegramProvider) -> None:
    rig = TelegramRig(lambda: SECRET)
    made = rig.words("hello", person=2, number=3)
    named = {name.lower().replace("-", "_"): value for name, value in made.headers.items()}
    received = call(made.body, **named)
    provider.verify(received)
    assert provider.parse(received) == (Said("update:2000003", rig.address(2), "hello"),)
    assert rig.receipt("m1", delivered=True) is None


def test_what_its_stand_in_takes_is_noted() -> None:
    rig = TelegramRig()
    rig.stand_in.do("sendMessage", {"chat_id": rig.address(), "text": "Hello."})
    assert [(each.address, each.text) for each in rig.sent] == [(rig.address(), "Hello.")]

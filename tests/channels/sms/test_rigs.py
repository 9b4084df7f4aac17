"""The rigs make calls that our providers take: what the contract test and the soak build on."""

import pytest

from bot.channels.channel import Provider
from bot.channels.errors import SendError
from bot.channels.incoming import NotSigned, Receipt, Said
from bot.clock import now
from tests.channels import rig_json, rig_notify, rig_twilio, rig_vonage
from tests.channels.rigs import Rig
from tests.channels.sms.calls import called


@pytest.mark.parametrize(
    ("rig", "provider", "knows_time"),
    [
        (rig_twilio.TwilioRig(), rig_twilio.provider(), False),
        (rig_notify.NotifyRig(), rig_notify.provider(), False),
        (rig_vonage.VonageRig(), rig_vonage.provider(), True),
        (rig_json.JsonRig(), rig_json.provider(), True),
    ],
    ids=["twilio", "notify", "vonage", "json"],
)
class TestRig:
    def test_words(self, rig: Rig, provider: Provider, *, knows_time: bool) -> None:
        seen = set()
        for person, number in ((1, 1), (1, 2), (2, 1)):
            call = called(rig.words("Hello", person=person, number=number), now())
            provider.verify(call)
            (said,) = provider.parse(call)
            assert isinstance(said, Said)
            assert (said.address, said.text) == (rig.address(person), "Hello")
            seen.add(said.provider_id)
        assert len(seen) == 3

    def test_words_of_ten_minutes_ago(self, rig: Rig, provider: Provider, *, knows_time: bool) -> None:
        call = called(rig.words("Hello", at=now().timestamp() - 600), now())
        if knows_time:
            with pytest.raises(NotSigned):
                provider.verify(call)
        else:
            provider.verify(call)

    @pytest.mark.parametrize(("delivered", "error"), [(True, None), (False, SendError.NOT_DELIVERED)])
    def test_receipts(
        self, rig: Rig, provider: Provider, *, knows_time: bool, delivered: bool, error: SendError | None
    ) -> None:
        web = rig.receipt("a-_1", delivered=delivered)
        assert web
        call = called(web, now())
        provider.verify(call)
        assert list(provider.parse(call)) == [Receipt("a-_1", error)]

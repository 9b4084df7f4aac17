"""From what a provider tells us to what is stored. Pure, but for the keys."""

from datetime import datetime

from bot.channels.incoming import Said
from bot.intake import clean
from bot.messages import Gesture
from bot.pipeline.context import Deps
from bot.store.inbox import Arrival


def conversation_of(deps: Deps, channel: str, address: str) -> str:
    """The conversation with an address: a keyed hash, so that the same address finds it and nothing leads back."""
    return deps.keys.digest("conversation", f"{channel}:{address}")


def arrival_of(deps: Deps, said: Said, channel: str, now: datetime) -> Arrival:
    """What is stored of something that was said. A region or language that is not known here counts as not named."""
    region = said.region if said.region in deps.directory.edition().regions else None
    of_a_link = said.gesture is Gesture.START
    language = said.language if said.language in deps.library.languages() else None
    return Arrival(
        channel=channel,
        provider_id=said.provider_id,
        conversation_id=conversation_of(deps, channel, said.address),
        text="" if of_a_link and region and _is_payload(said) else clean(said.text).text,
        choice=said.choice,
        region=region or deps.settings.region,
        language=language or deps.settings.language,
        opening="",
        received_at=now,
        address=deps.keys.encrypt(said.address),
        gesture=said.gesture,
        first=said.first,
        numbered=not deps.channels[channel].capabilities.buttons,
        linked_region=region if of_a_link else None,
        linked_language=language if of_a_link else None,
    )


def _is_payload(said: Said) -> bool:
    """True if the text is nothing but what a link of ours brings, and so nobody's words."""
    return said.text == "-".join(filter(None, (said.region, said.language, said.first)))

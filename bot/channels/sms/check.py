"""What is wrong with an operator's set-up for text messages, a sentence each, and what only they can see or do. Pure."""

from collections.abc import Callable

from bot.channels.sms.ask import Answer
from bot.channels.sms.carrier import HOOK, RECEIPTS
from bot.settings import Settings

ALONE = ("local", "json", "off")
"""Providers that there is nothing to ask of."""
_TEMPLATE = "((message))"
_REFUSALS = (401, 403)


def address(settings: Settings) -> list[str]:
    """Whether providers can call us."""
    if settings.sms_provider in ("local", "off"):
        return []
    if not settings.public_url:
        return ["WAYMARK_PUBLIC_URL is empty, so the provider cannot hand over messages to us."]
    if not settings.public_url.startswith("https://"):
        return ["WAYMARK_PUBLIC_URL does not begin with https://, so messages would travel in the open."]
    return []


def account(settings: Settings, answer: Answer) -> list[str]:
    """What is wrong with the account, by what the provider says of it."""
    name, look = _ACCOUNTS[settings.sms_provider]
    if answer.status == 0:
        return [f"{name} cannot be reached from here."]
    if answer.status in _REFUSALS:
        return [f"{name} does not accept the account's key, token or secret in the settings."]
    if answer.status >= 500 or answer.status == 429:
        return [f"{name} does not answer properly (status {answer.status}); try again later."]
    return look(settings, answer)


def hook(settings: Settings) -> str:
    """Where messages are to be handed over."""
    return f"{settings.origin}{HOOK}"


def receipts(settings: Settings) -> str:
    """Where receipts are to be handed over."""
    return f"{hook(settings)}/{RECEIPTS}"


def _twilio(settings: Settings, answer: Answer) -> list[str]:
    if settings.twilio_from.startswith("MG"):
        return _twilio_service(settings, answer)
    alone = (
        "WAYMARK_TWILIO_FROM is a number by itself: Twilio answers HELP with words of its own, and takes END, QUIT "
        "and CANCEL for STOP. Put the number into a messaging service and set the service's SID (MG…) instead."
    )
    numbers = answer.body.get("incoming_phone_numbers") or []
    if not numbers:
        return ["The Twilio account has no number that is WAYMARK_TWILIO_FROM.", alone]
    if numbers[0].get("sms_application_sid"):
        return ["Messages to the Twilio number go to a TwiML app: take it off the number.", alone]
    return [*_elsewhere("Twilio number", numbers[0].get("sms_url"), hook(settings)), alone]


def _twilio_service(settings: Settings, answer: Answer) -> list[str]:
    if answer.status == 404:
        return ["The Twilio account has no messaging service that is WAYMARK_TWILIO_FROM."]
    if answer.body.get("use_inbound_webhook_on_number"):
        return [
            "The Twilio messaging service leaves messages to the number's own webhook: let it send one itself."
        ]
    problems = _elsewhere("Twilio messaging service", answer.body.get("inbound_request_url"), hook(settings))
    if answer.body.get("status_callback") not in (None, "", receipts(settings)):
        problems.append(
            f"The Twilio messaging service's status callback is not {receipts(settings)}: set that, or leave it empty."
        )
    return problems


def _notify(settings: Settings, answer: Answer) -> list[str]:  # noqa: ARG001 (as the others)
    if answer.status >= 400:
        return ["The GOV.UK Notify service has no template that is WAYMARK_NOTIFY_TEMPLATE."]
    if answer.body.get("type") != "sms":
        return ["The GOV.UK Notify template is not one for text messages."]
    if str(answer.body.get("body", "")).strip() != _TEMPLATE:
        return [f"The GOV.UK Notify template's text is not exactly {_TEMPLATE}."]
    return []


def _vonage(settings: Settings, answer: Answer) -> list[str]:
    ours = settings.vonage_from.removeprefix("+")
    found = [each for each in answer.body.get("numbers") or [] if each.get("msisdn") == ours]
    if not found:
        return ["The Vonage account has no number that is WAYMARK_VONAGE_FROM."]
    return _elsewhere("Vonage number", found[0].get("moHttpUrl"), hook(settings))


def _elsewhere(what: str, url: object, ours: str) -> list[str]:
    if url == ours:
        return []
    return [f"The {what} hands over messages {'to another address' if url else 'nowhere'}: set it to {ours}"]


_ACCOUNTS: dict[str, tuple[str, Callable[[Settings, Answer], list[str]]]] = {
    "twilio": ("Twilio", _twilio),
    "notify": ("GOV.UK Notify", _notify),
    "vonage": ("Vonage", _vonage),
}


def by_hand(settings: Settings, help_text: str, stopped_text: str) -> list[str]:
    """What no API shows, so that the operator must look at it or do it."""
    match settings.sms_provider:
        case "twilio":
            return [
                "Switch on Advanced Opt-Out in the messaging service.",
                "Among its opt-out keywords leave STOP alone, among its opt-in keywords START, among its help keywords HELP.",
                f"Set its HELP text to: {help_text}",
                f"Set its STOP text to: {stopped_text}",
            ]
        case "notify":
            return [
                f"Under API integration, Callbacks: received text messages go to {hook(settings)}",
                f"Delivery receipts go to {receipts(settings)}",
                "The bearer token of both is WAYMARK_NOTIFY_CALLBACK_TOKEN.",
            ]
        case "vonage":
            return [
                f"In the settings of the account, delivery receipts go to {receipts(settings)}",
                "Have Vonage's support switch on signed webhooks for the account.",
                "The method of the signature must be an HMAC, the one of WAYMARK_VONAGE_SIGNATURE_METHOD.",
            ]
        case "json":
            return [
                f"The gateway hands over messages to {hook(settings)}",
                f"The gateway hands over receipts to {receipts(settings)}",
            ]
        case _:
            return []

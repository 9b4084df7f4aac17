"""What Telegram is told once: where our webhook is, our commands and what describes us. Thinking and doing are apart."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from telegram import Bot, WebhookInfo

from bot.channels.channel import Texts
from bot.channels.telegram.api import HOOK
from bot.channels.telegram.parse import UPDATES
from bot.channels.telegram.private import COMMANDS

MAX_CONNECTIONS = 40
"""Updates that Telegram hands over at the same time; 100 at the most."""
_PORTS = {443, 80, 88, 8443}


@dataclass(frozen=True, slots=True)
class Step:
    """One call of the client: its method and arguments, and what is then true."""

    method: str
    arguments: dict[str, Any]
    done: str


def webhook_problem(public_url: str) -> str | None:
    """Why Telegram cannot call us there, for the operator; None if it can."""
    parts = urlsplit(public_url)
    if parts.scheme != "https":
        return (
            "The webhook is not set: WAYMARK_PUBLIC_URL is not an https:// address. "
            "Set it, or run `python -m bot telegram poll` beside the bot, which needs none."
        )
    if (parts.port or 443) not in _PORTS:
        ports = ", ".join(str(port) for port in sorted(_PORTS))
        return (
            f"The webhook is not set: Telegram calls ports {ports} only, and WAYMARK_PUBLIC_URL has another."
        )
    return None


def steps(public_url: str, secret: str, texts: Texts, languages: list[str], fallback: str) -> list[Step]:
    """What is to be set, in order. fallback is the language of people whose own we do not have; secret is never printed."""
    found: list[Step] = []
    if webhook_problem(public_url) is None:
        url = f"{public_url}{HOOK}"
        arguments = {
            "url": url,
            "secret_token": secret,
            "allowed_updates": list(UPDATES),
            "max_connections": MAX_CONNECTIONS,
        }
        found.append(Step("set_webhook", arguments, f"The webhook is {url}, for {', '.join(UPDATES)}."))
    for language in languages:
        found += _described(texts, language, language)
    return found + _described(texts, fallback, "")


def _described(texts: Texts, language: str, code: str) -> list[Step]:
    """Commands and descriptions in a language; code "" shows them to everybody who has none of their own."""
    named = f"in {language}" if code else f"in {language} for everybody else"
    whose = {"language_code": code}
    commands = [(name, texts(f"telegram.command_{name}", language)) for name in COMMANDS]
    listed = ", ".join(f"/{name}" for name in COMMANDS)
    short = {"short_description": texts("telegram.short_description", language)}
    return [
        Step("set_my_commands", {"commands": commands, **whose}, f"The commands {named} are {listed}."),
        Step(
            "set_my_description",
            {"description": texts("telegram.description", language), **whose},
            f"The description {named} is set.",
        ),
        Step("set_my_short_description", {**short, **whose}, f"The short description {named} is set."),
    ]


async def carry_out(bot: Bot, todo: list[Step], tell: Callable[[str], None]) -> None:
    """Do it, and tell what was done, one line each; raise TelegramError."""
    for step in todo:
        await getattr(bot, step.method)(**step.arguments)
        tell(step.done)


def complaints(info: WebhookInfo) -> list[str]:
    """What Telegram says is wrong with the webhook, for the operator."""
    if not info.url or not info.last_error_message:
        return []
    when = f"{info.last_error_date:%Y-%m-%d %H:%M} UTC" if info.last_error_date else "some time ago"
    waiting = f"{info.pending_update_count} updates wait"
    return [f"Telegram could not reach the webhook at {when}: {info.last_error_message} ({waiting})."]

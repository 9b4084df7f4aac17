"""What the ``telegram`` commands do, with settings, keys and content at hand."""

import asyncio
import logging
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import httpx
from telegram import Bot
from telegram.error import BadRequest, InvalidToken, NetworkError, TelegramError

from bot import keys as key_file
from bot.channels.telegram import setup
from bot.channels.telegram.api import HOOK, SECRET_PURPOSE, connect, token_of, url_of
from bot.channels.telegram.link import deep_link
from bot.channels.telegram.phone import HELP, Phone
from bot.channels.telegram.poll import HOLD_SECONDS, Poller, PollError
from bot.channels.telegram.provider import SECRET_HEADER
from bot.channels.telegram.standin import TelegramStandIn
from bot.content.library import Library
from bot.content.menu import OFFERS
from bot.settings import Settings

_PATIENCE = 10.0
Tell = Callable[[str], None]


class ToldError(Exception):
    """It cannot be done; the text is one sentence for the operator."""


def _secret(settings: Settings) -> str:
    return key_file.load_or_create(settings.key_file).secret(SECRET_PURPOSE)


def _need_account(settings: Settings) -> None:
    if not settings.telegram_token and not settings.telegram_api_url:
        raise ToldError(
            "There is no token: make a bot with @BotFather in Telegram and set WAYMARK_TELEGRAM_TOKEN, "
            "or try `python -m bot telegram phone`, which needs none."
        )


def _sentence(error: TelegramError) -> str:
    """What the operator can do about an error; what Telegram says of a request of ours holds no person's words."""
    if isinstance(error, InvalidToken):
        return "Telegram does not know the token: look at WAYMARK_TELEGRAM_TOKEN."
    if isinstance(error, NetworkError) and not isinstance(error, BadRequest):
        return "Telegram cannot be reached, or it fails: try again in a while."
    return f"Telegram did not do it: {error.message}"


async def set_up(settings: Settings, tell: Tell) -> list[str]:
    """Set everything and tell what was set; what is wrong. Raise ToldError."""
    _need_account(settings)
    library = Library.load(settings.content_dir)
    secret, languages = _secret(settings), sorted(library.languages())
    todo = setup.steps(settings.public_url, secret, library.text, languages, settings.language)
    api = connect(settings)
    try:
        tell(f"The bot is @{await _name(api.bot)}.")
        await setup.carry_out(api.bot, todo, tell)
        found = setup.complaints(await api.bot.get_webhook_info())
    except TelegramError as error:
        raise ToldError(_sentence(error)) from None
    finally:
        await api.close()
    problem = setup.webhook_problem(settings.public_url)
    return [*found, *([problem] if problem else [])]


async def _name(bot: Bot) -> str:
    return (await bot.get_me()).username or ""


async def make_link(settings: Settings, region: str, language: str, first: str | None) -> str:
    """The link that begins a chat; raise ToldError."""
    _need_account(settings)
    known = {
        "region": sorted(
            path.parent.name for path in (settings.content_dir / "regions").glob("*/services.csv")
        ),
        "language": sorted(Library.load(settings.content_dir).languages()),
        "first": sorted(label for label, offer in OFFERS.items() if offer.directive),
    }
    for name, value in (("region", region), ("language", language), ("first", first)):
        if value is not None and value not in known[name]:
            raise ToldError(f"--{name} {value} is not known here, only {', '.join(known[name])}.")
    api = connect(settings)
    try:
        return deep_link(await _name(api.bot), region, language, first)
    except TelegramError as error:
        raise ToldError(_sentence(error)) from None
    finally:
        await api.close()


async def fetch(settings: Settings, tell: Tell) -> None:
    """Fetch updates for the bot on this machine until a signal to end; raise ToldError."""
    _need_account(settings)
    url = url_of(settings)
    far = url.startswith("https")
    patience = httpx.Timeout(_PATIENCE, read=HOLD_SECONDS + _PATIENCE)
    secret = (SECRET_HEADER, _secret(settings))
    async with (
        httpx.AsyncClient(
            base_url=f"{url}/bot{token_of(settings)}/", timeout=patience, verify=far, trust_env=far
        ) as api,
        httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{settings.port}", timeout=_PATIENCE, trust_env=False
        ) as bot,
    ):
        running = asyncio.ensure_future(Poller(api, bot, secret, tell).run(HOOK))
        for each in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(each, running.cancel)
        await asyncio.wait([running])
        if not running.cancelled() and (error := running.exception()):
            raise ToldError(str(error)) if isinstance(error, PollError) else error


@contextmanager
def phone_in_hand(settings: Settings, tell: Tell, person: int) -> Iterator[Phone]:
    """A phone that the bot on this machine can reach, until the block ends; raise ToldError."""
    if settings.telegram_token or settings.telegram_api_url:
        raise ToldError(
            "The bot has a real account: unset WAYMARK_TELEGRAM_TOKEN and …_API_URL to try it here."
        )
    bot_url = f"http://127.0.0.1:{settings.port}"
    # The bot knows an update by its number, so that numbers go on from one phone to the next.
    standin = TelegramStandIn(first_update=int(time.time() * 10))
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)  # what goes wrong is one sentence, below
    with ExitStack() as stack:
        http = stack.enter_context(httpx.Client(timeout=_PATIENCE, trust_env=False))
        try:
            http.get(f"{bot_url}/health/live")
        except httpx.HTTPError:
            message = f"No bot answers at {bot_url}: start one with `make run`, then try again."
            raise ToldError(message) from None
        phone = Phone(standin, http, tell, chat=person)
        phone.connect(f"{bot_url}{HOOK}", _secret(settings))
        port = settings.telegram_phone_port
        try:
            stack.enter_context(standin.serving(port))
        except OSError:
            message = f"Port {port} is taken: is another phone open? See WAYMARK_TELEGRAM_PHONE_PORT."
            raise ToldError(message) from None
        tell(HELP)
        yield phone

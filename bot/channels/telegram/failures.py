"""Why Telegram did not take a message, in our closed table."""

from datetime import timedelta

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.channels.errors import SendError, SendFailed

_TABLE: tuple[tuple[type[TelegramError], SendError], ...] = (
    (RetryAfter, SendError.BUSY),
    (Forbidden, SendError.CLOSED),  # blocked, deactivated, thrown out of a group
    (InvalidToken, SendError.NOT_LET_IN),
    (BadRequest, SendError.REFUSED),  # before what it is a kind of, a NetworkError
    (ChatMigrated, SendError.REFUSED),  # a group; people's chats stay where they are
)
_GONE = "chat not found"


def failed(error: TelegramError | TimeoutError) -> SendFailed:
    """What an error of the client means for delivery; what is not in the table is a matter of the network."""
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        return SendFailed(SendError.BUSY, wait if isinstance(wait, timedelta) else timedelta(seconds=wait))
    if isinstance(error, BadRequest) and _GONE in error.message.lower():
        return SendFailed(SendError.CLOSED)
    found = (known for kind, known in _TABLE if isinstance(error, kind))
    return SendFailed(next(found, SendError.UNREACHABLE))

"""The token of a web chat: signed, expiring, and the only way to a conversation; its id alone opens nothing."""

from dataclasses import dataclass

from itsdangerous import BadData, URLSafeTimedSerializer

from bot.ids import new_id
from bot.keys import Keys


class BadToken(ValueError):  # noqa: N818 (what it is)
    """The token is missing, expired, changed or not ours."""


@dataclass(frozen=True, slots=True)
class Session:
    """What a token says: which conversation, and how it began."""

    conversation: str
    region: str
    language: str


class Tokens:
    """Makes and reads tokens that are good for ``hours``."""

    def __init__(self, keys: Keys, hours: int) -> None:
        self._serializer = URLSafeTimedSerializer(keys.secret("web-token"), salt="web-session")
        self._seconds = hours * 3600

    def issue(self, region: str, language: str) -> tuple[str, Session]:
        """A token for a new conversation."""
        session = Session(new_id(), region, language)
        return self._serializer.dumps([session.conversation, region, language]), session

    def read(self, token: str) -> Session:
        """The session of a token; raise BadToken."""
        try:
            conversation, region, language = self._serializer.loads(token, max_age=self._seconds)
        except (BadData, ValueError, TypeError) as error:
            raise BadToken("token") from error
        return Session(str(conversation), str(region), str(language))

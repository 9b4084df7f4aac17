"""What the web API takes and gives."""

from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from bot.intake import clean
from bot.messages import Reply
from bot.store.messages import StoredMessage


def _storable(value: object) -> object:
    """Make text storable before pydantic looks at it, which refuses lone surrogates that old phones do send."""
    return clean(value).text if isinstance(value, str) else value


class NewSession(BaseModel):
    """Where and in which language a chat begins; both may be left out."""

    model_config = ConfigDict(extra="forbid")

    region: str | None = Field(None, pattern=r"^[a-z]{2,8}$")
    language: str | None = Field(None, pattern=r"^[a-z]{2}$")


class ChoiceOut(BaseModel):
    """Something to pick instead of typing."""

    id: str
    label: str


class MessageOut(BaseModel):
    """One message. ``id`` counts within the conversation; it is empty for words that could not be stored."""

    model_config = ConfigDict(populate_by_name=True)

    id: int | None
    sender: str = Field(alias="from", description="person, bot or handler")
    kind: str = Field(
        description="text, card (a crisis card), opening, or erased (the chat is gone, and ends here)"
    )
    text: str
    language: str
    choices: list[ChoiceOut]
    at: str | None

    @classmethod
    def stored(cls, message: StoredMessage) -> Self:
        """From the transcript."""
        choices = [ChoiceOut(id=each["id"], label=each["label"]) for each in message.choices]
        return cls(
            id=message.number,
            sender=message.sender,
            kind=message.kind,
            text=message.text,
            language=message.language,
            choices=choices,
            at=message.created_at.isoformat(),
        )

    @classmethod
    def unstored(cls, reply: Reply) -> Self:
        """Words that the store does not have."""
        return cls(
            id=None,
            sender="bot",
            kind=reply.kind,
            text=reply.text,
            language=reply.language,
            choices=[],
            at=None,
        )

    def wire(self) -> dict[str, Any]:
        """The JSON of an event."""
        return self.model_dump(by_alias=True)


class SessionOut(BaseModel):
    """A new chat. The token opens it; the conversation's id alone opens nothing. ``messages`` says what this is."""

    token: str
    conversation: str
    messages: list[MessageOut]


class Position(BaseModel):
    """Where a device is, in degrees. It is made into the first half of a postcode at once; nothing else of it is kept."""

    model_config = ConfigDict(extra="forbid")

    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


class NewMessage(BaseModel):
    """A message of the person: text, the id of a choice that was offered, or where they are.

    The client's own id makes it go once.
    """

    model_config = ConfigDict(extra="forbid")

    client_message_id: str = Field(pattern=r"^[A-Za-z0-9_.-]{1,64}$")
    text: Annotated[str | None, BeforeValidator(_storable)] = None
    choice: Annotated[str | None, Field(pattern=r"^[A-Za-z0-9_-]{1,64}\.[0-9]{1,3}$")] = None

    position: Position | None = None

    @model_validator(mode="after")
    def _one_of_three(self) -> Self:
        if sum(each is not None for each in (self.text, self.choice, self.position)) != 1:
            raise ValueError("send one of text, choice and position")
        return self


class Accepted(BaseModel):
    """What became of a message. Stored: the reply comes as events. Not stored: ``messages`` is to be shown at once."""

    stored: bool
    repeated: bool
    messages: list[MessageOut]


class Erased(BaseModel):
    """The conversation is gone. ``complete`` is false while the dialogue engine has still to delete its part."""

    erased: bool
    complete: bool
    messages: list[MessageOut]

"""The program's settings: one typed object, read from the environment (``WAYMARK_…``) or a file ``.env``.

A wrong value stops the start with one sentence that names the setting and says how to mend it.
"""

import os
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import SettingsConfigDict

from bot.channel_settings import ChannelSettings

PREFIX = "WAYMARK_"


class SettingsError(Exception):
    """A setting that cannot be used; the text is one sentence for the operator."""


class Settings(ChannelSettings):
    """Every setting, with a help sentence each; ``python -m bot settings`` prints them."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)

    data_dir: Path = Field(
        Path("var"), description="Folder for everything that is written: store, keys, logs, spool."
    )
    content_dir: Path = Field(
        Path("content"), description="Folder of what is said: topics, strings, cards, regions."
    )
    database_url: str = Field(
        "",
        description="Live data: empty for SQLite in the data folder, or postgresql+psycopg://user@host/name.",
    )
    host: str = Field("127.0.0.1", description="Address on which the bot listens.")
    port: int = Field(8080, ge=1, le=65535, description="Port on which the bot listens.")
    engine_url: str = Field(
        "http://127.0.0.1:5005", description="Where the dialogue engine answers; never public."
    )
    engine_port: int = Field(
        5005, ge=1, le=65535, description="Port of the engine that `run` starts, on loopback."
    )
    actions_port: int = Field(
        5055, ge=1, le=65535, description="Port of the actions that `run` starts, on loopback."
    )
    engine_secret: SecretStr | None = Field(
        None, description="Secret shared with the engine; empty to derive it from the key file."
    )
    engine_seconds: float = Field(
        2.5, gt=0, le=4, description="How long a turn waits for the engine, in seconds."
    )
    engine_session_turns: int = Field(
        12, ge=2, description="Turns after which the engine starts a new session, outside forms."
    )
    store_seconds: float = Field(
        1.0,
        gt=0,
        le=10,
        description="How long one step waits for the store before the storeless path, in seconds.",
    )
    region: str = Field(
        "llr", pattern=r"^[a-z]{2,8}$", description="Region pack for people who did not say where."
    )
    language: str = Field("en", pattern=r"^[a-z]{2}$", description="Language in which a conversation starts.")
    session_hours: int = Field(
        24, ge=1, le=24 * 90, description="How long a web chat's token is good, in hours."
    )
    message_limit: int = Field(
        5_000, ge=200, le=20_000, description="Longest message that the engine is asked about, in characters."
    )
    second_net: bool = Field(
        True,
        description="Whether the safety net's classifier reads what no rule names. Off only where it cannot run.",
    )
    reviewed_cards_only: bool = Field(
        False,
        description="Whether crisis cards in other languages than English wait until a speaker has reviewed them.",
    )
    confirmed_only: bool = Field(
        False,
        description="Whether people are shown only services that somebody has confirmed, beside the lines that always stand.",
    )
    operator_token: SecretStr | None = Field(
        None,
        description="Opens /metrics and /health/ready from elsewhere; without it they answer on this machine only.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="How much is logged.")

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        if url and not url.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("begin it with sqlite:/// or postgresql+psycopg://")
        return url

    @property
    def origin(self) -> str:
        """Where we are reached: by everybody if there is a public URL, else from this machine."""
        return self.public_url or f"http://127.0.0.1:{self.port}"

    @property
    def store_url(self) -> str:
        """The database URL in force."""
        return self.database_url or f"sqlite:///{self.data_dir / 'waymark.db'}"

    @property
    def key_file(self) -> Path:
        """Where the master key lies."""
        return self.data_dir / "waymark.key"

    @property
    def spool_dir(self) -> Path:
        """Where messages wait that the store could not take."""
        return self.data_dir / "spool"

    @property
    def engine_db(self) -> Path:
        """The engine's tracker store."""
        return self.data_dir / "engine.db"


def load() -> Settings:
    """Read the settings; raise SettingsError for a wrong or unknown one."""
    known = {PREFIX + name.upper() for name in Settings.model_fields} | {PREFIX + "ENGINE_DB"}
    unknown = sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)
    if unknown:
        raise SettingsError(f"{unknown[0]} is not a setting; `python -m bot settings` lists those that are.")
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        why = first["msg"].removeprefix("Value error, ")
        if not first["loc"]:  # about several settings, which it names itself
            raise SettingsError(f"{why}.") from None
        name = PREFIX + "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(f"{name} cannot be used: {why}.") from None

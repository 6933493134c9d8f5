"""Pieces of configuration; each process composes the ones it needs.

Everything is read once, from the environment, with the prefix `RONDEL_` and `__` between levels
(`RONDEL_KAFKA__BROKERS`). The names that operators already use are accepted too: `DATABASE_URL`,
`KAFKA_BROKERS`, `SMTP_HOST`, `SMTP_PORT`, `SMTP_USERNAME`, `SMTP_PASSWORD`, `BETTER_AUTH_SECRET`.
"""

import os
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)
from typing_extensions import override

PLAIN_NAMES: Mapping[str, tuple[str, str]] = {
    "DATABASE_URL": ("database", "url"),
    "KAFKA_BROKERS": ("kafka", "brokers"),
    "SMTP_HOST": ("smtp", "host"),
    "SMTP_PORT": ("smtp", "port"),
    "SMTP_USERNAME": ("smtp", "username"),
    "SMTP_PASSWORD": ("smtp", "password"),
    "BETTER_AUTH_SECRET": ("auth", "secret"),
}
_PLACEHOLDERS = ("changeme", "change-me", "changethis", "secret", "password", "placeholder")
_SECRET_MIN_CHARS = 32


class _Piece(BaseModel):
    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")


class DatabaseSettings(_Piece):
    """Where PostgreSQL is and how many connections a process may hold."""

    url: SecretStr = Field(description="postgresql://user:password@host:port/name[?sslmode=...]")
    pool_size: int = Field(default=10, ge=1, le=200, description="Connections kept open")
    max_overflow: int = Field(
        default=20, ge=0, le=200, description="Connections a worker may open above pool_size"
    )
    pool_timeout_seconds: float = Field(
        default=5, gt=0, description="Wait for a free connection, then answer 503"
    )
    statement_timeout_ms: int = Field(default=30_000, ge=0, description="Longest SQL statement")
    idle_transaction_timeout_ms: int = Field(
        default=5_000,
        ge=0,
        description="Silence in a transaction before the server ends it, so that a frozen process "
        "does not hold up the next one; 0 waits for ever",
    )

    @field_validator("url")
    @classmethod
    def _is_postgres(cls, value: SecretStr) -> SecretStr:
        if not value.get_secret_value().startswith(("postgresql://", "postgres://")):
            raise ValueError("must start with postgresql://")
        return value


class KafkaSettings(_Piece):
    """How the brokers are reached and how the topics are cut."""

    brokers: str = Field(description="host:port, comma-separated")
    partitions: int = Field(default=12, ge=1, le=1000, description="Partitions of every main topic")
    replication_factor: int = Field(default=1, ge=1, description="Replicas of topics we create")
    topic_prefix: str = Field(
        default="", pattern=r"^[a-zA-Z0-9._-]*$", description="Put before every topic and group"
    )


class SmtpSettings(_Piece):
    """The mail server that reminders leave through."""

    host: str = Field(description="Host name of the mail server")
    port: int = Field(default=587, ge=1, le=65535, description="Port of the mail server")
    username: str | None = Field(default=None, description="User name, if the server asks")
    password: SecretStr | None = Field(default=None, description="Password, if the server asks")
    security: Literal["auto", "starttls", "tls", "none"] = Field(
        default="auto",
        description="auto: TLS on port 465, STARTTLS where offered; starttls: refuse without it",
    )
    sender: str = Field(default="Rondel <rondel@localhost.localdomain>", description="From address")
    timeout_seconds: float = Field(default=20, gt=0, description="Longest wait for one answer")
    connections: int = Field(default=8, ge=1, le=64, description="Connections used side by side")


class AuthSettings(_Piece):
    """How access tokens are signed and whom they name."""

    secret: SecretStr = Field(description="Signs access tokens (HS256); 32 characters or more")
    issuer: str = Field(default="rondel", description="`iss` of our own tokens")
    audience: str = Field(default="rondel-api", description="`aud` of our own tokens")
    access_token_minutes: int = Field(default=720, ge=1, description="Life of an access token")
    leeway_seconds: int = Field(default=30, ge=0, le=300, description="Clock skew tolerated")

    @field_validator("secret")
    @classmethod
    def _is_no_placeholder(cls, value: SecretStr) -> SecretStr:
        text = value.get_secret_value()
        if len(text) < _SECRET_MIN_CHARS or text.lower().strip("!0123456789") in _PLACEHOLDERS:
            raise ValueError(
                f"needs {_SECRET_MIN_CHARS} random characters or more, "
                "for example from: openssl rand -base64 48"
            )
        return value


class HttpSettings(_Piece):
    """Where this process listens."""

    host: str = Field(default="127.0.0.1", description="Address to listen on")
    port: int = Field(default=0, ge=0, le=65535, description="Port; 0 takes the process's own")


class LogSettings(_Piece):
    """How logs look."""

    format: Literal["json", "console"] = Field(default="json", description="json for machines")
    level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Lowest level written"
    )


class _PlainNames(PydanticBaseSettingsSource):
    """Reads the unprefixed names that operators already use; the prefixed ones win."""

    @override
    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        return None, field_name, False

    @override
    def __call__(self) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, (section, key) in PLAIN_NAMES.items():
            if section in self.settings_cls.model_fields and os.environ.get(name):
                values.setdefault(section, {})[key] = os.environ[name]
        return values


class Settings(BaseSettings):
    """Base of every process's settings."""

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        env_prefix="RONDEL_", env_nested_delimiter="__", frozen=True, extra="ignore"
    )

    environment: Literal["development", "production"] = Field(
        default="production", description="development allows plain HTTP and local defaults"
    )
    public_url: str = Field(
        default="http://localhost:8000", description="Address of the web app in links and mails"
    )
    log: LogSettings = Field(default_factory=LogSettings, description="Logging")

    @classmethod
    @override
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, _PlainNames(settings_cls), file_secret_settings

    @model_validator(mode="after")
    def _public_url_is_https(self) -> Self:
        local = ("http://localhost", "http://127.0.0.1", "http://[::1]")
        if not self.public_url.startswith(("https://", *local)):
            raise ValueError("public_url must be https:// (plain http only for localhost)")
        return self


def inherited_environment(changes: Mapping[str, str]) -> dict[str, str]:
    """This process's environment with `changes` made, for a child process."""
    return {**os.environ, **changes}

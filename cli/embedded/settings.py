"""What the embedded stack is told by its environment."""

from pathlib import Path
from typing import Any, ClassVar, Literal
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, SecretStr, field_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)
from typing_extensions import override

from cli.embedded.layout import DEFAULT_STATE
from shared.core.secret_files import read_secret_files
from shared.core.settings import Brokers, DatabaseUrl, Port, SecretsKey, SigningSecret


def _also(plain: str, prefixed: str, description: str) -> Any:
    """A setting under both its names; the prefixed one wins."""
    return Field(
        default=None, validation_alias=AliasChoices(prefixed, plain), description=description
    )


class FolderSettings(BaseSettings):
    """Where the state is."""

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        env_prefix="RONDEL_", frozen=True, extra="ignore", env_ignore_empty=True
    )

    state_dir: Path = Field(
        default=DEFAULT_STATE, description="Folder for data, logs and caches of the local stack"
    )
    cache_dir: Path | None = Field(
        default=None,
        description="Folder for what can be fetched again; `cache` of the state folder",
    )

    @field_validator("state_dir", "cache_dir")
    @classmethod
    def _is_absolute(cls, value: Path | None) -> Path | None:
        return value.expanduser().absolute() if value else None


class StackSettings(FolderSettings):
    """Where the state is, and which services are somebody else's."""

    database_url: DatabaseUrl | None = _also(
        "DATABASE_URL", "RONDEL_DATABASE__URL", "A PostgreSQL to use instead of the embedded one"
    )
    kafka_brokers: Brokers | None = _also(
        "KAFKA_BROKERS", "RONDEL_KAFKA__BROKERS", "A Kafka to use instead of the embedded one"
    )
    smtp_host: str | None = _also(
        "SMTP_HOST", "RONDEL_SMTP__HOST", "A mail server to use instead of the mail sink"
    )
    smtp_port: Port | None = _also("SMTP_PORT", "RONDEL_SMTP__PORT", "Its port; 587 if not given")
    auth_secret: SigningSecret | None = _also(
        "BETTER_AUTH_SECRET", "RONDEL_AUTH__SECRET", "Signs access tokens; made once if not given"
    )
    secrets_key: SecretsKey = None
    verify_email: Literal["first", "later"] = Field(
        default="later",
        validation_alias="RONDEL_AUTH__VERIFY_EMAIL",
        description="Whether an address is confirmed before its account can be used",
    )

    limits_enabled: bool = Field(
        default=False,
        validation_alias="RONDEL_LIMITS__ENABLED",
        description="Whether requests are counted and limited",
    )

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
        assert isinstance(env_settings, EnvSettingsSource)
        environ = {name.upper(): value or "" for name, value in env_settings.env_vars.items()}
        aliases = {
            field: [str(name) for name in info.validation_alias.choices]
            for field, info in settings_cls.model_fields.items()
            if isinstance(info.validation_alias, AliasChoices)
        }
        plain = {name: (field,) for field, names in aliases.items() for name in names}
        found = read_secret_files(settings_cls, environ, plain)
        files = {aliases.get(field, [field])[0]: value for field, value in found.items()}
        return init_settings, InitSettingsSource(settings_cls, files), env_settings

    @field_validator("database_url")
    @classmethod
    def _names_a_host(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not urlsplit(value.get_secret_value()).hostname:
            raise ValueError("names no host")
        return value

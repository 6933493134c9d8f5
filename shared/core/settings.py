"""Pieces of configuration; each process composes the ones it needs.

Everything is read once, from the environment, with the prefix `RONDEL_` and `__` between levels
(`RONDEL_KAFKA__BROKERS`). The names in `PLAIN_NAMES`, which operators already use, are accepted
too. Secrets may be in files: `BETTER_AUTH_SECRET_FILE` (shared/core/secret_files.py).
"""

import os
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
)
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)
from typing_extensions import override

from shared.core.database_trust import TRUSTED_SECONDS, TrustedSeconds
from shared.core.issuers import Issuers, Providers
from shared.core.kafka_security import KafkaSecurity
from shared.core.secret_files import (
    DEVELOPMENT,
    SUFFIX,
    WrongSecretFiles,
    file_variables,
    read_secret_files,
    secret_files,
    secrets_in,
    without_files,
)
from shared.core.setting_checks import (
    check_brokers,
    check_database_url,
    check_egress,
    check_secret,
    check_secrets,
)
from shared.core.setting_shapes import entry_of, required_in, section_of
from shared.core.tracing_settings import TracingSettings

PLAIN_NAMES: Mapping[str, tuple[str, str]] = {
    "DATABASE_URL": ("database", "url"),
    "KAFKA_BROKERS": ("kafka", "brokers"),
    "SMTP_HOST": ("smtp", "host"),
    "SMTP_PORT": ("smtp", "port"),
    "SMTP_USERNAME": ("smtp", "username"),
    "SMTP_PASSWORD": ("smtp", "password"),
    "BETTER_AUTH_SECRET": ("auth", "secret"),
    "OPENAI_API_KEY": ("assistant", "api_key"),
    "OPENAI_BASE_URL": ("assistant", "base_url"),
    "OTEL_EXPORTER_OTLP_ENDPOINT": ("tracing", "endpoint"),
}
_PREFIX = "RONDEL_"
_MAX_PORT = 65535

DatabaseUrl = Annotated[SecretStr, AfterValidator(check_database_url)]
Brokers = Annotated[str, AfterValidator(check_brokers)]
SigningSecret = Annotated[SecretStr, AfterValidator(check_secret)]
SecretsKey = Annotated[
    Annotated[SecretStr, AfterValidator(check_secrets)] | None,
    Field(
        description="Encrypts settings of channels, secrets of webhooks and second factors; "
        "the same for API, notifications and webhooks. Several with commas between: the first "
        "encrypts, all decrypt. Without: mail alone, no webhooks, no second factors",
        examples=["the output of: openssl rand -base64 48"],
    ),
]
EgressAllow = Annotated[
    str,
    AfterValidator(check_egress),
    Field(
        description="Networks (10.1.2.0/24), addresses and host names beside the public ones that "
        "channels may send to, with commas between"
    ),
]
Port = Annotated[int, Field(ge=1, le=_MAX_PORT)]


class _Piece(BaseModel):
    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")


class DatabaseSettings(_Piece):
    """Where PostgreSQL is and how many connections a process may hold."""

    url: DatabaseUrl = Field(
        description="postgresql://user:password@host:port/name; with ?sslmode=verify-full the "
        "server is verified, by the CAs of the system or those of &sslrootcert=FILE",
        examples=["postgresql://user:password@localhost:5432/rondel"],
    )
    pool_size: int = Field(default=10, ge=1, le=200, description="Connections kept open")
    max_overflow: int = Field(
        default=20, ge=0, le=200, description="Connections a worker may open above pool_size"
    )
    pool_timeout_seconds: float = Field(
        default=5, gt=0, description="Wait for a free connection, then answer 503"
    )
    trusted_seconds: TrustedSeconds = TRUSTED_SECONDS
    statement_timeout_ms: int = Field(default=30_000, ge=0, description="Longest SQL statement")
    transaction_timeout_ms: int = Field(
        default=15_000,
        ge=0,
        description="Longest transaction, whatever it waits for (PostgreSQL 17 on); 0: no limit",
    )
    idle_transaction_timeout_ms: int = Field(
        default=5_000,
        ge=0,
        description="Silence in a transaction before the server ends it; 0 waits for ever",
    )


class KafkaSettings(KafkaSecurity):
    """How the brokers are reached and how the topics are cut."""

    brokers: Brokers = Field(description="host:port, comma-separated", examples=["localhost:9092"])
    partitions: int = Field(default=12, ge=1, le=1000, description="Partitions of every main topic")
    replication_factor: int = Field(default=1, ge=1, description="Replicas of topics we create")
    topic_prefix: str = Field(
        default="", pattern=r"^[a-zA-Z0-9._-]*$", description="Put before every topic and group"
    )


class SmtpSettings(_Piece):
    """The mail server that reminders leave through."""

    host: str = Field(description="Host name of the mail server", examples=["smtp.example.com"])
    port: Port = Field(default=587, description="Port of the mail server")
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

    secret: SigningSecret = Field(
        description="Signs access tokens (HS256), and the links in messages, which have none "
        "where notifications is not given it; 32 characters or more",
        examples=["the output of: openssl rand -base64 48"],
    )
    previous_secret: SigningSecret | None = Field(
        default=None,
        description="Accepted as well, signs nothing: the secret before the last change, so that "
        "tokens and links of sent mails stay good, or the next one while it is rolled out",
    )
    issuer: str = Field(default="rondel", description="`iss` of our own tokens")
    audience: str = Field(default="rondel-api", description="`aud` of our own tokens")
    sign_up: Literal["open", "invite", "closed"] = Field(
        default="open",
        description="Who may make an account here: anybody; whom an administrator has invited; or "
        "nobody, but for `rondel users add`",
    )
    verify_email: Literal["first", "later"] = Field(
        default="first",
        description="first: an account is used only after a link in a mail showed that its address "
        "is its owner's, and nobody can find out who has one; later: at once",
    )
    access_token_minutes: int = Field(
        default=15, ge=1, le=1440, description="Life of an access token"
    )
    idle_days: int = Field(
        default=30, ge=1, le=400, description="A device that is not used for so long is signed out"
    )
    longest_days: int = Field(
        default=180, ge=1, le=1000, description="A device has to sign in anew after so long"
    )
    leeway_seconds: int = Field(default=60, ge=0, le=300, description="Clock skew tolerated")
    issuers: Issuers = Field(
        default_factory=dict, description="Issuers whose tokens are taken, by a name of yours"
    )
    providers: Providers = Field(
        default_factory=dict, description="OpenID Connect providers, by a name of yours"
    )

    @property
    def secrets(self) -> list[str]:
        """For what is signed for longer than a token: the first signs, all of them verify."""
        found = (self.secret, self.previous_secret)
        return [secret.get_secret_value() for secret in found if secret is not None]


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


class _SecretFiles(_PlainNames):
    """Reads the files that the environment names for secrets."""

    @override
    def __call__(self) -> dict[str, Any]:
        return read_secret_files(self.settings_cls, os.environ, PLAIN_NAMES)


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
    tracing: TracingSettings = Field(default_factory=TracingSettings, description="Traces")

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
        names = {each.lower() for each in file_variables(settings_cls, os.environ, PLAIN_NAMES)}
        env_settings.env_vars = {
            name: value for name, value in env_settings.env_vars.items() if name not in names
        }
        files, plain = _SecretFiles(settings_cls), _PlainNames(settings_cls)
        return init_settings, files, env_settings, plain, file_secret_settings

    @field_validator("public_url")
    @classmethod
    def _is_https(cls, value: str) -> str:
        local = ("http://localhost", "http://127.0.0.1", "http://[::1]")
        if not value.startswith(("https://", *local)):
            raise ValueError("must start with https:// (plain http only for localhost)")
        return value


class WrongSettings(Exception):
    """The environment does not make the settings; a line for each variable says why."""


_S = TypeVar("_S", bound=BaseSettings)
_Place = tuple[str, ...]


def read_settings(kind: type[_S]) -> _S:
    """The settings of this kind, as the environment has them.

    Raises:
        WrongSettings: something is missing or makes no sense.
    """
    try:
        settings = kind()
    except WrongSecretFiles as error:
        raise WrongSettings(str(error)) from None
    except ValidationError as error:
        raise WrongSettings(describe_settings_error(error, kind)) from None
    except SettingsError:  # a section is set as if it were one value, for example RONDEL_LOG=debug
        sections = [name for name, field in kind.model_fields.items() if section_of(field)]
        given = [name for name in map(setting_name, sections) if name in os.environ]
        lines = [f"{n}: set its parts, {n}__..." for n in given]
        lines += [f"{n}: set its parts, {n}__<NAME>__..., or JSON" for n in _maps_in_use(kind)]
        raise WrongSettings("\n".join(lines)) from None
    if isinstance(settings, Settings) and settings.environment == "production":
        _refuse_development(settings)
    return settings


def exposed_secret_files(kind: type[BaseSettings]) -> list[str]:
    """The variables that name files which every account of this machine may read."""
    found = secret_files(kind, os.environ, PLAIN_NAMES)
    return [each.variable for each in found if each.is_exposed]


def _refuse_development(settings: Settings) -> None:
    wrong = [
        f"{setting_name(*place)}: was made by rondel dev; make one for production"
        for place, secret in secrets_in(settings)
        if any(part.strip().startswith(DEVELOPMENT) for part in secret.split(","))
    ]
    if wrong:
        raise WrongSettings("\n".join(wrong))


def describe_settings_error(error: ValidationError, kind: type[BaseModel]) -> str:
    """A line for each thing that is wrong, under the name of its variable; never with a value."""
    return "\n".join(line for each in error.errors() for line in _lines_of(each, kind))


def setting_name(*path: str) -> str:
    """The variable that the setting comes from: the one that is set, else the plain one.

    For a secret in a file that is the variable which names the file.

    >>> setting_name("kafka", "partitions")
    'RONDEL_KAFKA__PARTITIONS'
    """
    prefixed = _prefixed(path)
    plain = {_prefixed(place): name for name, place in PLAIN_NAMES.items()}
    short = plain.get(prefixed, prefixed)
    ways = (prefixed, prefixed + SUFFIX, short, short + SUFFIX)
    return next((name for name in ways if os.environ.get(name)), short)


def _prefixed(path: _Place) -> str:
    return _PREFIX + "__".join(path).upper().removeprefix(_PREFIX)


def _lines_of(error: ErrorDetails, kind: type[BaseModel]) -> Iterator[str]:
    path = tuple(str(part) for part in error["loc"])
    if error["type"] == "missing":
        yield from (_missing(*each) for each in required_in(kind, path))
    else:
        yield f"{setting_name(*path)}: {error['msg'].removeprefix('Value error, ')}"


def _missing(path: _Place, field: FieldInfo) -> str:
    example = f"; for example {field.examples[0]}" if field.examples else ""
    return f"{setting_name(*path)} is not set{example}"


def _maps_in_use(kind: type[BaseModel]) -> list[str]:
    """The variables with JSON of several that are set."""
    found = [
        setting_name(name, inner)
        for name, field in kind.model_fields.items()
        if (section := section_of(field)) is not None
        for inner, inner_field in section.model_fields.items()
        if entry_of(inner_field) is not None
    ]
    return [name for name in found if name in os.environ]


def inherited_environment(changes: Mapping[str, str]) -> dict[str, str]:
    """This process's environment with `changes` made, for a child process."""
    return {**without_files(os.environ, changes, PLAIN_NAMES), **changes}

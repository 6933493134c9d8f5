"""What the API process can be told."""

from pathlib import Path
from typing import Annotated, ClassVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator

from api.addresses import ProxyHeader, parse_networks
from api.assistant.settings import AssistantSettings
from api.cross_origin import origin_of
from api.rates import parse_rate
from api.spa import read_page
from shared.core.issuers import is_loopback_url
from shared.core.settings import (
    AuthSettings,
    DatabaseSettings,
    EgressAllow,
    HttpSettings,
    KafkaSettings,
    SecretsKey,
    Settings,
    SigningSecret,
)

DEFAULT_PORT = 8000


_LOCAL = ("http://localhost", "http://127.0.0.1", "http://[::1]")


def _check_origins(value: str) -> str:
    for origin in origins_in(value):
        scheme, _, port = origin.rpartition(":")
        is_local = origin in _LOCAL or (scheme in _LOCAL and port.isdecimal())
        if "*" in origin:
            raise ValueError("names each origin; * would let every page on the web ask")
        try:
            is_exact = origin == origin_of(origin)
        except ValueError:  # its port is no number
            is_exact = False
        if not is_exact or not (is_local or origin.startswith("https://")):
            raise ValueError(
                "must be origins such as https://tasks.example.com, without a path, and with https "
                "but on localhost"
            )
    return value


def origins_in(value: str) -> list[str]:
    """The origins of a setting, which has commas between them."""
    return [part.strip() for part in value.split(",") if part.strip()]


class LiveSettings(BaseModel):
    """How live updates reach browsers."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")

    replay_records: int = Field(
        default=1000,
        ge=1,
        le=100_000,
        description="Changes of each partition kept for browsers that come back",
    )
    client_queue: int = Field(
        default=256, ge=1, description="Changes waiting for one slow browser before it is let go"
    )
    streams_per_account: int = Field(
        default=50, ge=1, description="Streams of one account that a process keeps open"
    )
    ping_seconds: float = Field(default=15, gt=0, description="Silence before a comment is sent")


def _check_rate(value: str) -> str:
    parse_rate(value)
    return value


def _check_networks(value: str) -> str:
    parse_networks(value)
    return value


def _check_store(value: SecretStr) -> SecretStr:
    if not value.get_secret_value().startswith(_STORES):
        raise ValueError(f"must start with one of {', '.join(_STORES)}")
    return value


_STORES = ("redis://", "rediss://", "valkey://", "valkeys://", "unix://")
_PRIVATE = "127.0.0.0/8, ::1, 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, fc00::/7"
_Rate = Annotated[str, AfterValidator(_check_rate)]


class LimitsSettings(BaseModel):
    """How many requests are taken from one caller."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")

    enabled: bool = Field(
        default=True, description="Whether requests are counted; failed sign-ins always are"
    )
    store: Annotated[SecretStr, AfterValidator(_check_store)] | None = Field(
        default=None,
        description="A Redis or Valkey in which all API processes count together; without it each "
        "counts for itself",
        examples=["valkey://localhost:6379/0"],
    )
    user: _Rate = Field(
        default="100/minute", description="Requests of one account, by whatever device or token"
    )
    address: _Rate = Field(
        default="120/minute",
        description="Requests of one address (of an IPv6 network /64) for which nobody is signed "
        "in, those with a bad token included",
    )
    sign_in: _Rate = Field(
        default="20/minute",
        description="Steps of sign-ins, sign-ups and what links of mails do, of one address",
    )
    sign_up: _Rate = Field(default="20/hour", description="New accounts of one address")
    feeds: _Rate = Field(default="120/minute", description="Reads of calendar feeds, one address")
    transfers: _Rate = Field(default="60/hour", description="Imports and exports of one account")
    parse: _Rate = Field(default="300/minute", description="Sentences one account has read")
    chat: _Rate = Field(
        default="30/minute", description="Messages of one account to the assistant, with its yes"
    )
    mcp: _Rate = Field(default="300/minute", description="Requests of one account to /mcp")


class MetricsSettings(BaseModel):
    """Who may read /metrics on the port of the API."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")

    allow: Annotated[str, AfterValidator(_check_networks)] = Field(
        default=_PRIVATE,
        description="Networks (10.1.2.0/24) and addresses that may, with commas between; what "
        "came through a proxy that is not one of trusted_proxies may not",
    )
    token: SigningSecret | None = Field(
        default=None,
        description="With it, whoever sends it as a bearer token may, from wherever, and nobody "
        "else; 32 characters or more",
        examples=["the output of: openssl rand -base64 48"],
    )


def _check_folder(folder: Path | None) -> Path | None:
    if folder is not None:
        read_page(folder)
    return folder


class WebSettings(BaseModel):
    """Which web app is served."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")

    folder: Annotated[Path | None, AfterValidator(_check_folder)] = Field(
        default=None,
        description="Folder of a built web app, in place of the one that comes with Rondel",
    )


def _check_link(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must be an address such as https://grafana.example.com")
    if parts.query or parts.fragment or parts.username:
        raise ValueError("must have no query and no user")
    return value.rstrip("/")


_Link = Annotated[str, AfterValidator(_check_link)]


class LinksSettings(BaseModel):
    """Where the page of operators leads to, as their browsers reach it."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")

    grafana: _Link | None = Field(
        default=None,
        description="Grafana; the page of operators has a link to it",
        examples=["https://grafana.example.com"],
    )
    zipkin: _Link | None = Field(
        default=None,
        description="Zipkin, without /zipkin; the page of operators has a link to it, and "
        "timelines to the traces",
        examples=["http://localhost:9411"],
    )


class ConnectionSettings(BaseModel):
    """How long a client is waited for, and how many there may be."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")

    most: int = Field(
        default=4000,
        ge=10,
        description="Connections at a time; one more ends that which waits longest without a "
        "request",
    )
    head_seconds: float = Field(default=10, gt=0, description="Time for the head of a request")
    body_grace_seconds: float = Field(
        default=20, gt=0, description="How often it is seen whether a body comes fast enough"
    )
    body_bytes_a_second: int = Field(
        default=500, ge=0, description="Slowest pace of a body, on average"
    )
    write_seconds: float = Field(
        default=60, gt=0, description="Longest that nothing more of an answer can be sent"
    )
    idle_seconds: int = Field(
        default=75,
        ge=1,
        description="Silence after an answer before the connection ends; longer than that of a "
        "proxy in front",
    )


class ApiSettings(Settings):
    """Settings of the API process."""

    database: DatabaseSettings = Field(description="PostgreSQL")
    kafka: KafkaSettings = Field(description="Kafka, read for live updates")
    auth: AuthSettings = Field(description="Access tokens")
    http: HttpSettings = Field(
        default_factory=lambda: HttpSettings(port=DEFAULT_PORT), description="Where the API listens"
    )
    secrets_key: SecretsKey = None
    egress_allow: EgressAllow = ""
    cors_origins: Annotated[str, AfterValidator(_check_origins)] = Field(
        default="",
        description="Pages elsewhere that may use this API with tokens, as exact origins with "
        "commas between, for example https://board.example.com; no others can",
    )
    body_limit_bytes: int = Field(
        default=1_048_576, ge=1024, description="Largest request body that is read"
    )
    import_limit_bytes: int = Field(
        default=209_715_200, ge=1024, description="Largest file that is taken for an import"
    )
    trusted_proxies: Annotated[str, AfterValidator(_check_networks)] = Field(
        default="",
        description="Networks (10.1.2.0/24) and addresses of reverse proxies, with commas between: "
        "what they say of the client's address is believed, and nobody else",
    )
    proxy_header: ProxyHeader = Field(
        default="x-forwarded-for", description="The header in which they say it"
    )
    connections: ConnectionSettings = Field(
        default_factory=ConnectionSettings, description="Slow clients"
    )
    metrics: MetricsSettings = Field(
        default_factory=MetricsSettings, description="Who may read the metrics of this process"
    )
    limits: LimitsSettings = Field(default_factory=LimitsSettings, description="Rate limits")
    stop_seconds: int = Field(
        default=5, ge=1, description="Time for running requests to end at a stop"
    )
    stop_idle_seconds: float = Field(
        default=3,
        ge=0,
        description="Time before that in which each open connection gets one more answer at a "
        "stop, which asks to connect anew",
    )
    web: WebSettings = Field(default_factory=WebSettings, description="The web app")
    links: LinksSettings = Field(
        default_factory=LinksSettings, description="What stands beside Rondel, for operators"
    )
    live: LiveSettings = Field(default_factory=LiveSettings, description="Live updates")
    assistant: AssistantSettings = Field(
        default_factory=AssistantSettings, description="The assistant"
    )

    @property
    def origins(self) -> list[str]:
        """The origins of `cors_origins`."""
        return origins_in(self.cors_origins)

    @model_validator(mode="after")
    def _issuers_can_be_trusted(self) -> "ApiSettings":
        if any(each.issuer == self.auth.issuer for each in self.auth.issuers.values()):
            raise ValueError(f"RONDEL_AUTH__ISSUERS: {self.auth.issuer} is what we are ourselves")
        if self.environment == "development":
            return self
        trusted = (*self.auth.issuers.items(), *self.auth.providers.items())
        for name, each in trusted:
            for url in each.addresses:
                if not url.startswith("https://") and not is_loopback_url(url):
                    raise ValueError(f"RONDEL_AUTH: {name}: {url} must start with https://")
        return self

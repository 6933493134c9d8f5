"""What the API process can be told."""

from typing import Annotated, ClassVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from api.cross_origin import origin_of
from shared.core.settings import (
    AuthSettings,
    DatabaseSettings,
    EgressAllow,
    HttpSettings,
    KafkaSettings,
    SecretsKey,
    Settings,
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
    ping_seconds: float = Field(default=15, gt=0, description="Silence before a comment is sent")


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
    stop_seconds: int = Field(
        default=5, ge=1, description="Time for running requests to end at a stop"
    )
    live: LiveSettings = Field(default_factory=LiveSettings, description="Live updates")

    @property
    def origins(self) -> list[str]:
        """The origins of `cors_origins`."""
        return origins_in(self.cors_origins)

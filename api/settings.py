"""What the API process can be told."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

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

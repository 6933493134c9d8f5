"""What the load tests are told: where the system is, and how hard to press it."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

from pydantic import AliasChoices, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

_API = "http://localhost:8000"
_BROKERS = "localhost:9092"
_STATE = Path(".rondel")


class LoadSettings(BaseSettings):
    """Each is set by RONDEL_LOAD_ and its name; what is not set is asked of `rondel dev`."""

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        env_prefix="RONDEL_LOAD_", frozen=True, extra="ignore", env_ignore_empty=True
    )

    api: str | None = Field(default=None, description="Address of the API")
    brokers: str | None = Field(
        default=None,
        validation_alias=AliasChoices("RONDEL_LOAD_BROKERS", "KAFKA_BROKERS"),
        description="host:port of Kafka's brokers, comma-separated",
    )
    state_dir: Path = Field(
        default=_STATE,
        validation_alias="RONDEL_STATE_DIR",
        description="Where the local stack says how it is reached",
    )
    topic: str = Field(
        default="loadtest",
        pattern=r"^loadtest[a-zA-Z0-9._-]*$",
        description="Topic that is made for a Kafka test and deleted after it",
    )
    partitions: int = Field(default=12, ge=1, le=1000, description="Partitions of that topic")
    replicas: int = Field(default=1, ge=1, description="Replicas of that topic")
    batch: int = Field(default=10, ge=1, description="Events that a producer sends at once")
    batches_per_second: float = Field(
        default=10, gt=0, description="Batches a second of each simulated producer"
    )
    rate: int = Field(default=600, ge=1, description="Events a second of the scaling test")
    handle_ms: float = Field(
        default=3, ge=0, description="What a member of the scaling test takes for an event"
    )
    step_seconds: float = Field(
        default=15, gt=0, description="How long the scaling test stays at 1, 2, 4, 12 members"
    )
    streams: int = Field(
        default=3, ge=1, le=100, description="Streams that each simulated user holds open"
    )

    @property
    def api_url(self) -> str:
        """The API under test."""
        return self.api or self._local.get("url") or _API

    @property
    def broker_list(self) -> str:
        """The brokers under test."""
        environment = self._local.get("environment", {})
        return self.brokers or environment.get("KAFKA_BROKERS") or _BROKERS

    @property
    def _local(self) -> dict[str, Any]:
        """What `rondel dev` wrote down; nothing if it never ran here."""
        return _read(self.state_dir / "dev.json")


@lru_cache
def _read(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return found


SETTINGS = LoadSettings()
"""Read once: Locust imports its files and calls no main of ours."""

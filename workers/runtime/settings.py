"""What every worker can be told; each worker adds its own to it."""

from pydantic import Field

from shared.core.settings import DatabaseSettings, HttpSettings, KafkaSettings, Settings


class WorkerSettings(Settings):
    """Settings of a process that handles events or publishes them."""

    database: DatabaseSettings = Field(description="PostgreSQL")
    kafka: KafkaSettings = Field(description="Kafka")
    http: HttpSettings = Field(
        default_factory=HttpSettings, description="Health and metrics of this process"
    )
    drain_seconds: float = Field(
        default=20,
        gt=0,
        description="Time to finish what was begun, at a stop or a loss of partitions",
    )

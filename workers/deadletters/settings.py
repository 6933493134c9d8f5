"""What the dead-letters worker can be told."""

from typing import Final

from pydantic import Field

from workers.runtime.settings import WorkerSettings

_TOPIC_DAYS: Final = 30
"""So long Kafka keeps a dead letter: a row that went sooner could come back as an open one."""


class DeadLettersSettings(WorkerSettings):
    """Settings of the dead-letters worker."""

    dead_letter_keep_days: int = Field(
        default=90,
        gt=_TOPIC_DAYS,
        le=3_650,
        description="How long closed dead letters stay in the table; open ones stay for ever",
    )

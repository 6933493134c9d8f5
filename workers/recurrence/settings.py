"""What the recurrence worker can be told."""

from pydantic import Field

from workers.runtime.settings import WorkerSettings


class RecurrenceSettings(WorkerSettings):
    """Settings of the recurrence worker."""

    overdue_seconds: float = Field(
        default=60, gt=0, description="Pause between two looks at occurrences nobody did in time"
    )

"""What the reminders worker can be told."""

from pydantic import Field

from workers.runtime.settings import WorkerSettings


class RemindersSettings(WorkerSettings):
    """Settings of the reminders worker."""

    reconcile_seconds: float = Field(
        default=300, gt=0, description="Pause between two comparisons of job store and reminders"
    )
    reconcile_grace_seconds: float = Field(
        default=120,
        ge=15,
        description="A reminder changed within that time is not compared: its event is under way",
    )

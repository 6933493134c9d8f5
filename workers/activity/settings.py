"""What the activity worker can be told."""

from pydantic import Field

from workers.runtime.settings import WorkerSettings


class ActivitySettings(WorkerSettings):
    """Settings of the activity worker."""

    activity_days: int = Field(
        default=90, ge=1, le=36_500, description="Days that the timeline remembers an event"
    )
    unverified_days: int = Field(
        default=7,
        ge=3,
        le=36_500,
        description="Days after which an account goes whose address nobody confirmed and that "
        "nobody ever used",
    )
    punctuality_days: int = Field(
        default=90,
        ge=31,
        le=36_500,
        description="Days that the counts of punctual and late reminders are kept; the status "
        "shows the last 30",
    )

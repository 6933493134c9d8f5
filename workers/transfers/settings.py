"""What the transfers worker can be told."""

from pydantic import Field

from workers.runtime.settings import WorkerSettings


class TransfersSettings(WorkerSettings):
    """Settings of the transfers worker."""

    transfer_days: int = Field(
        default=7, ge=1, le=365, description="Days that files and reports of transfers are kept"
    )

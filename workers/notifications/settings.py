"""What the notifications worker can be told."""

from pydantic import Field

from shared.core.settings import AuthSettings, SmtpSettings
from workers.runtime.settings import WorkerSettings


class NotificationsSettings(WorkerSettings):
    """Settings of the notifications worker."""

    smtp: SmtpSettings = Field(description="The mail server")
    auth: AuthSettings | None = Field(
        default=None,
        description="Signs the links in messages, with the API's secret; without it there are none",
    )
    late_grace_seconds: int = Field(
        default=86_400, ge=0, description="A reminder later than this is missed, not sent"
    )

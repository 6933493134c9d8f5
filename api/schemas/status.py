"""The public status on the wire."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from api.schemas.common import AnswerModel


class LatenessOut(AnswerModel):
    """Milliseconds from the planned instant to the mail server's yes, of what was sent."""

    p50: int = Field(description="Half were as late as that or less; at most 4.5 % too high")
    p95: int
    p99: int
    max: int = Field(description="Exact")


class WindowOut(AnswerModel):
    """What became of the reminders of some time. Counts are of messages: one a channel."""

    since: datetime = Field(description="The full hour from which on is counted")
    sent: int
    late: int = Field(description="Sent later than `late_after_ms`; part of `sent`")
    missed: int = Field(description="Not sent, because it would have been too late to be of use")
    failed: int = Field(description="Refused by the channel, or given up")
    skipped: int = Field(
        description="Not sent, because the task was done, deleted or moved meanwhile"
    )
    lateness_ms: LatenessOut | None = Field(description="null if nothing was sent")


class PunctualityOut(AnswerModel):
    """How punctual reminders were."""

    counted_at: datetime = Field(description="When these numbers were read")
    measured_since: datetime | None = Field(
        description="The hour of the first message that was counted; null if none was"
    )
    late_after_ms: int
    waiting_since: datetime | None = Field(
        description="For when the oldest reminder was planned that should have left more than a "
        "minute ago and waits still; null if none does"
    )
    last_24_hours: WindowOut
    last_30_days: WindowOut


class StatusOut(AnswerModel):
    """How this installation is, for everybody."""

    status: Literal["ok", "degraded", "down"]
    version: str
    components: dict[str, Literal["ok", "degraded", "down"]] = Field(
        description="postgresql, kafka, and delivery: whether reminders leave"
    )
    reminders: PunctualityOut | None = Field(description="null if the numbers cannot be read now")

"""Timelines on the wire."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from api.schemas.accounts import LONGEST_EMAIL
from api.schemas.common import AnswerModel, WireModel

MOST_ENTRIES = 500
_SUBJECTS = ("user", "task", "reminder", "event")


class TimelineQuery(WireModel):
    """What is looked for: exactly one of user, task, reminder and event."""

    user: Annotated[str, Field(max_length=LONGEST_EMAIL)] | None = Field(
        default=None, description="Id or e-mail address of an account"
    )
    task: UUID | None = None
    reminder: UUID | None = None
    event: UUID | None = None
    limit: int = Field(default=100, ge=1, le=MOST_ENTRIES)
    cursor: Annotated[str, Field(max_length=200)] | None = Field(
        default=None, description="next_cursor of the page before"
    )

    @model_validator(mode="after")
    def _is_about_one(self) -> "TimelineQuery":
        if sum(getattr(self, name) is not None for name in _SUBJECTS) != 1:
            raise PydanticCustomError(
                "subject_unclear", "Give exactly one of user, task, reminder and event."
            )
        return self


class SubjectOut(AnswerModel):
    """What the timeline is about."""

    kind: Literal["user", "task", "reminder", "event"]
    id: str


class RecordOut(AnswerModel):
    """Where a record stands in Kafka."""

    topic: str
    partition: int
    offset: int
    recorded_at: datetime = Field(description="When the activity worker saw it")


class HandledOut(AnswerModel):
    """A consumer group has done its part, in the transaction of its effects."""

    group: str
    at: datetime


class EventOut(AnswerModel):
    """Something changed, and an event says so."""

    kind: Literal["event"]
    id: str
    at: datetime
    type: str
    user_id: str
    task_id: str | None
    reminder_id: str | None
    source: str = Field(description="/rondel/api/<operation>, /rondel/<worker> or /rondel/cli")
    trace_id: str | None = Field(description="The same in the logs of every process on the way")
    data: dict[str, Any]
    record: RecordOut | None = Field(description="null while it waits in the outbox")
    handled: list[HandledOut]


class DeliveryOut(AnswerModel):
    """A message through one channel."""

    kind: Literal["delivery"]
    id: str
    at: datetime = Field(description="When it was last taken up, or skipped")
    event_id: str | None = Field(description="The reminder.due that asked for it, if known")
    reminder_id: str
    task_id: str | None = Field(description="null for a digest")
    channel: str
    fire_at: datetime
    state: Literal["sending", "sent", "failed", "skipped"]
    reason: str | None
    attempts: int
    resends: int = Field(description="Attempts after one whose result nobody knows")
    claimed_until: datetime | None = Field(description="While sending: until then it is held")
    answer: str | None = Field(description="What the mail server said")
    sent_at: datetime | None
    lateness_ms: int | None


class DeadLetterOut(AnswerModel):
    """A consumer group gave an event up."""

    kind: Literal["dead_letter"]
    id: str
    at: datetime
    event_id: str | None
    event_type: str
    group: str | None
    failure_kind: str | None
    error_class: str | None
    fingerprint: str | None
    attempts: int | None
    first_failed_at: datetime | None
    state: Literal["open", "redriving", "redriven", "discarded"]
    closed_at: datetime | None
    closed_by: str | None
    close_reason: str | None


class AuditOut(AnswerModel):
    """Somebody worked on the system."""

    kind: Literal["audit"]
    id: str
    at: datetime
    actor: str
    action: str
    target: str
    reason: str | None
    details: dict[str, Any]


EntryOut = Annotated[EventOut | DeliveryOut | DeadLetterOut | AuditOut, Field(discriminator="kind")]


class WaitingJobOut(AnswerModel):
    """A reminder in the job store."""

    reminder_id: str
    version: int
    run_at: datetime
    partition: int
    owner: str | None = Field(description="Whose lease it waits under; null if nobody has it")
    parked_reason: str | None = Field(description="Why it will not fire: its row is unreadable")
    event_id: str | None = Field(description="The reminder.scheduled that it comes from, if known")


class TimelineOut(AnswerModel):
    """What happened, oldest first, and what waits for its time. No titles, no mail addresses."""

    subject: SubjectOut
    entries: list[EntryOut]
    waiting: list[WaitingJobOut] = Field(description="On the newest page only; 50 at most")
    next_cursor: str | None = Field(description="For what happened before; null at the beginning")
    hint: str | None = Field(description="Why there may be nothing")

"""A schedule in words, on the wire."""

from uuid import UUID

from pydantic import Field

from api.schemas.common import AnswerModel
from shared.events.base import Instant


class SentenceOut(AnswerModel):
    """One thing that is worth knowing."""

    code: str = Field(description="What it is about, such as rule, zone_floating, missed_collapse")
    text: str


class ComingSlotOut(AnswerModel):
    """A slot that is to come after this one."""

    slot: str = Field(description="Its local time, or date")
    at: Instant = Field(description="Its instant; of a date the start of that day")


class ReminderWordsOut(AnswerModel):
    """What becomes of one reminder."""

    id: UUID
    code: str = Field(
        description="planned, snooze, quiet_hours (held up until then), sent, failed, or why it "
        "does not come: vacation, past, no_due, task_done, snoozed, channel_disabled, …"
    )
    text: str
    fires_at: Instant | None = Field(description="When its next message leaves; null if never")


class ScheduleOut(AnswerModel):
    """What will happen next to a task and why, in English, in the account's zone and clock."""

    text: str = Field(description="All of it in one paragraph")
    sentences: list[SentenceOut]
    next: list[ComingSlotOut] = Field(
        description="What follows this occurrence when it is done now, 3 at most"
    )
    reminders: list[ReminderWordsOut]

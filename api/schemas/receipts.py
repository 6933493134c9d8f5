"""Receipts of deliveries on the wire."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.schemas.common import AnswerModel, Instant, WireModel

MOST_RECEIPTS = 100

DeliveryState = Literal["sending", "sent", "failed", "skipped", "deferred"]


class ReceiptQuery(WireModel):
    """Which deliveries."""

    state: DeliveryState | None = None
    start: Instant | None = Field(default=None, alias="from", description="Planned from then on")
    end: Instant | None = Field(default=None, alias="to", description="Planned before then")
    limit: int = Field(default=50, ge=1, le=MOST_RECEIPTS)
    cursor: Annotated[str, Field(max_length=200)] | None = Field(
        default=None, description="next_cursor of the page before"
    )


class ReceiptChannelOut(AnswerModel):
    """The way it went: email, or a channel of the account."""

    id: str = Field(description="email, or the channel's id")
    kind: str | None = Field(description="null if the channel is not there any more")
    name: str | None


class ReceiptOut(AnswerModel):
    """What became of one message, or why there is none."""

    id: UUID | None = Field(description="null for a reminder that nothing was made of yet")
    reminder_id: UUID
    task_id: UUID | None = Field(description="null for a digest")
    channel: ReceiptChannelOut | None
    planned_at: datetime | None
    state: Literal[
        "sending", "sent", "failed", "skipped", "deferred", "planned", "idle", "cancelled"
    ]
    reason: str | None = Field(description="A code, or what the channel said")
    given_up: bool = Field(
        description="It failed because no try was left, not because it was refused"
    )
    words: str = Field(description="The same for people, in English, in the account's zone")
    sent_at: datetime | None
    lateness_ms: int | None
    provider_answer: str | None = Field(description="What the other side said")
    attempts: int
    resends: int = Field(description="Attempts after one whose result nobody knows")
    message_id: str | None
    carried_by: UUID | None = Field(description="The bundle that it was held up for")
    carried_at: datetime | None


class ReceiptsOut(AnswerModel):
    """Receipts, what is planned last first."""

    items: list[ReceiptOut]


class ReceiptPageOut(ReceiptsOut):
    """A page of receipts."""

    next_cursor: str | None

"""Webhooks on the wire. A secret is shown once."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field, StrictBool

from api.schemas.common import AnswerModel, AnyInstant, OneLine, Version, WireModel
from shared.events.base import Instant

_LARGEST_BYTES = 16 * 1024

Name = Annotated[str, Field(min_length=1, max_length=80, pattern=r"\S"), OneLine]
Url = Annotated[str, Field(min_length=1, max_length=2000), OneLine]
Types = Annotated[list[Annotated[str, Field(max_length=60)]], Field(min_length=1, max_length=40)]


class WebhookCreate(WireModel):
    """A webhook to be: where events of which types are sent."""

    largest_bytes: ClassVar[int | None] = _LARGEST_BYTES

    name: Name
    url: Url = Field(description="https; internal addresses only if an operator allows them")
    event_types: Types = Field(description="task.completed and others: see docs/webhooks.md")


class WebhookChange(WireModel):
    """Fields to change; what is not sent stays."""

    largest_bytes: ClassVar[int | None] = _LARGEST_BYTES

    name: Name | None = None
    url: Url | None = None
    event_types: Types | None = None
    enabled: StrictBool | None = Field(
        default=None, description="Switching it off fails what waits for it"
    )
    version: Version | None = Field(
        default=None, description="Refuse unless this is the stored version"
    )


class WebhookOut(AnswerModel):
    """A webhook as its owner sees it."""

    id: UUID
    name: str
    target: str = Field(description="Where it leads, without what is secret")
    event_types: list[str]
    enabled: bool
    disabled_reason: Literal["gone", "failed_repeatedly"] | None = Field(
        description="Why it was switched off by itself: the other side said 410, or 20 deliveries "
        "in a row failed for good"
    )
    version: int
    created_at: Instant
    updated_at: Instant


class WebhookMadeOut(AnswerModel):
    """A webhook right after it was made, or got a new secret."""

    shows_secret: ClassVar[bool] = True

    webhook: WebhookOut
    secret: str = Field(description="Signs what is sent; it is shown this once")


class WebhookListOut(AnswerModel):
    """All webhooks of an account, the oldest first."""

    items: list[WebhookOut]


class WebhookDeliveryQuery(WireModel):
    """Which deliveries to list."""

    state: Literal["waiting", "sent", "failed"] | None = None
    cursor: UUID | None = Field(default=None, description="next_cursor of a page")
    limit: int = Field(default=50, ge=1, le=200)


class WebhookDeliveryOut(AnswerModel):
    """One event sent to a webhook."""

    id: UUID
    event_id: UUID
    event_type: str
    replay: int = Field(description="0 for the event itself, counted on by each replay")
    state: Literal["waiting", "sent", "failed"]
    attempts: int
    next_attempt_at: Instant | None
    status: int | None = Field(description="What the other side answered last")
    answer: str | None
    created_at: Instant
    settled_at: Instant | None


class WebhookDeliveryPageOut(AnswerModel):
    """A page of deliveries, the newest first."""

    items: list[WebhookDeliveryOut]
    next_cursor: str | None


class ReplayIn(WireModel):
    """What to send again."""

    failed_since: AnyInstant = Field(description="What has failed since then, at most 1,000")


class ReplayedOut(AnswerModel):
    """The deliveries that wait to be sent now."""

    ids: list[UUID]

"""Dead letters and their repair on the wire."""

import json
from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, JsonValue, StrictInt, field_validator, model_validator
from pydantic_core import PydanticCustomError
from typing_extensions import override

from api.schemas.common import WHOLE, AnswerModel, Instant, OneLine, WireModel
from shared.commands.dead_letters import DEFAULT_RATE, FASTEST_RATE, MOST_IDS, SLOWEST_RATE
from shared.commands.operations import REASON_CHARS

_Name = Annotated[str, Field(min_length=1, max_length=200), OneLine]
_Expected = Annotated[StrictInt, Field(ge=0, le=2**31), WHOLE]
_Reason = Annotated[str, Field(max_length=REASON_CHARS)]
StateOut = Literal["open", "redriving", "redriven", "discarded"]
AnyState = Literal["open", "redriving", "redriven", "discarded", "all"]
Cause = Literal["no_group", "unknown_group", "type_not_handled", "redriven_too_often"]


class LetterFilter(WireModel):
    """Which dead letters are meant: those that fit everything that is given."""

    event_type: _Name | None = None
    error_class: _Name | None = None
    fingerprint: _Name | None = Field(
        default=None, description="The same for errors from one place in the code"
    )
    user: _Name | None = Field(default=None, description="Id or e-mail address of an account")
    group: _Name | None = Field(default=None, description="The worker that they failed in")
    since: Instant | None = Field(default=None, description="Died then or later")
    until: Instant | None = Field(default=None, description="Died before")

    @model_validator(mode="after")
    def _is_a_span(self) -> Self:
        if self.since is not None and self.until is not None and self.until <= self.since:
            raise PydanticCustomError("span_empty", "until comes after since.")
        return self

    @property
    def wanted_ids(self) -> list[UUID] | None:
        """Only these; None if ids narrow nothing."""
        return None


class AddressFilter(LetterFilter):
    """Which dead letters are meant, as an address says it: `id` stands there once for each."""

    id: list[UUID] | None = Field(
        default=None, max_length=MOST_IDS, description="Only this one; may be given several times"
    )

    @property
    @override
    def wanted_ids(self) -> list[UUID] | None:
        """Only these; None if ids narrow nothing."""
        return self.id


class LetterQuery(AddressFilter):
    """Which dead letters to list."""

    state: AnyState = "open"
    cursor: UUID | None = Field(default=None, description="next_cursor of a page")
    limit: int = Field(default=50, ge=1, le=200)


class LetterExportQuery(AddressFilter):
    """Which dead letters to download."""

    state: AnyState = "open"


class StatsQuery(AddressFilter):
    """Which dead letters to count."""

    state: AnyState = "open"
    limit: int = Field(default=50, ge=1, le=200, description="Heaps a list, the largest first")


class SelectionIn(LetterFilter):
    """Which dead letters to act on; only open ones are."""

    ids: list[UUID] | None = Field(default=None, min_length=1, max_length=MOST_IDS)
    all: bool = Field(default=False, description="Say so if every open dead letter is meant")

    @model_validator(mode="after")
    def _means_something(self) -> Self:
        narrowed = any(
            getattr(self, name) is not None for name in type(self).model_fields if name != "all"
        )
        if narrowed == self.all:
            raise PydanticCustomError(
                "selection_unclear", "Say which dead letters, or all: true; not both."
            )
        return self

    @property
    @override
    def wanted_ids(self) -> list[UUID] | None:
        """Only these; None if ids narrow nothing."""
        return self.ids


class RedriveIn(WireModel):
    """An order to have dead letters handled once more."""

    selection: SelectionIn
    reason: _Reason = Field(default="", description="Needed unless dry_run")
    rate_per_second: float = Field(default=DEFAULT_RATE, ge=SLOWEST_RATE, le=FASTEST_RATE)
    forced: bool = Field(default=False, description="Also those that died again after two redrives")
    expected_count: _Expected | None = Field(
        default=None, description="Refuse if it is another number by now"
    )
    dry_run: bool = Field(default=False, description="Only count")


class RedriveOneIn(WireModel):
    """An order for one dead letter, with another value if one is given."""

    value: dict[str, JsonValue] | None = Field(
        default=None, description="Sent in the place of the original value"
    )
    reason: _Reason
    forced: bool = Field(
        default=False, description="Also if the value does not fit, or after two redrives"
    )

    @field_validator("value")
    @classmethod
    def _can_be_written(cls, value: dict[str, JsonValue] | None) -> dict[str, JsonValue] | None:
        """Numbers that JSON can be read into and not written from: NaN, 1e999."""
        json.dumps(value, allow_nan=False)
        return value


class DiscardOrderIn(WireModel):
    """An order to close dead letters for good."""

    selection: SelectionIn
    reason: _Reason = Field(default="", description="Needed unless dry_run")
    expected_count: _Expected | None = Field(
        default=None, description="Refuse if it is another number by now"
    )
    dry_run: bool = Field(default=False, description="Only count")


class CancelOrderIn(WireModel):
    """Why a redrive is cancelled."""

    reason: _Reason


class RedrivesQuery(WireModel):
    """Which redrives to list."""

    cursor: UUID | None = Field(default=None, description="next_cursor of a page")
    limit: int = Field(default=50, ge=1, le=200)


class LetterOut(AnswerModel):
    """A dead letter without its payload."""

    id: UUID
    state: StateOut
    recorded_at: datetime = Field(description="When it died, as Kafka's record says")
    event_type: str
    event_id: str | None
    user_id: UUID | None
    subject: str | None
    traceparent: str | None
    group: str | None = Field(description="The worker that it failed in")
    failure_kind: str | None
    error_class: str | None
    error: str | None
    fingerprint: str | None
    attempts: int | None
    first_failed_at: datetime | None
    last_failed_at: datetime | None
    topic: str
    partition: int
    offset: int
    original_topic: str | None
    original_partition: int | None
    original_offset: int | None
    redrives: int = Field(description="How often it had been redriven when it died")
    redrive_id: UUID | None
    closed_at: datetime | None
    closed_by: str | None
    close_reason: str | None


class BytesOut(AnswerModel):
    """Bytes as text where they are text, else in base64."""

    encoding: Literal["utf-8", "base64"]
    data: str
    bytes: int


class HeaderOut(AnswerModel):
    """A header of the record."""

    name: BytesOut
    value: BytesOut | None


class LetterDetailOut(LetterOut):
    """A dead letter with everything. That it was shown is in the audit log."""

    key: BytesOut | None
    value: BytesOut | None
    edited_value: BytesOut | None = Field(description="What was sent in its place")
    headers: list[HeaderOut]
    redrivable: bool
    not_redrivable_because: Cause | None


class LetterPageOut(AnswerModel):
    """A page of dead letters, the newest first."""

    items: list[LetterOut]
    next_cursor: UUID | None = Field(description="Ask for the next page with it; null at the end")


class HeapOut(AnswerModel):
    """Dead letters that have something in common."""

    count: int
    first_at: datetime
    last_at: datetime
    event_types: list[str] = Field(description="Five at most")
    groups: list[str] = Field(description="Five at most")
    fingerprint: str | None
    error_class: str | None
    error: str | None = Field(description="Of the newest of them")


class StatsOut(AnswerModel):
    """Dead letters by event type and by fingerprint, the largest heaps first."""

    by_event_type: list[HeapOut]
    by_fingerprint: list[HeapOut]


class PreviewOut(AnswerModel):
    """What a selection comes to."""

    redrivable: int = Field(description="Open ones that an order would move, or leaves for another")
    refused: dict[Cause, int] = Field(description="Open ones that cannot be redriven")
    closed: dict[StateOut, int] = Field(description="Those that are not open")
    groups: dict[str, int] = Field(description="The workers that handle them again")
    paused: list[str] = Field(
        description="Those of them that are paused: their letters wait in the retry topic; and "
        "deadletters, if it is paused: then nothing is sent yet"
    )
    unknown: int = Field(description="Ids that there is no dead letter of")


class RedriveOut(AnswerModel):
    """An order and how far it is."""

    id: UUID
    state: Literal["running", "finished", "cancelled"]
    asked_at: datetime
    asked_by: str
    reason: str
    selection: dict[str, Any]
    forced: bool
    rate_per_second: float
    total: int
    done: int
    refused: int = Field(description="Too large for Kafka; open again")
    returned: int = Field(description="Open again by a cancellation")
    left: int
    cancelled_at: datetime | None
    finished_at: datetime | None


class RedrivePageOut(AnswerModel):
    """A page of redrives, the newest first."""

    items: list[RedriveOut]
    next_cursor: UUID | None = Field(description="Ask for the next page with it; null at the end")


class RedriveOrderOut(AnswerModel):
    """The order, null after a dry run, and the selection beside it."""

    redrive: RedriveOut | None
    preview: PreviewOut


class DiscardOut(AnswerModel):
    """How many were discarded, or would be."""

    discarded: int
    dry_run: bool

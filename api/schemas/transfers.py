"""Imports and exports on the wire."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from api.schemas.common import AnswerModel, OneLine, WireModel
from shared.events.base import Instant
from shared.interchange.formats import FORMATS

State = Literal["uploading", "waiting", "running", "done", "failed", "cancelled"]


_ALIASES = {"native": "rondel"}
_NAMES = sorted({*FORMATS, *_ALIASES})


def _known(name: str) -> str:
    known = _ALIASES.get(name, name)
    if known not in FORMATS:
        raise PydanticCustomError("format_unknown", "One of {known}.", {"known": ", ".join(_NAMES)})
    return known


class ImportQuery(WireModel):
    """How the file is to be read; the file itself is the body."""

    format: Annotated[str, AfterValidator(_known), Field(json_schema_extra={"enum": _NAMES})]
    dry_run: bool = Field(default=False, description="Report what would happen, write no task")
    date_order: Literal["dmy", "mdy", "ymd"] = Field(
        default="dmy", description="Of dates that could be read in several ways"
    )
    file_name: Annotated[str, Field(max_length=200), OneLine] | None = Field(
        default=None, description="To know it again"
    )
    mapping: str | None = Field(
        default=None,
        max_length=4000,
        description="For CSV: JSON object from the name of a column to the field it becomes",
    )


class ExportCreate(WireModel):
    """An export to be."""

    format: Literal["native", "csv", "ics"] = Field(
        description="native: everything, without loss; csv: tasks for a spreadsheet; ics: tasks as "
        "to-dos (RFC 5545)"
    )


class CountsOut(AnswerModel):
    """Rows by what became of them; the five add up to `rows`."""

    rows: int
    taken: int
    lossy: int
    skipped: int
    failed: int
    unchanged: int


class ImportOut(AnswerModel):
    """An import: how far it is, and what came of it."""

    id: UUID
    format: str
    dry_run: bool
    state: State
    file_name: str | None
    file_bytes: int | None
    rows_total: int | None = Field(description="Null: not counted yet")
    rows_done: int
    counts: CountsOut | None = Field(description="Null until it has ended")
    error: str | None = Field(description="Why it failed; what was committed stays")
    created_at: Instant
    started_at: Instant | None
    finished_at: Instant | None


class ImportListOut(AnswerModel):
    """The imports of an account, the newest first."""

    items: list[ImportOut]


class ReportQuery(WireModel):
    """Which part of the report."""

    after: int = Field(
        default=0, ge=0, le=2**31 - 1, description="Number of the row behind which to go on"
    )
    limit: int = Field(default=100, ge=1, le=500)


class ReasonOut(AnswerModel):
    """One thing that did not come over, or not as it was."""

    code: str
    field: str
    message: str


class ReportRowOut(AnswerModel):
    """A row of the file that was not simply taken over."""

    row: int = Field(
        description="In a CSV the row of a spreadsheet, whose header is 1; else in order from 1"
    )
    outcome: Literal["lossy", "skipped", "failed"]
    reasons: list[ReasonOut]
    excerpt: str = Field(description="Its title; how it begins if it has none")


class ReportOut(AnswerModel):
    """A page of the report."""

    items: list[ReportRowOut]
    next_after: int | None = Field(description="For the next page; null on the last")


class ExportOut(AnswerModel):
    """An export; it can be downloaded once it is done."""

    id: UUID
    format: str
    state: State
    file_bytes: int | None
    error: str | None
    created_at: Instant
    started_at: Instant | None
    finished_at: Instant | None


class ExportListOut(AnswerModel):
    """The exports of an account, the newest first."""

    items: list[ExportOut]

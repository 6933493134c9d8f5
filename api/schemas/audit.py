"""The audit log on the wire."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from api.schemas.common import AnswerModel, OneLine, WireModel

_Name = Annotated[str, Field(min_length=1, max_length=200), OneLine]


class AuditQuery(WireModel):
    """Which acts to list."""

    action: _Name | None = Field(default=None, description="How the action begins")
    cursor: int | None = Field(default=None, ge=1, le=2**62, description="next_cursor of a page")
    limit: int = Field(default=50, ge=1, le=200)


class AuditExportQuery(WireModel):
    """Which acts to download."""

    action: _Name | None = Field(default=None, description="How the action begins")


class OwnAuditQuery(WireModel):
    """A page of the acts on one's own account."""

    cursor: int | None = Field(default=None, ge=1, le=2**62, description="next_cursor of a page")
    limit: int = Field(default=50, ge=1, le=200)


class AuditEntryOut(AnswerModel):
    """Who did what to the system."""

    id: int
    happened_at: datetime
    actor_id: UUID | None
    actor: str
    action: str
    target: str
    reason: str | None
    details: dict[str, Any]


class AuditPageOut(AnswerModel):
    """A page of the audit log, the newest first."""

    items: list[AuditEntryOut]
    next_cursor: int | None = Field(description="Ask for the next page with it; null at the end")

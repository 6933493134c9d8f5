"""Projects on the wire."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from api.schemas.common import AnswerModel, OneLine, Version, WireModel
from api.schemas.labels import Color
from api.schemas.sparse import Fields, FieldsOf
from shared.commands.naming import NAME_MAX
from shared.domain.tasks import REMINDERS_MAX
from shared.events.base import Instant

_Name = Annotated[str, Field(min_length=1, max_length=NAME_MAX), OneLine]
_Offsets = Annotated[
    list[Annotated[str, Field(max_length=40)]],
    Field(max_length=REMINDERS_MAX),
]


class ProjectCreate(WireModel):
    """A project to be."""

    name: _Name
    default_reminders: _Offsets | None = Field(
        default=None,
        description="ISO 8601 offsets for tasks with a due time; null: those of the account",
    )
    color: Color | None = None
    is_favorite: bool = False


_ORDER_MAX = 2_000


class ProjectOrder(WireModel):
    """Every project that is not archived, in the order in which they are to stand."""

    most_values: ClassVar[int | None] = _ORDER_MAX + 50

    ids: list[UUID] = Field(max_length=_ORDER_MAX)


class ProjectChange(WireModel):
    """Fields to change (RFC 7396): what is missing stays, null clears."""

    name: _Name = "-"
    default_reminders: _Offsets | None = None
    color: Color | None = None
    is_favorite: bool = False
    version: Version | None = Field(
        default=None, description="Refuse unless this is the stored version"
    )


class ProjectOut(AnswerModel):
    """A project."""

    id: UUID
    name: str
    default_reminders: list[str] | None
    color: str | None = Field(examples=["#1e90ff"])
    is_favorite: bool
    archived: bool
    archived_at: Instant | None
    version: int
    created_at: Instant
    updated_at: Instant


class ProjectView(WireModel):
    """Which members of a project to read."""

    fields: Annotated[Fields, FieldsOf(ProjectOut)] = None


class ProjectQuery(ProjectView):
    """Which projects to list."""

    archived: bool = Field(default=False, description="The archived ones instead of the others")
    cursor: UUID | None = Field(default=None, description="next_cursor of a page")
    limit: int = Field(default=50, ge=1, le=200)


class ProjectPageOut(AnswerModel):
    """A page of projects in their order: that of creation, unless they were moved."""

    items: list[ProjectOut]
    next_cursor: UUID | None

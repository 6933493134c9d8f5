"""Saved filters and counts on the wire."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StrictBool

from api.schemas.common import AnswerModel, FieldProblem, OneLine, Version, WireModel
from api.schemas.sparse import Fields, FieldsOf
from shared.commands.naming import NAME_MAX
from shared.domain.filters.tokens import MOST_CHARACTERS
from shared.events.base import Instant

_Name = Annotated[str, Field(min_length=1, max_length=NAME_MAX), OneLine]
_Query = Annotated[
    str, Field(max_length=MOST_CHARACTERS, description="As in docs/filters.md: today & p1")
]
_Sort = Annotated[str, Field(max_length=200, description="As in ?sort=")]
_Color = Annotated[str, Field(max_length=7, description="Like #1f8a70")]


class FilterCreate(WireModel):
    """A filter to be kept."""

    name: _Name
    query: _Query
    sort: _Sort | None = None
    color: _Color | None = None
    is_favorite: StrictBool = False


class FilterChange(WireModel):
    """Fields to change (RFC 7396): what is missing stays, null clears."""

    name: _Name = "-"
    query: _Query = "-"
    sort: _Sort | None = None
    color: _Color | None = None
    is_favorite: StrictBool = False
    version: Version | None = Field(
        default=None, description="Refuse unless this is the stored version"
    )


class FilterOut(AnswerModel):
    """A saved filter."""

    id: UUID
    name: str
    query: str
    sort: str | None
    color: str | None
    is_favorite: bool
    problem: FieldProblem | None = Field(
        description="Why it finds nothing any more, such as a project that is gone"
    )
    version: int
    created_at: Instant
    updated_at: Instant


class FilterView(WireModel):
    """Which members of a saved filter to read."""

    fields: Annotated[Fields, FieldsOf(FilterOut)] = None


class FilterListOut(AnswerModel):
    """Every saved filter, in its owner's order."""

    items: list[FilterOut]


class CountsQuery(WireModel):
    """What to count besides the views."""

    filters: bool = Field(default=False, description="What each saved filter finds, too")


class ViewsOut(AnswerModel):
    """Open tasks of each view."""

    today: int
    overdue: int
    upcoming: int = Field(description="Due in the 14 days from today on")
    inbox: int = Field(description="In no project")
    no_date: int


class CountsOut(AnswerModel):
    """Open tasks by view, by id of project, by label; what has none is left out."""

    views: ViewsOut
    projects: dict[UUID, int]
    labels: dict[str, int]
    filters: dict[UUID, int | None] | None = Field(
        default=None, description="By id, if asked for; null: its query is wrong by now"
    )

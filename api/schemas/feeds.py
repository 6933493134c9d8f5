"""Calendar feeds on the wire."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from api.schemas.common import AnswerModel, OneLine, WireModel
from shared.commands.feeds import NAME_MAX
from shared.events.base import Instant


class FeedCreate(WireModel):
    """A feed to be: of all tasks, of one project, or of what a saved filter finds."""

    name: Annotated[str, Field(min_length=1, max_length=NAME_MAX), OneLine]
    project_id: UUID | None = Field(default=None, description="Only tasks of this project")
    filter_id: UUID | None = Field(
        default=None, description="Only tasks that this saved filter finds, asked at each read"
    )
    scope: Literal["user", "project", "filter"] | None = Field(
        default=None, description="May be left out: the id that is given says it"
    )


class FeedOut(AnswerModel):
    """A feed; its address was shown when it was made."""

    id: UUID
    name: str
    scope: Literal["user", "project", "filter"]
    project_id: UUID | None
    filter_id: UUID | None
    created_at: Instant
    last_used_at: Instant | None = Field(description="To the hour; null: never yet")


class FeedMadeOut(FeedOut):
    """A feed with its addresses, which are shown once: whoever has one reads the tasks."""

    shows_secret: ClassVar[bool] = True

    url: str = Field(description="For calendars: tasks with a date as events")
    todos_url: str = Field(description="For task applications: all tasks as to-dos")


class FeedListOut(AnswerModel):
    """All feeds of an account, the oldest first."""

    items: list[FeedOut]


class FeedQuery(WireModel):
    """What a feed shows tasks as."""

    as_: Literal["events", "todos"] = Field(
        default="events", alias="as", description="VEVENT for calendars, VTODO for task lists"
    )

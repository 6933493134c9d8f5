"""Changes of many tasks at once, on the wire."""

from typing import Annotated, ClassVar, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from api.schemas.common import AnswerModel, PriorityIn, Problem, Version, WireModel
from api.schemas.tasks import DueIn
from shared.domain.tasks import LABEL_MAX, LABELS_MAX

MOST_TASKS = 500

_Labels = Annotated[list[Annotated[str, Field(max_length=LABEL_MAX)]], Field(max_length=LABELS_MAX)]


class BulkSetIn(WireModel):
    """Fields that every task gets; null takes a task out of its project."""

    priority: PriorityIn | None = None
    add_labels: _Labels = Field(default_factory=list)
    remove_labels: _Labels = Field(default_factory=list)
    project_id: UUID | None = None
    section_id: UUID | None = Field(
        default=None, description="Puts the tasks into its project, too"
    )


class BulkIn(WireModel):
    """Which tasks, what is done to them, and what they get besides."""

    most_values: ClassVar[int | None] = 2 * MOST_TASKS + 250

    ids: list[UUID] = Field(min_length=1, max_length=MOST_TASKS)
    versions: list[Version] | None = Field(
        default=None,
        max_length=MOST_TASKS,
        description="One for each of ids: a task whose version is another by now stays as it is",
    )
    action: Literal["complete", "reopen", "skip", "delete", "postpone", "edit"] = Field(
        default="edit", description="edit: only what stands in set"
    )
    set: BulkSetIn = Field(default_factory=BulkSetIn)
    to: DueIn | None = Field(default=None, description="With postpone: when instead")
    by: str | None = Field(
        default=None, max_length=40, description="With postpone: ISO 8601 duration"
    )

    keep_time: bool = Field(
        default=False, description="With a date in to: a task that has a time of day keeps it"
    )

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.versions is not None and len(self.versions) != len(self.ids):
            raise PydanticCustomError("versions_differ", "Give one version for each of ids.")
        if (self.action == "postpone") != (self.to is not None or self.by is not None):
            raise PydanticCustomError("postpone_kind", "to or by belongs to the action postpone.")
        if self.to is not None and self.by is not None:
            raise PydanticCustomError("postpone_kind", "Give either to or by.")
        return self


class BulkItemOut(AnswerModel):
    """What became of one task."""

    id: UUID
    ok: bool
    problem: Problem | None = Field(description="Why it is as it was; null if it is as was asked")


class BulkOut(AnswerModel):
    """An item for each id, in the order asked for."""

    items: list[BulkItemOut]
    undo_id: UUID | None = Field(description="Takes all of it back; null if nothing was changed")

"""Labels on the wire."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from api.schemas.common import AnswerModel, OneLine, Version, WireModel
from api.schemas.sparse import Fields, FieldsOf
from shared.domain.tasks import LABEL_MAX

_Name = Annotated[str, Field(min_length=1, max_length=LABEL_MAX, examples=["errand"]), OneLine]
Color = Annotated[str, Field(max_length=7, examples=["#1e90ff"])]


class LabelCreate(WireModel):
    """A label to be."""

    name: _Name
    color: Color | None = None
    is_favorite: bool = False


class LabelChange(WireModel):
    """Fields to change (RFC 7396): what is missing stays, null clears."""

    name: _Name = "-"
    color: Color | None = None
    is_favorite: bool = False
    merge: bool = Field(
        default=False, description="If another label has the name, make one of the two"
    )
    version: Version | None = Field(
        default=None, description="Refuse unless this is the stored version"
    )


class LabelOut(AnswerModel):
    """A word that its owner puts on tasks."""

    id: UUID
    name: str = Field(examples=["errand"])
    color: str | None = Field(examples=["#1e90ff"])
    is_favorite: bool
    open_tasks: int
    version: int


class LabelView(WireModel):
    """Which members of a label to read."""

    fields: Annotated[Fields, FieldsOf(LabelOut)] = None


class LabelQuery(LabelView):
    """Which page of labels."""

    cursor: Annotated[str, Field(max_length=LABEL_MAX), OneLine] | None = Field(
        default=None, description="next_cursor of a page"
    )
    limit: int = Field(default=50, ge=1, le=200)


class LabelPageOut(AnswerModel):
    """A page of labels, by name."""

    items: list[LabelOut]
    next_cursor: str | None

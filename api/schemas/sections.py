"""Sections on the wire."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from api.schemas.common import AnswerModel, OneLine, Version, WireModel
from api.schemas.sparse import Fields, FieldsOf
from shared.commands.naming import NAME_MAX
from shared.commands.sections import SECTIONS_MAX
from shared.events.base import Instant

_Name = Annotated[str, Field(min_length=1, max_length=NAME_MAX, examples=["This week"]), OneLine]


class SectionCreate(WireModel):
    """A section to be, behind the others."""

    name: _Name


class SectionChange(WireModel):
    """Another name for a section."""

    name: _Name
    version: Version | None = Field(
        default=None, description="Refuse unless this is the stored version"
    )


class SectionOrder(WireModel):
    """Every section of the project, in the order in which they are to stand."""

    ids: list[UUID] = Field(max_length=SECTIONS_MAX)


class SectionOut(AnswerModel):
    """A heading within a project."""

    id: UUID
    project_id: UUID
    name: str = Field(examples=["This week"])
    version: int
    created_at: Instant
    updated_at: Instant


class SectionView(WireModel):
    """Which members of a section to read."""

    fields: Annotated[Fields, FieldsOf(SectionOut)] = None


class SectionListOut(AnswerModel):
    """The sections of a project, in their order."""

    items: list[SectionOut]

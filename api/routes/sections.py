"""Sections of projects: made, read, renamed, put in order, deleted."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query
from starlette.responses import Response

from api.deps import PrincipalDep, ResourcesDep
from api.preconditions import expected_version
from api.rendering import json_response, only, versioned_response
from api.routing import LeanRoute
from api.schemas.common import Document
from api.schemas.sections import (
    SectionChange,
    SectionCreate,
    SectionListOut,
    SectionOrder,
    SectionOut,
    SectionView,
)
from api.schemas.sparse import Fields
from shared.commands import sections as commands
from shared.core.errors import NotFound
from shared.db.repositories.places import has_project
from shared.db.repositories.sections import SectionRow, find_section, list_sections

router = APIRouter(prefix="/api", tags=["projects"], route_class=LeanRoute)

IfMatch = Annotated[
    str | None, Header(description="ETag of the section: refuse if its version is another by now")
]


@router.get("/projects/{project_id}/sections", response_model=SectionListOut)
async def list_project_sections(
    project_id: UUID,
    query: Annotated[SectionView, Query()],
    principal: PrincipalDep,
    resources: ResourcesDep,
) -> Response:
    """List the sections of a project, in their order."""
    async with resources.db.read() as connection:
        rows = await list_sections(connection, principal.user_id, project_id)
        if not rows and not await has_project(connection, principal.user_id, project_id):
            raise NotFound("project", project_id)
    return _list(rows, query.fields)


@router.post("/projects/{project_id}/sections", status_code=201, response_model=SectionOut)
async def create_section(
    project_id: UUID, body: SectionCreate, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Make a section, behind the others of the project."""
    row = await commands.create_section(resources.db, principal, project_id, body.name)
    return _response(row, 201)


@router.put("/projects/{project_id}/sections/order", response_model=SectionListOut)
async def order_sections(
    project_id: UUID, body: SectionOrder, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Put the sections of a project in order: name each once."""
    return _list(await commands.order_sections(resources.db, principal, project_id, body.ids))


@router.get("/sections/{section_id}", response_model=SectionOut)
async def get_section(
    section_id: UUID,
    query: Annotated[SectionView, Query()],
    principal: PrincipalDep,
    resources: ResourcesDep,
) -> Response:
    """Read one section."""
    async with resources.db.read() as connection:
        row = await find_section(connection, principal.user_id, section_id)
    if row is None:
        raise NotFound("section", section_id)
    return _response(row, fields=query.fields)


@router.patch("/sections/{section_id}", response_model=SectionOut)
async def change_section(
    section_id: UUID,
    body: SectionChange,
    principal: PrincipalDep,
    resources: ResourcesDep,
    if_match: IfMatch = None,
) -> Response:
    """Rename a section."""
    expected = expected_version(if_match, body.version)
    row = await commands.rename_section(resources.db, principal, section_id, body.name, expected)
    return _response(row)


@router.delete("/sections/{section_id}", status_code=204)
async def delete_section(
    section_id: UUID, principal: PrincipalDep, resources: ResourcesDep, if_match: IfMatch = None
) -> Response:
    """Delete a section; its tasks stay in the project."""
    await commands.delete_section(resources.db, principal, section_id, expected_version(if_match))
    return Response(status_code=204)


def _list(rows: Sequence[SectionRow], fields: Fields = None) -> Response:
    return json_response({"items": [only(_document(row), fields) for row in rows]})


def _response(row: SectionRow, status: int = 200, fields: Fields = None) -> Response:
    return versioned_response(only(_document(row), fields), row.version, status, "/api/sections")


def _document(row: SectionRow) -> Document:
    return {
        "id": str(row.id),
        "project_id": str(row.project_id),
        "name": row.name,
        "version": row.version,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }

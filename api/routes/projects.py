"""Projects: made, read, changed, archived, deleted."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Query
from starlette.responses import Response

from api.deps import PrincipalDep, ResourcesDep
from api.preconditions import expected_version
from api.rendering import json_response, only, versioned_response
from api.routing import LeanRoute
from api.schemas.common import Document
from api.schemas.projects import (
    ProjectChange,
    ProjectCreate,
    ProjectOrder,
    ProjectOut,
    ProjectPageOut,
    ProjectQuery,
    ProjectView,
)
from api.schemas.sparse import Fields
from shared.commands import projects as commands
from shared.commands.changing import account_gone
from shared.commands.projects import ProjectPatch
from shared.core.errors import NotFound
from shared.db.repositories.projects import ProjectRow, find_project, list_projects
from shared.db.repositories.users import find_user

router = APIRouter(prefix="/api/projects", tags=["projects"], route_class=LeanRoute)

IfMatch = Annotated[
    str | None, Header(description="ETag of the project: refuse if its version is another by now")
]


@router.get("", response_model=ProjectPageOut)
async def list_projects_page(
    query: Annotated[ProjectQuery, Query()], principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """List projects, a page at a time."""
    async with resources.db.read() as connection:
        rows = await list_projects(
            connection,
            principal.user_id,
            archived=query.archived,
            after=query.cursor,
            limit=query.limit + 1,
        )
        if not rows and await find_user(connection, principal.user_id) is None:
            raise account_gone()
    items = rows[: query.limit]
    following = str(items[-1].id) if len(rows) > query.limit else None
    documents = [only(_document(row), query.fields) for row in items]
    return json_response({"items": documents, "next_cursor": following})


@router.post("", status_code=201, response_model=ProjectOut)
async def create_project(
    body: ProjectCreate, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Make a project."""
    row = await commands.create_project(
        resources.db,
        principal,
        body.name,
        body.default_reminders,
        color=body.color,
        is_favorite=body.is_favorite,
    )
    return _response(row, 201)


@router.put("/order", status_code=204)
async def order_projects(
    body: ProjectOrder, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Put the projects in order: name each that is not archived once."""
    await commands.order_projects(resources.db, principal, body.ids)
    return Response(status_code=204)


@router.get("/{project_id}", response_model=ProjectOut)
async def get_project(
    project_id: UUID,
    query: Annotated[ProjectView, Query()],
    principal: PrincipalDep,
    resources: ResourcesDep,
) -> Response:
    """Read one project."""
    async with resources.db.read() as connection:
        row = await find_project(connection, principal.user_id, project_id)
    if row is None:
        raise NotFound("project", project_id)
    return _response(row, fields=query.fields)


@router.patch("/{project_id}", response_model=ProjectOut)
async def change_project(
    project_id: UUID,
    body: ProjectChange,
    principal: PrincipalDep,
    resources: ResourcesDep,
    if_match: IfMatch = None,
) -> Response:
    """Change fields of a project (JSON merge patch); reminders that exist stay as they are."""
    expected = expected_version(if_match, body.version)
    given = body.model_fields_set - {"version"}
    changes: dict[str, Any] = {name: getattr(body, name) for name in given}
    row = await commands.patch_project(
        resources.db, principal, project_id, ProjectPatch(**changes), expected
    )
    return _response(row)


@router.delete("/{project_id}", status_code=204)
async def delete_project(
    project_id: UUID, principal: PrincipalDep, resources: ResourcesDep, if_match: IfMatch = None
) -> Response:
    """Delete a project; its tasks stay, in no project."""
    await commands.delete_project(resources.db, principal, project_id, expected_version(if_match))
    return Response(status_code=204)


@router.post("/{project_id}/archive", response_model=ProjectOut)
async def archive_project(
    project_id: UUID, principal: PrincipalDep, resources: ResourcesDep, if_match: IfMatch = None
) -> Response:
    """Archive a project: nothing in it reminds; again is harmless."""
    expected = expected_version(if_match)
    return _response(await commands.archive_project(resources.db, principal, project_id, expected))


@router.post("/{project_id}/unarchive", response_model=ProjectOut)
async def unarchive_project(
    project_id: UUID, principal: PrincipalDep, resources: ResourcesDep, if_match: IfMatch = None
) -> Response:
    """Take a project out of the archive: its reminders are planned again."""
    expected = expected_version(if_match)
    return _response(
        await commands.unarchive_project(resources.db, principal, project_id, expected)
    )


def _response(row: ProjectRow, status: int = 200, fields: Fields = None) -> Response:
    return versioned_response(only(_document(row), fields), row.version, status, "/api/projects")


def _document(row: ProjectRow) -> Document:
    return {
        "id": str(row.id),
        "name": row.name,
        "default_reminders": row.default_reminders,
        "color": row.color,
        "is_favorite": row.is_favorite,
        "archived": row.archived_at is not None,
        "archived_at": row.archived_at,
        "version": row.version,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }

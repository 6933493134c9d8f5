"""Saved filters: kept, read, changed, deleted; how many tasks each view shows."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Query
from starlette.responses import Response

from api.deps import PrincipalDep, ResourcesDep
from api.finding import problem_of, require_owner
from api.preconditions import expected_version
from api.problems import problems
from api.rendering import json_response, only, versioned_response
from api.routing import LeanRoute
from api.schemas.common import Document
from api.schemas.filters import (
    CountsOut,
    CountsQuery,
    FilterChange,
    FilterCreate,
    FilterListOut,
    FilterOut,
    FilterView,
)
from shared.commands import filters as commands
from shared.commands.filters import FilterNameTaken, FilterPatch
from shared.core.errors import NotFound
from shared.db.connection import Connection
from shared.db.repositories.filter_owners import FilterOwner
from shared.db.repositories.saved_filters import SavedFilterRow, find_filter, list_filters
from shared.db.repositories.view_counts import count_views
from shared.domain.filters import parse_filter

router = APIRouter(tags=["filters"], route_class=LeanRoute)

IfMatch = Annotated[
    str | None, Header(description="ETag of the filter: refuse if its version is another by now")
]


@router.get("/api/filters", response_model=FilterListOut)
async def list_saved_filters(
    query: Annotated[FilterView, Query()], principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """List the saved filters, each with what is wrong with it by now, if anything is."""
    async with resources.db.read() as connection:
        rows = await list_filters(connection, principal.user_id)
        owner = await require_owner(connection, principal.user_id, resources.clock.now())
    return json_response({"items": [only(_document(row, owner), query.fields) for row in rows]})


@router.post(
    "/api/filters", status_code=201, response_model=FilterOut, responses=problems(FilterNameTaken)
)
async def create_filter(
    body: FilterCreate, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Keep a filter; its query is checked."""
    more = FilterPatch(sort=body.sort, color=body.color, is_favorite=body.is_favorite)
    row = await commands.create_filter(resources.db, principal, body.name, body.query, more)
    return _response(_document(row), row, 201)


@router.get("/api/filters/{filter_id}", response_model=FilterOut)
async def get_filter(
    filter_id: UUID,
    query: Annotated[FilterView, Query()],
    principal: PrincipalDep,
    resources: ResourcesDep,
) -> Response:
    """Read one saved filter."""
    async with resources.db.read() as connection:
        row = await find_filter(connection, principal.user_id, filter_id)
        owner = await require_owner(connection, principal.user_id, resources.clock.now())
    if row is None:
        raise NotFound("filter", filter_id)
    return _response(only(_document(row, owner), query.fields), row)


@router.patch(
    "/api/filters/{filter_id}", response_model=FilterOut, responses=problems(FilterNameTaken)
)
async def change_filter(
    filter_id: UUID,
    body: FilterChange,
    principal: PrincipalDep,
    resources: ResourcesDep,
    if_match: IfMatch = None,
) -> Response:
    """Change fields of a saved filter (JSON merge patch); a new query is checked."""
    expected = expected_version(if_match, body.version)
    given = body.model_fields_set - {"version"}
    changes: dict[str, Any] = {name: getattr(body, name) for name in given}
    patch = FilterPatch(**changes)
    row = await commands.patch_filter(resources.db, principal, filter_id, patch, expected)
    async with resources.db.read() as connection:
        owner = await require_owner(connection, principal.user_id, resources.clock.now())
    return _response(_document(row, owner), row)


@router.delete("/api/filters/{filter_id}", status_code=204)
async def delete_filter(
    filter_id: UUID, principal: PrincipalDep, resources: ResourcesDep, if_match: IfMatch = None
) -> Response:
    """Delete a saved filter; no task changes."""
    await commands.delete_filter(resources.db, principal, filter_id, expected_version(if_match))
    return Response(status_code=204)


@router.get("/api/views/counts", response_model=CountsOut)
async def count_tasks_of_views(
    query: Annotated[CountsQuery, Query()], principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Count the open tasks of every view, project and label at once."""
    async with resources.db.driver() as driver:
        connection = Connection(driver)
        rows: Sequence[SavedFilterRow] = ()
        if query.filters:
            rows = await list_filters(connection, principal.user_id)
        owner = await require_owner(connection, principal.user_id, resources.clock.now())
        whole = {row.id: row for row in rows if problem_of(row.query, owner) is None}
        nodes = {identifier: parse_filter(row.query) for identifier, row in whole.items()}
        counts = await count_views(driver, principal.user_id, owner, nodes)
    document: Document = {
        "views": counts.views,
        "projects": {str(project): count for project, count in counts.projects.items()},
        "labels": counts.labels,
    }
    if query.filters:
        document["filters"] = {str(row.id): counts.filters.get(row.id) for row in rows}
    return json_response(document)


def _response(document: Document, row: SavedFilterRow, status: int = 200) -> Response:
    return versioned_response(document, row.version, status, "/api/filters")


def _document(row: SavedFilterRow, owner: FilterOwner | None = None) -> Document:
    return {
        "id": str(row.id),
        "name": row.name,
        "query": row.query,
        "sort": row.sort,
        "color": row.color,
        "is_favorite": row.is_favorite,
        "problem": problem_of(row.query, owner) if owner else None,
        "version": row.version,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }

"""Labels: made, listed with counts, renamed, merged, deleted."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Query
from starlette.responses import Response

from api.deps import PrincipalDep, ResourcesDep
from api.preconditions import expected_version
from api.problems import problems
from api.rendering import json_response, only, versioned_response
from api.routing import LeanRoute
from api.schemas.common import Document
from api.schemas.labels import (
    LabelChange,
    LabelCreate,
    LabelOut,
    LabelPageOut,
    LabelQuery,
    LabelView,
)
from api.schemas.sparse import Fields
from shared.commands import labels as commands
from shared.commands.changing import account_gone
from shared.commands.labels import LabelExists, LabelPatch
from shared.core.errors import NotFound
from shared.db.repositories.labels import CountedLabel, find_label, list_labels
from shared.db.repositories.users import find_user

router = APIRouter(prefix="/api/labels", tags=["labels"], route_class=LeanRoute)

IfMatch = Annotated[
    str | None, Header(description="ETag of the label: refuse if its version is another by now")
]


@router.get("", response_model=LabelPageOut)
async def list_labels_page(
    query: Annotated[LabelQuery, Query()], principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """List labels by name, with how many open tasks have each."""
    async with resources.db.read() as connection:
        rows = await list_labels(
            connection,
            principal.user_id,
            after=query.cursor or "",
            limit=query.limit + 1,
            is_counted=query.fields is None or "open_tasks" in query.fields,
        )
        if not rows and await find_user(connection, principal.user_id) is None:
            raise account_gone()
    items = rows[: query.limit]
    following = items[-1].label.name if len(rows) > query.limit else None
    documents = [only(_document(row), query.fields) for row in items]
    return json_response({"items": documents, "next_cursor": following})


@router.post("", status_code=201, response_model=LabelOut, responses=problems(LabelExists))
async def create_label(
    body: LabelCreate, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Make a label; tasks make those that they name by themselves."""
    found = await commands.create_label(
        resources.db, principal, body.name, body.color, is_favorite=body.is_favorite
    )
    return _response(found, 201)


@router.get("/{label_id}", response_model=LabelOut)
async def get_label(
    label_id: UUID,
    query: Annotated[LabelView, Query()],
    principal: PrincipalDep,
    resources: ResourcesDep,
) -> Response:
    """Read one label."""
    async with resources.db.read() as connection:
        found = await find_label(connection, principal.user_id, label_id=label_id)
    if found is None:
        raise NotFound("label", label_id)
    return _response(found, fields=query.fields)


@router.patch("/{label_id}", response_model=LabelOut, responses=problems(LabelExists))
async def change_label(
    label_id: UUID,
    body: LabelChange,
    principal: PrincipalDep,
    resources: ResourcesDep,
    if_match: IfMatch = None,
) -> Response:
    """Change fields of a label. With `merge` the answer is the label that is left."""
    expected = expected_version(if_match, body.version)
    given = body.model_fields_set - {"version", "merge"}
    changes: dict[str, Any] = {name: getattr(body, name) for name in given}
    found = await commands.patch_label(
        resources.db, principal, label_id, LabelPatch(**changes), expected, merge=body.merge
    )
    return _response(found)


@router.delete("/{label_id}", status_code=204)
async def delete_label(
    label_id: UUID, principal: PrincipalDep, resources: ResourcesDep, if_match: IfMatch = None
) -> Response:
    """Delete a label; its tasks stay, without it."""
    await commands.delete_label(resources.db, principal, label_id, expected_version(if_match))
    return Response(status_code=204)


def _response(found: CountedLabel, status: int = 200, fields: Fields = None) -> Response:
    document = only(_document(found), fields)
    return versioned_response(document, found.label.version, status, "/api/labels")


def _document(found: CountedLabel) -> Document:
    label = found.label
    return {
        "id": str(label.id),
        "name": label.name,
        "color": label.color,
        "is_favorite": label.is_favorite,
        "open_tasks": found.open_tasks,
        "version": label.version,
    }

"""Deleted tasks: listed, brought back, gone for ever."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.deps import PrincipalDep, ResourcesDep
from api.pagination import Cursors, read_instant, read_uuid
from api.rendering import json_response, task_document
from api.routing import LeanRoute
from api.schemas.trash import RestoredOut, TrashPageOut, TrashQuery
from shared.commands import trash as commands
from shared.commands.changing import account_gone
from shared.db.repositories.trash import TrashPlace
from shared.db.repositories.trash import list_trash as list_rows
from shared.db.repositories.users import find_user

_CURSORS = Cursors("trash", TrashPlace, read_instant, read_uuid)

router = APIRouter(prefix="/api/trash", tags=["trash"], route_class=LeanRoute)


@router.get("", response_model=TrashPageOut)
async def list_trash(
    query: Annotated[TrashQuery, Query()], principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """List deleted tasks, the newest first; they are kept for 30 days."""
    async with resources.db.read() as connection:
        items, has_next = await list_rows(
            connection, principal.user_id, after=_CURSORS.decode(query.cursor), limit=query.limit
        )
        if not items and await find_user(connection, principal.user_id) is None:
            raise account_gone()
    last = TrashPlace(items[-1].deleted_at, items[-1].task.id) if has_next else None
    return json_response(
        {
            "items": [
                {"task": task_document(row.task), "deleted_at": row.deleted_at} for row in items
            ],
            "next_cursor": _CURSORS.encode(last),
        }
    )


@router.post("/{task_id}/restore", response_model=RestoredOut)
async def restore_task(task_id: UUID, principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """Bring a deleted task back, with the subtasks that were deleted with it."""
    found = await commands.restore_task(resources.db, principal, task_id)
    resources.metrics.count("task_operations_total", operation="restore")
    tasks = [task_document(task) for task in found.tasks]
    return json_response({"tasks": tasks, "lost": found.lost})


@router.delete("/{task_id}", status_code=204)
async def purge_task(task_id: UUID, principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """Delete a deleted task for ever, with the subtasks that were deleted with it."""
    await commands.purge_task(resources.db, principal, task_id)
    return Response(status_code=204)


@router.delete("", status_code=204)
async def empty_trash(principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """Delete all deleted tasks for ever."""
    await commands.empty_trash(resources.db, principal)
    return Response(status_code=204)

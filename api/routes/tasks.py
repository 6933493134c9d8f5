"""Tasks: made, read, changed, done, reopened, deleted."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query
from starlette.responses import Response

from api.accounts import require_account
from api.deps import PrincipalDep, ResourcesDep
from api.drafts import draft_of, patch_of
from api.finding import wanted_of, warnings_of
from api.pagination import task_cursors
from api.preconditions import expected_version, is_unchanged
from api.problems import Responses, problems
from api.rendering import (
    changed_response,
    etag_of,
    json_response,
    only,
    task_document,
    task_response,
)
from api.routing import LeanRoute
from api.schemas.common import Document
from api.schemas.sparse import Fields
from api.schemas.tasks import (
    ChangedTaskOut,
    TaskChange,
    TaskCreate,
    TaskOut,
    TaskPageOut,
    TaskQuery,
    TaskView,
)
from shared.commands import tasks as commands
from shared.commands.changing import TaskNotOpen
from shared.core.errors import NotFound
from shared.db.repositories.task_queries import (
    WHOLE,
    TaskParts,
    count_tasks,
    find_task,
    list_tasks,
)

_UNCHANGED: Responses = {304: {"description": "It is still what If-None-Match names"}}

router = APIRouter(prefix="/api/tasks", tags=["tasks"], route_class=LeanRoute)

IfMatch = Annotated[
    str | None, Header(description="ETag of the task: refuse if its version is another by now")
]
IfNoneMatch = Annotated[
    str | None, Header(description="ETag of the task: answer 304 if it is the same still")
]


@router.post("", status_code=201, response_model=TaskOut)
async def create_task(
    body: TaskCreate, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Make a task; with a recurrence it is the first occurrence of its series."""
    draft = await draft_of(resources.db, principal.user_id, body)
    task = await commands.create_task(resources.db, principal, draft)
    resources.metrics.count("task_operations_total", operation="create")
    if task.series is not None:
        resources.metrics.count("series_operations_total", operation="create")
    return task_response(task, status=201)


@router.get("", response_model=TaskPageOut, responses=problems(NotFound))
async def list_tasks_page(
    query: Annotated[TaskQuery, Query()], principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """List tasks, a page at a time."""
    more: Document = {}
    async with resources.db.driver() as connection:
        wanted = await wanted_of(connection, principal.user_id, query, resources.clock.now())
        cursors = task_cursors(wanted.sort)
        page = await list_tasks(
            connection,
            principal.user_id,
            wanted,
            limit=query.limit,
            after=cursors.decode(query.cursor),
            parts=_parts_of(query.fields),
        )
        if query.with_total:
            more["total"] = await count_tasks(connection, principal.user_id, wanted)
        if not page.tasks:
            await require_account(connection, principal.user_id)
    items = [only(task_document(task), query.fields) for task in page.tasks]
    following = cursors.encode(page.following.values if page.following else None)
    if warnings := warnings_of(query, wanted):
        more["warnings"] = warnings
    return json_response({"items": items, "next_cursor": following, **more})


@router.get("/{task_id}", response_model=TaskOut, responses=_UNCHANGED)
async def get_task(
    task_id: UUID,
    query: Annotated[TaskView, Query()],
    principal: PrincipalDep,
    resources: ResourcesDep,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Read one task."""
    async with resources.db.driver() as connection:
        parts = _parts_of(query.fields)
        task = await find_task(connection, principal.user_id, task_id, parts)
        if task is None:
            await require_account(connection, principal.user_id)
            raise NotFound("task", task_id)
    etag = etag_of(task)
    if is_unchanged(if_none_match, etag):
        return Response(None, 304, {"etag": etag, "cache-control": "private, no-cache"})
    return task_response(task, fields=query.fields)


def _parts_of(fields: Fields) -> TaskParts:
    """What has to be read for these members."""
    if fields is None:
        return WHOLE
    return TaskParts(
        texts=not fields.isdisjoint({"notes", "checklist"}),
        labels="labels" in fields,
        reminders="reminders" in fields,
    )


@router.patch("/{task_id}", response_model=ChangedTaskOut, responses=problems(TaskNotOpen))
async def change_task(
    task_id: UUID,
    body: TaskChange,
    principal: PrincipalDep,
    resources: ResourcesDep,
    if_match: IfMatch = None,
) -> Response:
    """Change fields of a task (JSON merge patch); a moved due time moves this occurrence only."""
    expected = expected_version(if_match, body.version)
    patch = await patch_of(resources.db, principal.user_id, body)
    task = await commands.patch_task(resources.db, principal, task_id, patch, expected)
    resources.metrics.count("task_operations_total", operation="update")
    return changed_response(task)


@router.post("/{task_id}/complete", response_model=ChangedTaskOut, responses=problems(TaskNotOpen))
async def complete_task(
    task_id: UUID, principal: PrincipalDep, resources: ResourcesDep, if_match: IfMatch = None
) -> Response:
    """Mark a task as done; again is harmless. The next occurrence of a series follows by itself."""
    expected = expected_version(if_match)
    task = await commands.complete_task(resources.db, principal, task_id, expected)
    resources.metrics.count("task_operations_total", operation="complete")
    return changed_response(task)


@router.post("/{task_id}/reopen", response_model=ChangedTaskOut)
async def reopen_task(
    task_id: UUID, principal: PrincipalDep, resources: ResourcesDep, if_match: IfMatch = None
) -> Response:
    """Mark a task as open again; an untouched next occurrence is taken back."""
    expected = expected_version(if_match)
    task = await commands.reopen_task(resources.db, principal, task_id, expected)
    resources.metrics.count("task_operations_total", operation="reopen")
    return changed_response(task)


@router.delete("/{task_id}", status_code=204)
async def delete_task(
    task_id: UUID, principal: PrincipalDep, resources: ResourcesDep, if_match: IfMatch = None
) -> Response:
    """Delete a task; its series ends with it. The header Undo-Id names how to take it back."""
    expected = expected_version(if_match)
    undo_id = await commands.delete_task(resources.db, principal, task_id, expected)
    resources.metrics.count("task_operations_total", operation="delete")
    return Response(status_code=204, headers={"undo-id": str(undo_id)})

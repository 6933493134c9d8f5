"""What is done to tasks besides editing: skipped, put off, taken back."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.bulk import bulk_document, bulk_set_of
from api.deps import PrincipalDep, ResourcesDep
from api.drafts import due_of, patch_of
from api.preconditions import expected_version
from api.problems import problems
from api.rendering import changed_document, changed_response, json_response, task_document
from api.routes.tasks import IfMatch
from api.routing import LeanRoute
from api.schemas.bulk import BulkIn, BulkOut
from api.schemas.tasks import ChangedTaskOut, PostponeIn, ScopeQuery, SkippedOut, TaskChange
from api.schemas.undo import UndoneOut, UndoPageOut, UndoQuery
from api.undo import undo_document
from shared.commands import postponing
from shared.commands.bulk import change_many
from shared.commands.changing import TaskNotOpen, TaskNotRecurring
from shared.commands.series_edits import patch_series
from shared.commands.skipping import Skipped, skip_missed, skip_task
from shared.commands.undoing import UndoImpossible, list_undo, undo_entry, undo_last
from shared.db.repositories.tasks import TaskView
from shared.domain.reminders import parse_offset

router = APIRouter(prefix="/api", tags=["tasks"], route_class=LeanRoute)


@router.post(
    "/tasks/{task_id}/skip",
    response_model=SkippedOut,
    responses=problems(TaskNotOpen, TaskNotRecurring),
)
async def skip_occurrence(
    task_id: UUID, principal: PrincipalDep, resources: ResourcesDep, if_match: IfMatch = None
) -> Response:
    """Skip an occurrence; the next one of its series is there at once. Again is harmless."""
    found = await skip_task(resources.db, principal, task_id, expected_version(if_match))
    resources.metrics.count("task_operations_total", operation="skip")
    return _skipped(found)


@router.post(
    "/tasks/{task_id}/skip-missed",
    response_model=SkippedOut,
    responses=problems(TaskNotOpen, TaskNotRecurring),
)
async def skip_missed_occurrences(
    task_id: UUID, principal: PrincipalDep, resources: ResourcesDep, if_match: IfMatch = None
) -> Response:
    """Move an overdue occurrence to the first slot that is not past; those before are skipped."""
    found = await skip_missed(resources.db, principal, task_id, expected_version(if_match))
    resources.metrics.count("task_operations_total", operation="skip_missed")
    return _skipped(found)


def _skipped(found: Skipped) -> Response:
    following = task_document(found.next) if found.next else None
    return json_response({"task": changed_document(found.task), "next": following})


@router.post(
    "/tasks/{task_id}/postpone", response_model=ChangedTaskOut, responses=problems(TaskNotOpen)
)
async def postpone_task(
    task_id: UUID,
    body: PostponeIn,
    principal: PrincipalDep,
    resources: ResourcesDep,
    if_match: IfMatch = None,
) -> Response:
    """Put a task off, of a series this occurrence alone; reminders follow where they should."""
    by = parse_offset(body.by, pointer="/by") if body.by is not None else None
    task = await postponing.postpone_task(
        resources.db,
        principal,
        task_id,
        postponing.Postponement(due_of(body.to), by),
        expected_version(if_match),
    )
    resources.metrics.count("task_operations_total", operation="postpone")
    return changed_response(task)


@router.post("/tasks/bulk", response_model=BulkOut)
async def change_tasks(
    request: Request, body: BulkIn, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Change up to 500 tasks in one transaction; what cannot be changed says why, one by one."""
    postponement = None
    if body.action == "postpone":
        by = parse_offset(body.by, pointer="/by") if body.by is not None else None
        postponement = postponing.Postponement(due_of(body.to), by, keeps_time=body.keep_time)
    result = await change_many(
        resources.db,
        principal,
        body.ids,
        body.action,
        bulk_set_of(body.set),
        postponement=postponement,
        expected=dict(zip(body.ids, body.versions or (), strict=False)),
    )
    resources.metrics.count("task_operations_total", operation="bulk")
    return json_response(bulk_document(result, request.scope["request_id"]))


@router.patch(
    "/tasks/{task_id}/series",
    response_model=ChangedTaskOut,
    responses=problems(TaskNotOpen, TaskNotRecurring),
)
async def change_series(
    task_id: UUID,
    query: Annotated[ScopeQuery, Query()],
    body: TaskChange,
    *,
    principal: PrincipalDep,
    resources: ResourcesDep,
    if_match: IfMatch = None,
) -> Response:
    """Change this occurrence, this and the following ones, or all of its series."""
    expected = expected_version(if_match, body.version)
    patch = await patch_of(resources.db, principal.user_id, body)
    task = await patch_series(
        resources.db, principal, task_id, query.scope, patch, expected=expected
    )
    resources.metrics.count("task_operations_total", operation="edit_series")
    resources.metrics.count("series_operations_total", operation="edit")
    return changed_response(task)


@router.get("/undo", response_model=UndoPageOut)
async def list_undo_entries(
    query: Annotated[UndoQuery, Query()], principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """List the changes of the last 30 days, the latest first, and which can be taken back."""
    found = await list_undo(resources.db, principal, after=query.cursor, limit=query.limit + 1)
    items = [undo_document(each) for each in found[: query.limit]]
    following = items[-1]["id"] if len(found) > query.limit else None
    return json_response({"items": items, "next_cursor": following})


@router.post("/undo/{entry_id}", response_model=UndoneOut, responses=problems(UndoImpossible))
async def undo_change(entry_id: UUID, principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """Take a change back, if nobody changed its tasks since."""
    return _undone(await undo_entry(resources.db, principal, entry_id), resources)


@router.post("/tasks/{task_id}/undo", response_model=UndoneOut, responses=problems(UndoImpossible))
async def undo_last_change(
    task_id: UUID, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Take back the latest change of this task that was not taken back; a deletion, too."""
    return _undone(await undo_last(resources.db, principal, task_id), resources)


def _undone(tasks: list[TaskView], resources: ResourcesDep) -> Response:
    resources.metrics.count("task_operations_total", operation="undo")
    return json_response({"tasks": [task_document(task) for task in tasks]})

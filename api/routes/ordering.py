"""Where tasks stand and which of their steps are done."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from api.deps import PrincipalDep, ResourcesDep
from api.preconditions import expected_version
from api.rendering import changed_response
from api.routes.tasks import IfMatch
from api.routing import LeanRoute
from api.schemas.tasks import ChangedTaskOut, MoveIn, TickIn
from shared.commands import ordering as commands
from shared.commands.checklists import tick_item
from shared.commands.ordering import Move

router = APIRouter(prefix="/api/tasks", tags=["tasks"], route_class=LeanRoute)


@router.post("/{task_id}/move", response_model=ChangedTaskOut)
async def move_task(
    task_id: UUID,
    body: MoveIn,
    principal: PrincipalDep,
    resources: ResourcesDep,
    if_match: IfMatch = None,
) -> Response:
    """Move a task before or after another, or behind all others of a project, section or task."""
    expected = expected_version(if_match)
    task = await commands.move_task(resources.db, principal, task_id, _move_of(body), expected)
    resources.metrics.count("task_operations_total", operation="move")
    return changed_response(task)


def _move_of(body: MoveIn) -> Move:
    given = body.model_fields_set & {"project_id", "section_id", "parent_id"}
    place: dict[str, Any] = {name: getattr(body, name) for name in given}
    return Move(body.before or body.after, "before" if body.before else "after", **place)


@router.post("/{task_id}/checklist/{item_id}", response_model=ChangedTaskOut)
async def tick_checklist_item(
    task_id: UUID,
    item_id: UUID,
    body: TickIn,
    principal: PrincipalDep,
    resources: ResourcesDep,
) -> Response:
    """Tick one step of a checklist, or untick it; again is harmless."""
    task = await tick_item(
        resources.db,
        principal,
        task_id,
        item_id,
        is_done=body.is_done,
    )
    resources.metrics.count("task_operations_total", operation="tick")
    return changed_response(task)

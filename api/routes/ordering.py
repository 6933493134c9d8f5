"""Where tasks stand and which of their steps are done."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from api.deps import PrincipalDep, ResourcesDep
from api.errors import BodyNotJson, BodyTooLarge, TooManyAtOnce
from api.problems import problems
from api.rendering import changed_response
from api.routing import LeanRoute
from api.schemas.tasks import ChangedTaskOut, TickIn
from shared.commands.checklists import tick_item
from shared.core.errors import (
    InvalidInput,
    NotFound,
    Unauthenticated,
    Unavailable,
)

_PROBLEMS = problems(
    InvalidInput,
    TooManyAtOnce,
    Unauthenticated,
    Unavailable,
    BodyNotJson,
    BodyTooLarge,
    NotFound,
)

router = APIRouter(prefix="/api/tasks", tags=["tasks"], route_class=LeanRoute)


@router.post("/{task_id}/checklist/{item_id}", response_model=ChangedTaskOut, responses=_PROBLEMS)
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

"""What will happen next to a task, and why."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from api.deps import PrincipalDep, ResourcesDep
from api.rendering import json_response
from api.routing import LeanRoute
from api.schemas.common import Document
from api.schemas.schedule import ScheduleOut
from shared.commands import explaining
from shared.domain.recurrence import slot_text
from shared.domain.schedule_facts import Explanation

router = APIRouter(prefix="/api", tags=["tasks"], route_class=LeanRoute)


@router.get("/tasks/{task_id}/schedule", response_model=ScheduleOut)
async def explain_schedule(
    task_id: UUID, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Say in words what will happen next: the rule, what follows, and what each reminder does."""
    found = await explaining.explain_schedule(resources.db, principal, task_id)
    return json_response(_document(found))


def _document(found: Explanation) -> Document:
    return {
        "text": found.text,
        "sentences": [{"code": each.code, "text": each.text} for each in found.sentences],
        "next": [{"slot": slot_text(each.slot), "at": each.at} for each in found.coming],
        "reminders": [
            {
                "id": str(each.id),
                "code": each.code,
                "text": each.text,
                "fires_at": each.fires_at,
            }
            for each in found.reminders
        ],
    }

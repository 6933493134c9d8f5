"""Reminders: put off, and taken back."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from api.deps import PrincipalDep, ResourcesDep
from api.problems import problems
from api.rendering import json_response
from api.routing import LeanRoute
from api.schemas.common import Document
from api.schemas.snoozes import SnoozeIn, SnoozeManyIn, SnoozeOut, SnoozesOut
from shared.commands import snoozing
from shared.commands.snoozing import NothingToRemindOf
from shared.core.errors import NotFound
from shared.db.repositories.reminders import ReminderRow

router = APIRouter(prefix="/api/reminders", tags=["reminders"], route_class=LeanRoute)


@router.post("/snooze", response_model=SnoozesOut, responses=problems(NotFound, NothingToRemindOf))
async def snooze_reminders(
    body: SnoozeManyIn, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Put several reminders off; all of them or none. No task moves."""
    rows = await snoozing.snooze_reminders(resources.db, principal, body.ids, body.wish)
    resources.metrics.count("task_operations_total", operation="snooze")
    return json_response({"items": [_document(row) for row in rows]})


@router.post(
    "/{reminder_id}/snooze", response_model=SnoozeOut, responses=problems(NothingToRemindOf)
)
async def snooze_reminder(
    reminder_id: UUID, body: SnoozeIn, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Put a reminder off; again moves the one that waits. The task does not move."""
    row = await snoozing.snooze_reminder(resources.db, principal, reminder_id, body.wish)
    resources.metrics.count("task_operations_total", operation="snooze")
    return json_response(_document(row))


@router.delete("/{reminder_id}/snooze", response_model=SnoozeOut)
async def take_back_snooze(
    reminder_id: UUID, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Take back what waits; the original goes on where it can. Answers the original."""
    row = await snoozing.take_back_snooze(resources.db, principal, reminder_id)
    resources.metrics.count("task_operations_total", operation="take_back_snooze")
    return json_response(_document(row))


def _document(row: ReminderRow) -> Document:
    return {
        "id": str(row.id),
        "snooze_of": str(row.snooze_of) if row.snooze_of else None,
        "task_id": str(row.task_id),
        "fire_at": row.fire_at,
        "channels": row.channels,
        "state": row.state,
        "reason": row.reason,
        "urgent": row.urgent,
        "nag_every": row.nag_every,
        "nag_max": row.nag_max,
        "nag_sent": row.nag_sent,
    }

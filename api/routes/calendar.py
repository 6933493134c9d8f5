"""What series bring in the days that a calendar shows."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.deps import PrincipalDep, ResourcesDep
from api.rendering import json_response
from api.routing import LeanRoute
from api.schemas.calendar import CalendarOut, CalendarQuery
from api.schemas.common import PRIORITY_NAMES, Document
from shared.commands.looking_ahead import SlotAhead, look_ahead
from shared.domain.recurrence import slot_text

router = APIRouter(prefix="/api", tags=["recurrence"], route_class=LeanRoute)


@router.get("/calendar", response_model=CalendarOut)
async def list_slots_ahead(
    query: Annotated[CalendarQuery, Query()], principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """List what series bring in these days and has no task yet; tasks are in GET /api/tasks."""
    found = await look_ahead(resources.db, principal, query.first, query.last)
    items = [_document(each) for each in found.slots]
    return json_response({"items": items, "is_complete": found.is_complete})


def _document(found: SlotAhead) -> Document:
    timed = found.slot if isinstance(found.slot, datetime) else None
    due = {
        "date": None if timed else found.slot,
        "datetime_local": timed,
        "zone": found.zone if timed else None,
        "at": found.at if timed else None,
    }
    return {
        "task_id": str(found.task_id),
        "series_id": str(found.series_id),
        "title": found.title,
        "priority": PRIORITY_NAMES[found.priority],
        "project_id": str(found.project_id) if found.project_id else None,
        "slot": slot_text(found.slot),
        "due": due,
        "is_certain": found.is_certain,
    }

"""What became of the slots of series."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.deps import PrincipalDep, ResourcesDep
from api.pagination import Cursors, read_slot, read_uuid
from api.rendering import json_response
from api.routing import LeanRoute
from api.schemas.common import Document
from api.schemas.history import HistoryOut, OccurrencePageOut, OccurrenceQuery
from shared.commands.changing import account_gone
from shared.commands.history import SeriesHistory, read_history, recurring_chain
from shared.db.repositories.history import (
    Place,
    SlotFilter,
    ToldSlot,
    list_told_slots,
    series_of_user,
)
from shared.db.repositories.users import find_user

_CURSORS = Cursors("occurrences", Place, read_slot, read_uuid)

router = APIRouter(prefix="/api", tags=["history"], route_class=LeanRoute)


@router.get("/tasks/{task_id}/occurrences", response_model=OccurrencePageOut)
async def list_occurrences(
    task_id: UUID,
    query: Annotated[OccurrenceQuery, Query()],
    principal: PrincipalDep,
    resources: ResourcesDep,
) -> Response:
    """List every slot of the task's series, also of series that it goes on from."""
    place = _CURSORS.decode(query.cursor)
    async with resources.db.read() as connection:
        chain = await recurring_chain(connection, principal.user_id, task_id)
        rows = await list_told_slots(
            connection, chain, _filter(query), limit=query.limit + 1, after=place
        )
    return json_response(_page(rows, query.limit))


@router.get("/occurrences", response_model=OccurrencePageOut)
async def list_all_occurrences(
    query: Annotated[OccurrenceQuery, Query()], principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """List the slots of all series, the latest first; `status=done` is what was done when."""
    place = _CURSORS.decode(query.cursor)
    async with resources.db.read() as connection:
        series = await series_of_user(connection, principal.user_id)
        if not series and await find_user(connection, principal.user_id) is None:
            raise account_gone()
        rows = await list_told_slots(
            connection, series, _filter(query), limit=query.limit + 1, after=place
        )
    return json_response(_page(rows, query.limit))


@router.get("/tasks/{task_id}/history", response_model=HistoryOut)
async def show_history(task_id: UUID, principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """Show how regularly a series is done: counts, streak, rates, and a map of days."""
    return json_response(_history(await read_history(resources.db, principal, task_id)))


def _filter(query: OccurrenceQuery) -> SlotFilter:
    return SlotFilter(query.status, query.first, query.last)


def _page(rows: Sequence[ToldSlot], limit: int) -> Document:
    items = rows[:limit]
    last = items[-1].row if len(rows) > limit else None
    following = None if last is None else Place(last.slot, last.series_id)
    return {"items": [_slot(row) for row in items], "next_cursor": _CURSORS.encode(following)}


def _slot(told: ToldSlot) -> Document:
    row = told.row
    return {
        "series_id": str(row.series_id),
        "slot": row.slot,
        "status": row.outcome,
        "count": row.count,
        "task_id": str(row.task_id) if row.task_id else None,
        "latest_task_id": str(told.latest_task_id) if told.latest_task_id else None,
        "title": told.title,
        "ended_at": row.ended_at,
        "logged_at": row.logged_at,
        "reason": told.reason,
    }


def _history(found: SeriesHistory) -> Document:
    return {
        "slots_done": found.counts.get("done", 0),
        "skipped": found.counts.get("skipped", 0),
        "missed": found.counts.get("missed", 0),
        "moved": found.counts.get("moved", 0),
        "streak": {"current": found.streak.current, "longest": found.streak.longest},
        "rate_30d": found.rate_30d,
        "rate_90d": found.rate_90d,
        "heatmap": [
            {"date": day, "outcome": outcome, "count": count}
            for day, outcome, count in found.heatmap
        ],
        "first_slot": found.first_slot,
        "slot_number": str(found.slot_number) if found.slot_number else None,
    }

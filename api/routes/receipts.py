"""Receipts: what became of each message, so that "why did nothing arrive" has an answer."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.deps import PrincipalDep, ResourcesDep
from api.pagination import Cursors, read_instant, read_uuid
from api.receipts import receipt_document
from api.rendering import json_response
from api.resources import Resources
from api.routing import LeanRoute
from api.schemas.receipts import ReceiptPageOut, ReceiptQuery, ReceiptsOut
from shared.commands.changing import account_gone
from shared.core.errors import NotFound
from shared.core.principal import Principal
from shared.db.connection import Connection
from shared.db.repositories.receipts import (
    Receipt,
    Wanted,
    is_own,
    list_receipts,
    reminders_without,
)
from shared.db.repositories.timeline import END, Before
from shared.db.repositories.users import UserRow, find_user

_MOST_OF_ONE = 200
_CURSORS = Cursors("deliveries", Before, read_instant, read_uuid)

router = APIRouter(prefix="/api", tags=["reminders"], route_class=LeanRoute)


@router.get("/reminders/{reminder_id}/deliveries", response_model=ReceiptsOut)
async def list_deliveries_of_reminder(
    reminder_id: UUID, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Read what became of a reminder: the newest 200, and why there is none yet."""
    return await _all_of(resources, principal, Wanted(reminder_id=reminder_id))


@router.get("/tasks/{task_id}/deliveries", response_model=ReceiptsOut)
async def list_deliveries_of_task(
    task_id: UUID, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Read what became of each reminder of a task, a deleted one too."""
    return await _all_of(resources, principal, Wanted(task_id=task_id))


@router.get("/deliveries", response_model=ReceiptPageOut)
async def list_deliveries(
    query: Annotated[ReceiptQuery, Query()], principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Read what became of every message of the account, a page at a time."""
    before = _CURSORS.decode(query.cursor)
    wanted = Wanted(state=query.state, start=query.start, end=query.end)
    async with resources.db.read() as connection:
        reader = await _reader(connection, principal)
        found = await list_receipts(
            connection, principal.user_id, wanted, query.limit + 1, before or END
        )
    page = found[: query.limit]
    items = [receipt_document(each, reader) for each in page]
    following = _place(page[-1]) if len(found) > query.limit else None
    return json_response({"items": items, "next_cursor": _CURSORS.encode(following)})


async def _all_of(resources: Resources, principal: Principal, wanted: Wanted) -> Response:
    async with resources.db.read() as connection:
        reader = await _reader(connection, principal)
        if not await is_own(connection, principal.user_id, wanted):
            what = "task" if wanted.task_id else "reminder"
            raise NotFound(what, wanted.task_id or wanted.reminder_id)
        waiting = await reminders_without(connection, principal.user_id, wanted)
        settled = await list_receipts(connection, principal.user_id, wanted, _MOST_OF_ONE)
    return json_response(
        {"items": [receipt_document(each, reader) for each in (*waiting, *settled)]}
    )


async def _reader(connection: Connection, principal: Principal) -> UserRow:
    user = await find_user(connection, principal.user_id)
    if user is None:
        raise account_gone()
    return user


def _place(receipt: Receipt) -> Before | None:
    if receipt.planned_at is None or receipt.id is None:
        return None
    return Before(receipt.planned_at, receipt.id)

"""All tasks of an account in one document."""

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response, StreamingResponse

from api.accounts import require_account
from api.deps import PrincipalDep, ResourcesDep
from api.rendering import JSON, dump, task_document
from api.resources import Resources
from api.routing import LeanRoute
from api.schemas.tasks import ExportOut, ExportQuery
from shared.db.repositories.task_list_sql import After, TaskFilter
from shared.db.repositories.task_queries import TaskPage, list_tasks

_PAGE = 500
_PATIENCE_SECONDS = 30.0
"""An answer that has begun is not broken off because its reader does other things, too."""

router = APIRouter(prefix="/api/tasks", tags=["tasks"], route_class=LeanRoute)


@router.get("/export", response_model=ExportOut)
async def export_tasks(
    query: Annotated[ExportQuery, Query()], principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Download all tasks; however many there are, the server holds one page of them."""
    first = await _page(resources, principal.user_id, None)
    name = f"attachment; filename=rondel-tasks.{query.format}"
    headers = {"content-disposition": name, "cache-control": "no-store"}
    body = _document(resources, principal.user_id, first)
    return StreamingResponse(body, headers=headers, media_type=JSON)


async def _document(resources: Resources, user_id: UUID, page: TaskPage) -> AsyncIterator[bytes]:
    head = dump({"format": "rondel.tasks.v1", "exported_at": resources.clock.now()})
    yield head.removesuffix(b"}") + b',"tasks":['
    separator = b""
    while True:
        if page.tasks:
            yield separator + b",".join(dump(task_document(task)) for task in page.tasks)
            separator = b","
        if page.following is None:
            break
        page = await _next_page(resources, user_id, page.following)
    yield b"]}"


async def _next_page(resources: Resources, user_id: UUID, after: After) -> TaskPage:
    """As `_page`, in a turn of its own: a slow reader holds none between two pages."""
    async with resources.turns.turn(user_id, _PATIENCE_SECONDS):
        return await _page(resources, user_id, after)


async def _page(resources: Resources, user_id: UUID, after: After | None) -> TaskPage:
    async with resources.db.driver() as connection:
        page = await list_tasks(
            connection, user_id, TaskFilter(with_skipped=True), limit=_PAGE, after=after
        )
        if after is None and not page.tasks:
            await require_account(connection, user_id)
        return page

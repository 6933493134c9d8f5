"""Dead letters and the audit log for spreadsheets, for operators."""

import csv
import io
from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Annotated

import orjson
from fastapi import APIRouter, Query
from starlette.responses import Response, StreamingResponse

from api.audit_documents import audit_document
from api.dead_letter_documents import listed_document, selection_of
from api.deps import PrincipalDep, ResourcesDep
from api.operators import require_operator
from api.problems import Responses, problems
from api.resources import Resources
from api.routing import LeanRoute
from api.schemas.audit import AuditExportQuery
from api.schemas.dead_letters import LetterExportQuery
from shared.core.errors import NotFound
from shared.db.repositories.audit import list_entries
from shared.db.repositories.dead_letters import Selection, State, list_letters
from shared.interchange.csv_out import defused

_PAGE = 200
_MOST_PAGES = 500
_TABLE: Responses = {
    200: {
        "content": {"text/csv": {}},
        "description": "A table with a line of headings, 100,000 rows at most, the newest first",
    }
}
_LETTER_COLUMNS = (
    "id", "state", "recorded_at", "event_type", "event_id", "user_id", "subject", "group",
    "failure_kind", "error_class", "error", "fingerprint", "attempts", "first_failed_at",
    "last_failed_at", "topic", "partition", "offset", "original_topic", "original_partition",
    "original_offset", "redrives", "redrive_id", "closed_at", "closed_by", "close_reason",
    "traceparent",
)  # fmt: skip
_AUDIT_COLUMNS = (
    "id", "happened_at", "actor", "actor_id", "action", "target", "reason", "details",
)  # fmt: skip

router = APIRouter(prefix="/api/ops", tags=["operations"], route_class=LeanRoute)


@router.get("/dlq.csv", response_class=Response, responses={**_TABLE, **problems(NotFound)})
async def download_dead_letters(
    query: Annotated[LetterExportQuery, Query()], principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Download dead letters without their payloads, as a table. For operators.

    Cells that a spreadsheet would take for formulas begin with a quote.
    """
    await require_operator(resources, principal)
    wanted = await selection_of(resources.db, query)
    state = None if query.state == "all" else query.state
    return _table("dead-letters", _letters(resources, wanted, state))


@router.get("/audit.csv", response_class=Response, responses=_TABLE)
async def download_audit_entries(
    query: Annotated[AuditExportQuery, Query()], principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Download who did what to the system, as a table. For operators.

    Cells that a spreadsheet would take for formulas begin with a quote.
    """
    await require_operator(resources, principal)
    return _table("audit", _acts(resources, query.action))


def _table(name: str, lines: AsyncIterator[bytes]) -> Response:
    headers = {
        "content-disposition": f"attachment; filename=rondel-{name}.csv",
        "cache-control": "no-store",
    }
    return StreamingResponse(lines, headers=headers, media_type="text/csv; charset=utf-8")


async def _letters(
    resources: Resources, wanted: Selection, state: State | None
) -> AsyncIterator[bytes]:
    yield _lines([_LETTER_COLUMNS])
    before = None
    for _ in range(_MOST_PAGES):
        async with resources.db.read() as connection:
            items, before = await list_letters(
                connection, wanted, state=state, limit=_PAGE, before=before
            )
        yield _lines(_cells(listed_document(each), _LETTER_COLUMNS) for each in items)
        if before is None:
            return


async def _acts(resources: Resources, action: str | None) -> AsyncIterator[bytes]:
    yield _lines([_AUDIT_COLUMNS])
    before: int | None = None
    for _ in range(_MOST_PAGES):
        async with resources.db.read() as connection:
            items = await list_entries(connection, before=before, limit=_PAGE, prefix=action)
        yield _lines(_cells(audit_document(each), _AUDIT_COLUMNS) for each in items)
        if len(items) < _PAGE:
            return
        before = items[-1].id


def _cells(document: Mapping[str, object], columns: Iterable[str]) -> list[str]:
    return [defused(_text(document[name])) for name in columns]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return orjson.dumps(value, option=orjson.OPT_UTC_Z).decode().strip('"')


def _lines(rows: Iterable[Iterable[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()

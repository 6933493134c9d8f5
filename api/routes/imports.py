"""Imports: the file is the body, a worker does the work, the report says what became of it."""

import csv
import io
from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from api.deps import PrincipalDep, ResourcesDep, VerifiedDep
from api.errors import BodyTooLarge, TooManyAtOnce
from api.problems import problems
from api.rendering import json_response
from api.resources import Resources
from api.routing import LeanRoute
from api.schemas.common import Document
from api.schemas.transfers import ImportListOut, ImportOut, ImportQuery, ReportOut, ReportQuery
from api.uploads import receive_file, turn
from shared.commands import transfers as commands
from shared.commands.changing import account_gone
from shared.commands.transfers import TooManyTransfers, TransferNotReady
from shared.core.errors import InvalidInput
from shared.db.repositories.transfer_reports import ReportRow, read_report
from shared.db.repositories.transfers import TransferView, list_transfers
from shared.db.repositories.users import find_user
from shared.interchange.csv_out import defused

_CSV_PAGE = 500
_FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string"}}},
    }
}

router = APIRouter(prefix="/api/imports", tags=["imports"], route_class=LeanRoute)


@router.post(
    "",
    status_code=202,
    response_model=ImportOut,
    openapi_extra=_FILE,
    responses=problems(BodyTooLarge, TooManyAtOnce, TooManyTransfers, TransferNotReady),
)
async def create_import(
    query: Annotated[ImportQuery, Query()],
    request: Request,
    verified: VerifiedDep,
    resources: ResourcesDep,
) -> Response:
    """Upload a file to import, or to try out what an import would do (`dry_run`)."""
    options = {"date_order": query.date_order, "mapping": _mapping(query.mapping)}
    async with turn(resources, verified.principal.user_id):
        transfer = await commands.begin_transfer(
            resources.db,
            verified.principal,
            "import",
            query.format,
            options=options,
            is_dry_run=query.dry_run,
            file_name=query.file_name,
        )
    return json_response(document(await receive_file(resources, request, transfer)), 202)


def _mapping(text: str | None) -> dict[str, str]:
    if text is None:
        return {}
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        value = None
    pairs = value.items() if isinstance(value, dict) else [(None, None)]
    if not all(isinstance(each, str) and "\0" not in each for pair in pairs for each in pair):
        message = "A JSON object from names of columns to names of fields."
        raise InvalidInput("/query/mapping", "mapping_malformed", message)
    return dict(pairs)


@router.get("", response_model=ImportListOut)
async def list_imports(principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """List the imports of the account, the newest first."""
    async with resources.db.read() as connection:
        found = await list_transfers(connection, principal.user_id, "import")
        if not found and await find_user(connection, principal.user_id) is None:
            raise account_gone()
    return json_response({"items": [document(each) for each in found]})


@router.get("/{import_id}", response_model=ImportOut)
async def get_import(import_id: UUID, principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """Read how far an import is, and what came of it."""
    return json_response(document(await _find(resources, principal.user_id, import_id)))


@router.get("/{import_id}/report", response_model=ReportOut)
async def get_import_report(
    import_id: UUID,
    query: Annotated[ReportQuery, Query()],
    principal: PrincipalDep,
    resources: ResourcesDep,
) -> Response:
    """Read which rows were lossy, skipped or failed, and why."""
    transfer = await _find(resources, principal.user_id, import_id)
    async with resources.db.read() as connection:
        rows = await read_report(connection, transfer.id, query.after, query.limit)
    following = rows[-1].number if len(rows) == query.limit else None
    return json_response({"items": [_row(each) for each in rows], "next_after": following})


@router.get(
    "/{import_id}/report.csv",
    response_class=Response,
    responses={200: {"content": {"text/csv": {}}, "description": "The whole report"}},
)
async def download_import_report(
    import_id: UUID, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Download the whole report as a file for spreadsheets."""
    transfer = await _find(resources, principal.user_id, import_id)
    name = f"attachment; filename=rondel-import-{import_id}.csv"
    headers = {"content-disposition": name, "cache-control": "no-store"}
    body = _csv(resources, transfer)
    return StreamingResponse(body, headers=headers, media_type="text/csv; charset=utf-8")


@router.post("/{import_id}/cancel", response_model=ImportOut)
async def cancel_import(
    import_id: UUID, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Stop an import; what was committed stays."""
    found = await commands.cancel_transfer(resources.db, principal, import_id, "import")
    return json_response(document(found))


@router.post(
    "/{import_id}/run",
    status_code=202,
    response_model=ImportOut,
    responses=problems(TransferNotReady),
)
async def run_import(import_id: UUID, principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """Carry out what a dry run showed, without a second upload."""
    found = await commands.run_import(resources.db, principal, import_id)
    return json_response(document(found), 202)


@router.delete("/{import_id}", status_code=204)
async def delete_import(
    import_id: UUID, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Delete file and report of an import; what it brought stays."""
    await commands.delete_transfer(resources.db, principal, import_id, "import")
    return Response(status_code=204)


async def _find(resources: Resources, user_id: UUID, import_id: UUID) -> TransferView:
    async with resources.db.read() as connection:
        return await commands.load_transfer_in(connection, user_id, import_id, "import")


async def _csv(resources: Resources, transfer: TransferView) -> AsyncIterator[bytes]:
    yield b"row,outcome,code,field,message,excerpt\r\n"
    after = 0
    while True:
        async with turn(resources, transfer.user_id), resources.db.read() as connection:
            rows = await read_report(connection, transfer.id, after, _CSV_PAGE)
        text = io.StringIO()
        writer = csv.writer(text)
        for row in rows:
            for reason in row.reasons:
                told = (reason["code"], reason["field"], reason["message"], row.excerpt)
                writer.writerow((row.number, row.outcome, *(defused(each) for each in told)))
        yield text.getvalue().encode()
        if len(rows) < _CSV_PAGE:
            return
        after = rows[-1].number


def _row(row: ReportRow) -> Document:
    return {
        "row": row.number,
        "outcome": row.outcome,
        "reasons": row.reasons,
        "excerpt": row.excerpt,
    }


def document(transfer: TransferView) -> Document:
    """An import as the API shows it."""
    return {
        "id": str(transfer.id),
        "format": transfer.format,
        "dry_run": transfer.is_dry_run,
        "state": transfer.state,
        "file_name": transfer.file_name,
        "file_bytes": transfer.file_bytes,
        "rows_total": transfer.rows_total,
        "rows_done": transfer.rows_done,
        "counts": transfer.counts if transfer.finished_at else None,
        "error": transfer.error,
        "created_at": transfer.created_at,
        "started_at": transfer.started_at,
        "finished_at": transfer.finished_at,
    }

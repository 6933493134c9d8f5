"""Exports: ordered, written by a worker, downloaded as a file."""

from collections.abc import AsyncIterator
from typing import Final
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response, StreamingResponse

from api.deps import PrincipalDep, ResourcesDep
from api.problems import problems
from api.rendering import json_response
from api.resources import Resources
from api.routing import LeanRoute
from api.schemas.common import Document
from api.schemas.transfers import ExportCreate, ExportListOut, ExportOut
from api.uploads import turn
from shared.commands import transfers as commands
from shared.commands.changing import account_gone
from shared.commands.transfers import TooManyTransfers, TransferNotReady
from shared.db.repositories.transfers import TransferView, list_transfers, read_part
from shared.db.repositories.users import find_user

_FILES: Final = {
    "native": ("application/x-ndjson", "jsonl"),
    "csv": ("text/csv; charset=utf-8", "csv"),
    "ics": ("text/calendar; charset=utf-8", "ics"),
}

router = APIRouter(prefix="/api/exports", tags=["exports"], route_class=LeanRoute)


@router.post("", status_code=202, response_model=ExportOut, responses=problems(TooManyTransfers))
async def create_export(
    body: ExportCreate, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Order an export of the whole account."""
    made = await commands.begin_transfer(resources.db, principal, "export", body.format)
    return json_response(_document(made), 202)


@router.get("", response_model=ExportListOut)
async def list_exports(principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """List the exports of the account, the newest first."""
    async with resources.db.read() as connection:
        found = await list_transfers(connection, principal.user_id, "export")
        if not found and await find_user(connection, principal.user_id) is None:
            raise account_gone()
    return json_response({"items": [_document(each) for each in found]})


@router.get("/{export_id}", response_model=ExportOut)
async def get_export(export_id: UUID, principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """Read whether an export is done."""
    return json_response(_document(await _find(resources, principal.user_id, export_id)))


@router.get(
    "/{export_id}/download",
    response_class=Response,
    responses={
        200: {
            "content": {"application/x-ndjson": {}, "text/csv": {}, "text/calendar": {}},
            "description": "The file",
        },
        **problems(TransferNotReady),
    },
)
async def download_export(
    export_id: UUID, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Download the file of an export that is done."""
    transfer = await _find(resources, principal.user_id, export_id)
    if transfer.state != "done":
        raise TransferNotReady(f"The export is {transfer.state}.")
    media_type, ending = _FILES[transfer.format]
    name = f"rondel-{transfer.created_at:%Y-%m-%d}.{ending}"
    headers = {
        "content-disposition": f"attachment; filename={name}",
        "content-length": str(transfer.file_bytes),
        "cache-control": "no-store",
    }
    body = _parts(resources, transfer)
    return StreamingResponse(body, headers=headers, media_type=media_type)


@router.delete("/{export_id}", status_code=204)
async def delete_export(
    export_id: UUID, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Delete an export, or stop one that is not done."""
    await commands.delete_transfer(resources.db, principal, export_id, "export")
    return Response(status_code=204)


async def _find(resources: Resources, user_id: UUID, export_id: UUID) -> TransferView:
    async with resources.db.read() as connection:
        return await commands.load_transfer_in(connection, user_id, export_id, "export")


async def _parts(resources: Resources, transfer: TransferView) -> AsyncIterator[bytes]:
    number = 0
    while True:
        async with turn(resources, transfer.user_id), resources.db.read() as connection:
            part = await read_part(connection, transfer.id, number)
        if part is None:
            return
        yield part
        number += 1


def _document(transfer: TransferView) -> Document:
    return {
        "id": str(transfer.id),
        "format": transfer.format,
        "state": transfer.state,
        "file_bytes": transfer.file_bytes,
        "error": transfer.error,
        "created_at": transfer.created_at,
        "started_at": transfer.started_at,
        "finished_at": transfer.finished_at,
    }

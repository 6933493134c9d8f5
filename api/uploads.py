"""Files that come as the body of a request, part by part; never whole in memory."""

import asyncio
from contextlib import AbstractAsyncContextManager
from typing import Final
from uuid import UUID

from starlette.requests import Request

from api.errors import BodyTooLarge
from api.resources import Resources
from shared.commands import transfers as commands
from shared.db.repositories.transfers import TransferView
from shared.interchange.heads import check_head
from shared.interchange.records import ReadOptions

PART_BYTES: Final = 256 * 1024
_PATIENCE_SECONDS: Final = 30.0


def turn(resources: Resources, user_id: UUID) -> AbstractAsyncContextManager[None]:
    """A turn at the database for one part; a slow sender holds none in between."""
    return resources.turns.turn(user_id, _PATIENCE_SECONDS)


async def receive_file(
    resources: Resources, request: Request, transfer: TransferView
) -> TransferView:
    """The whole body is the file of the transfer; nothing is left of one that breaks off.

    Raises:
        BodyTooLarge: it is longer than the limit.
        InterchangeError: it is not of the format that it is said to be.
    """
    try:
        return await _receive(resources, request, transfer)
    except BaseException:
        await asyncio.shield(commands.abandon_upload(resources.db, transfer))
        raise


async def _receive(resources: Resources, request: Request, transfer: TransferView) -> TransferView:
    limit = resources.settings.import_limit_bytes
    number, size, pending = 0, 0, bytearray()
    async for piece in request.stream():
        size += len(piece)
        if size > limit:
            raise BodyTooLarge(limit)
        pending += piece
        while len(pending) >= PART_BYTES:
            await _keep(resources, transfer, number, bytes(pending[:PART_BYTES]), is_whole=False)
            del pending[:PART_BYTES]
            number += 1
    if pending:
        await _keep(resources, transfer, number, bytes(pending), is_whole=number == 0)
    async with turn(resources, transfer.user_id):
        return await commands.finish_upload(resources.db, transfer, size)


async def _keep(
    resources: Resources, transfer: TransferView, number: int, part: bytes, *, is_whole: bool
) -> None:
    if number == 0:
        order = transfer.options.get("date_order", "dmy")
        options = ReadOptions(date_order=order, mapping=transfer.options.get("mapping", {}))
        await asyncio.to_thread(check_head, transfer.format, part, options, is_whole=is_whole)
    async with turn(resources, transfer.user_id):
        await commands.add_part(resources.db, transfer, number, part)

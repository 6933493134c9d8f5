"""An export: records page by page into the parts of a file."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

from shared.commands.export_records import records_of
from shared.commands.importing import Lost
from shared.db.repositories import transfers as repository
from shared.db.repositories.transfers import TransferView
from shared.db.session import Database
from shared.interchange.native import NativeWriter
from workers.transfers.stopping import Stopped

_PART_BYTES: Final = 256 * 1024


async def run_export(db: Database, transfer: TransferView, stop: asyncio.Event) -> int:
    """The file is written whole; its size in bytes. One that broke off begins anew.

    Raises:
        Lost: it was cancelled or taken over.
        Stopped: `stop` was set.
    """
    async with db.unit_of_work() as uow:
        if not await repository.beat(uow.connection, transfer, uow.now):
            raise Lost("It was cancelled.")
        await repository.drop_parts(uow.connection, transfer.id)
    pending, number, size = bytearray(), 0, 0
    async for piece in _lines(db, transfer):
        if stop.is_set():
            raise Stopped
        pending += piece
        size += len(piece)
        while len(pending) >= _PART_BYTES:
            await _add(db, transfer, number, bytes(pending[:_PART_BYTES]))
            del pending[:_PART_BYTES]
            number += 1
    await _add(db, transfer, number, bytes(pending))
    return size


async def _add(db: Database, transfer: TransferView, number: int, content: bytes) -> None:
    async with db.unit_of_work() as uow:
        is_ours = await repository.add_part(
            uow.connection, transfer.id, number, content, uow.now, fence=transfer.started_at
        )
        if not is_ours:
            raise Lost("It was cancelled, or another worker has taken it over.")


async def _lines(db: Database, transfer: TransferView) -> AsyncIterator[bytes]:
    writer = NativeWriter(db.clock.now())
    yield writer.head()
    async for records in records_of(db, transfer.user_id):
        yield b"".join(writer.line(record) for record in records)
    yield writer.end()

"""An export: records page by page into the parts of a file."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from shared.commands.calendar_tasks import calendar_task
from shared.commands.changing import account_gone
from shared.commands.export_records import records_of
from shared.commands.importing import Lost
from shared.db.repositories import transfers as repository
from shared.db.repositories.feeds import FeedTask, OpenedFeed, feed_tasks, zones_in_use
from shared.db.repositories.transfers import TransferView
from shared.db.repositories.users import find_user
from shared.db.session import Database
from shared.interchange.calendar import component, head, tail
from shared.interchange.csv_out import CsvWriter
from shared.interchange.native import NativeWriter
from workers.transfers.stopping import Stopped

_PART_BYTES: Final = 256 * 1024
_CALENDAR_PAGE: Final = 200
_LONG_AGO: Final = datetime(1900, 1, 1, tzinfo=UTC)


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
    async for piece in _WRITERS[transfer.format](db, transfer):
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


async def _native(db: Database, transfer: TransferView) -> AsyncIterator[bytes]:
    writer = NativeWriter(db.clock.now())
    yield writer.head()
    async for records in records_of(db, transfer.user_id):
        yield b"".join(writer.line(record) for record in records)
    yield writer.end()


async def _spreadsheet(db: Database, transfer: TransferView) -> AsyncIterator[bytes]:
    """Tasks that are not in the trash, a line each; readable, not lossless."""
    writer = CsvWriter()
    yield writer.head()
    async for records in records_of(db, transfer.user_id):
        yield b"".join(writer.line(record) for record in records)


async def _calendar(db: Database, transfer: TransferView) -> AsyncIterator[bytes]:
    """All tasks that are not in the trash, as to-dos (RFC 5545)."""
    async with db.driver() as connection:
        zones = await zones_in_use(connection, transfer.user_id)
    async with db.read() as connection:
        owner = await find_user(connection, transfer.user_id)
    if owner is None:
        raise account_gone()
    everything = OpenedFeed(
        transfer.id,
        owner.id,
        "Rondel",
        None,
        owner.zone,
        owner.all_day_reminder_time,
        None,
        "",
    )
    yield await asyncio.to_thread(head, everything.name, owner.zone, zones)
    after = None
    while True:
        async with db.driver() as connection:
            tasks, after = await feed_tasks(
                connection,
                everything,
                done_since=_LONG_AGO,
                with_undated=True,
                after=after,
                limit=_CALENDAR_PAGE,
            )
        yield await asyncio.to_thread(_components, tasks, everything)
        if after is None:
            break
    yield tail()


def _components(tasks: Sequence[FeedTask], everything: OpenedFeed) -> bytes:
    return b"".join(component(calendar_task(task, everything), "todos") for task in tasks)


_WRITERS: Final[Mapping[str, Callable[[Database, TransferView], AsyncIterator[bytes]]]] = {
    "native": _native,
    "csv": _spreadsheet,
    "ics": _calendar,
}
"""By format: the pieces of the file."""

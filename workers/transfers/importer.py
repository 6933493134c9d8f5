"""An import from its file to its end: counted first, then applied in passes."""

import asyncio
from collections.abc import Iterator
from itertools import islice

from shared.commands.changing import account_gone
from shared.commands.import_batches import PASSES, PLACES, TASKS, ImportJob, pass_of
from shared.commands.importing import BATCH_ROWS, MOST_ROWS, apply_batch
from shared.core.errors import InvalidInput
from shared.db.repositories import transfers as repository
from shared.db.repositories.imports import first_imported_at
from shared.db.repositories.transfers import TransferView
from shared.db.repositories.users import find_user
from shared.db.session import Database
from shared.domain.zones import to_local
from shared.interchange.errors import InterchangeError
from shared.interchange.formats import read
from shared.interchange.records import ReadOptions, SeriesRecord, TaskRecord
from shared.interchange.rows import Outcome, Row
from workers.transfers.stopping import Stopped


async def run_import(db: Database, transfer: TransferView, stop: asyncio.Event) -> None:
    """All rows of the file are here, in the report, or as they were before.

    Raises:
        InvalidInput: the file as a whole cannot be imported; what was committed stays.
        Lost: it was cancelled or taken over.
        Stopped: `stop` was set.
    """
    if transfer.is_dry_run and "cursor" in transfer.options:
        async with db.unit_of_work() as uow:
            await repository.restart(uow.connection, transfer)
    file = await _File.open(db, transfer)
    await _count(db, transfer, file, stop)
    job = ImportJob(transfer)
    cursor = [0, 0] if transfer.is_dry_run else transfer.options.get("cursor", [0, 0])
    for stage in PASSES:
        if stage < cursor[0]:
            continue
        after = cursor[1] if stage == cursor[0] else 0
        rows = _rows_of(stage, after, file.rows())
        while batch := await asyncio.to_thread(lambda it: list(islice(it, BATCH_ROWS)), rows):
            if stop.is_set():
                raise Stopped
            await apply_batch(db, job, stage, [row for _, row in batch], batch[-1][0])
    await _say_cut_off(file)


async def _count(db: Database, transfer: TransferView, file: "_File", stop: asyncio.Event) -> None:
    """How many rows there are is on record. Nothing is applied of a file with too many."""
    rows, total = file.rows(), 0
    while batch := await asyncio.to_thread(lambda it: list(islice(it, 2_000)), rows):
        total += len(batch)
        file.note(batch)
        if total > MOST_ROWS:
            message = f"The file has more than {MOST_ROWS:,} rows; nothing was imported."
            raise InvalidInput("/file", "rows_too_many", message)
        if stop.is_set():
            raise Stopped
    async with db.unit_of_work() as uow:
        await repository.set_total(uow.connection, transfer, total)


def _rows_of(stage: int, after: int, rows: Iterator[Row]) -> Iterator[tuple[int, Row]]:
    """Those behind the first `after` rows that have something for this pass, with their places.

    A place is not the number of the row: parents are read before their children.
    """
    for place, row in enumerate(rows, start=1):
        if place > after and _concerns(stage, row):
            yield place, row


def _concerns(stage: int, row: Row) -> bool:
    if pass_of(row) == stage:
        return True
    if stage == PLACES:
        return any(not isinstance(record, TaskRecord) for record in row.records)
    if stage == TASKS:
        return any(isinstance(record, TaskRecord) for record in row.records)
    return any(
        (isinstance(record, TaskRecord) and (record.parent or record.follows))
        or (isinstance(record, SeriesRecord) and record.follows)
        for record in row.records
    )


async def _say_cut_off(file: "_File") -> None:
    if file.cut_off is not None:
        raise InterchangeError("truncated", f"{file.cut_off} What came before it was imported.")


class _File:
    """The uploaded file, read as often as there are passes; one part in memory."""

    def __init__(self, db: Database, transfer: TransferView, options: ReadOptions) -> None:
        self._db = db
        self._transfer = transfer
        self._options = options
        self._loop = asyncio.get_running_loop()
        self.cut_off: str | None = None

    @staticmethod
    async def open(db: Database, transfer: TransferView) -> "_File":
        async with db.unit_of_work() as uow:
            owner = await find_user(uow.connection, transfer.user_id)
            if owner is None:
                raise account_gone()
            first = await first_imported_at(uow.connection, transfer)
        given = transfer.options
        options = ReadOptions(
            zone=owner.zone,
            # Words such as "every monday" mean the same when the same file comes again.
            today=to_local(first, owner.zone).date(),
            date_order=given.get("date_order", "dmy"),
            mapping=given.get("mapping", {}),
        )
        return _File(db, transfer, options)

    def rows(self) -> Iterator[Row]:
        """The rows; to be taken in another thread than that of the loop."""
        return read(self._transfer.format, self._parts(), self._options)

    def note(self, rows: list[Row]) -> None:
        for row in rows:
            if row.outcome is Outcome.FAILED and any(
                each.code in ("truncated", "json_truncated") for each in row.losses
            ):
                self.cut_off = row.losses[0].message

    def _parts(self) -> Iterator[bytes]:
        number = 0
        while True:
            reading = asyncio.run_coroutine_threadsafe(self._part(number), self._loop)
            content = reading.result()
            if content is None:
                return
            yield content
            number += 1

    async def _part(self, number: int) -> bytes | None:
        async with self._db.read() as connection:
            return await repository.read_part(connection, self._transfer.id, number)

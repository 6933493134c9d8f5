"""One batch of an import: what is known, what each record becomes, and what is said of each row.

A file is read in three passes, since tasks may come before what they point at: `PLACES` (projects,
series and the like), `TASKS`, and `LINKS` (parents that came later, the log of series).
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from shared.db.repositories.imports import Key, Known, known_items
from shared.db.repositories.transfer_reports import ReportRow
from shared.db.repositories.transfers import TransferView
from shared.db.repositories.users import UserRow
from shared.db.session import UnitOfWork
from shared.interchange.native import NativeWriter
from shared.interchange.records import (
    FilterRecord,
    LabelRecord,
    PreferencesRecord,
    ProjectRecord,
    Record,
    SectionRecord,
    SeriesRecord,
    SlotRecord,
    TaskRecord,
    VacationRecord,
)
from shared.interchange.rows import Loss, Outcome, Row, shortened

PLACES: Final = 0
TASKS: Final = 1
LINKS: Final = 2
PASSES: Final = (PLACES, TASKS, LINKS)

_EPOCH: Final = datetime.fromisoformat("2000-01-01T00:00:00+00:00")
_WORSE: Final = {Outcome.TAKEN: 0, Outcome.LOSSY: 1, Outcome.SKIPPED: 2, Outcome.FAILED: 3}

Named = (
    LabelRecord
    | ProjectRecord
    | SectionRecord
    | FilterRecord
    | SeriesRecord
    | VacationRecord
    | TaskRecord
)
"""Records that have an id where they come from."""


def pass_of(row: Row) -> int:
    """The pass after which all of the row is done."""
    found = PLACES
    for record in row.records:
        if isinstance(record, TaskRecord):
            found = max(found, TASKS)
        elif isinstance(record, SlotRecord):
            found = LINKS
    return found


def hash_of(record: Record) -> bytes:
    """The same for the same content."""
    return hashlib.sha256(NativeWriter(_EPOCH).line(record)).digest()


@dataclass
class ImportJob:
    """An import under way. `seen` is what a dry run would have made."""

    transfer: TransferView
    seen: dict[Key, Known] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """Where ids come from."""
        return self.transfer.format

    @property
    def is_dry_run(self) -> bool:
        """Whether nothing is written but the report."""
        return self.transfer.is_dry_run


@dataclass
class Batch:
    """Rows under way in one transaction."""

    job: ImportJob
    uow: UnitOfWork
    user: UserRow
    rows: Sequence[Row]
    known: dict[Key, Known] = field(default_factory=dict)
    made: dict[Key, tuple[UUID, bytes]] = field(default_factory=dict)
    said: dict[int, list[tuple[Outcome, Loss]]] = field(default_factory=dict)
    changed: set[int] = field(default_factory=set)
    """Rows of which something was written."""
    channels: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Names by which reminders call the owner's channels, by kind; of a batch of tasks."""

    async def learn(self, keys: Iterable[Key]) -> None:
        """What earlier imports, and earlier batches, made of these is known."""
        wanted = {key for key in keys if key not in self.known}
        found = await known_items(self.uow.connection, self.user.id, self.job.source, wanted)
        self.known.update(found)
        if self.job.is_dry_run:
            for key in wanted & self.job.seen.keys():
                self.known.setdefault(key, self.job.seen[key])

    def item(self, kind: str, source_id: str | None) -> UUID | None:
        """What this is here; None if it is nowhere."""
        if source_id is None:
            return None
        known = self.known.get((kind, source_id))
        return known.item_id if known is not None and known.is_here else None

    def make(self, number: int, key: Key, known: Known) -> None:
        """From now on this is here."""
        self.known[key] = known
        self.made[key] = (known.item_id, known.content_hash)
        self.changed.add(number)
        if self.job.is_dry_run:
            self.job.seen[key] = known

    def say(self, number: int, outcome: Outcome, code: str, where: str, message: str) -> None:
        """The report will tell this of the row."""
        self.said.setdefault(number, []).append((outcome, Loss(code, where, message)))

    def lossy(self, number: int, code: str, where: str, message: str) -> None:
        """The row came over, but for this."""
        self.say(number, Outcome.LOSSY, code, where, message)

    def report(self, stage: int) -> tuple[list[ReportRow], int, int]:
        """Rows for the report, how many are done with this pass, and how many had no change."""
        told, done, unchanged = [], 0, 0
        for row in self.rows:
            said = self.said.get(row.number, [])
            is_final = pass_of(row) == stage
            done += is_final
            if is_final and row.records and row.number not in self.changed and not said:
                unchanged += 1
                continue
            losses = [loss for _, loss in said]
            outcome = max((each for each, _ in said), key=_WORSE.__getitem__, default=Outcome.TAKEN)
            if is_final:
                losses = [*row.losses, *losses]
                outcome = max(outcome, row.outcome, key=_WORSE.__getitem__)
            if outcome is not Outcome.TAKEN:
                told.append(_told(row, outcome, losses))
        return told, done, unchanged


def _told(row: Row, outcome: Outcome, losses: Sequence[Loss]) -> ReportRow:
    # They quote the file, which may hold what cannot be stored.
    reasons = [
        {
            "code": each.code,
            "field": shortened(each.field),
            "message": shortened(each.message),
        }
        for each in losses
    ]
    return ReportRow(row.number, str(outcome), reasons, _name_of(row))


def _name_of(row: Row) -> str:
    """What its task or its only record is called there; else how it stands in the file."""
    tasks = [record for record in row.records if isinstance(record, TaskRecord)]
    records = tasks or row.records
    is_named = all(loss.code != "title_missing" for loss in row.losses)
    if len(records) == 1 and (is_named or not row.excerpt):
        name = getattr(records[0], "title", None) or getattr(records[0], "name", None)
        if isinstance(name, str):
            return name[:300]
    return row.excerpt


def preferences_in(rows: Iterable[Row]) -> list[tuple[int, PreferencesRecord]]:
    """The preferences among these, with the numbers of their rows."""
    return [
        (row.number, record)
        for row in rows
        for record in row.records
        if isinstance(record, PreferencesRecord)
    ]

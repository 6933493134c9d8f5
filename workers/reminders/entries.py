"""Reminders in memory, ordered by their instant."""

import heapq
from dataclasses import dataclass, field
from datetime import datetime
from typing import get_args
from uuid import UUID

from shared.db.repositories.jobs import JobRow
from shared.events.digests import DigestKind
from shared.kafka.producer import Outgoing
from shared.observability.spans import Span

TRACEPARENT = "traceparent"
"""Where a row keeps the context that it was planned in."""

_DIGESTS = frozenset[DigestKind](get_args(DigestKind))


class UnreadableRow(Exception):
    """A job row without what firing needs; it is parked, never deleted."""


@dataclass(slots=True)
class Entry:
    """One waiting reminder; `record` is what Kafka will get, made shortly before it is due.

    A reminder has a task, a digest of any kind has none.
    """

    run_at: datetime
    reminder_id: UUID
    version: int
    user_id: UUID
    task_id: UUID | None
    digest: DigestKind | None = None
    record: Outgoing | None = field(default=None, compare=False, repr=False)
    traceparent: str | None = field(default=None, compare=False, repr=False)
    """The context that it was planned in, if that is recorded."""
    span: Span | None = field(default=None, compare=False, repr=False)
    """Of its firing, from when its record was made to the acknowledgement."""

    @property
    def key(self) -> tuple[datetime, UUID]:
        """Its place in the index of the table."""
        return self.run_at, self.reminder_id


def read_entry(row: JobRow) -> Entry:
    """The entry in a row.

    Raises:
        UnreadableRow: the payload lacks the ids, or they are none.
    """
    try:
        user_id, digest = UUID(row.payload["user_id"]), row.payload.get("kind")
        task_id = UUID(row.payload["task_id"]) if digest is None else None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnreadableRow(f"{type(error).__name__}: {error}"[:200]) from error
    if digest is not None and digest not in _DIGESTS:
        raise UnreadableRow(f"unknown kind: {digest}"[:200])
    entry = Entry(row.run_at, row.reminder_id, row.version, user_id, task_id, digest)
    traceparent = row.payload.get(TRACEPARENT)
    entry.traceparent = traceparent if isinstance(traceparent, str) else None
    return entry


@dataclass(slots=True)
class Window:
    """The next entries of one partition.

    It knows every row up to `end`; None means that it knows them all. A newer version of a
    reminder replaces the older one; heap items that were replaced are skipped when they come up.
    """

    end: tuple[datetime, UUID] | None = None
    head_at: datetime | None = None
    """The instant of the next entry. A plain attribute: it is read at each tick of the timer."""
    _heap: list[tuple[datetime, UUID, int]] = field(default_factory=list)
    _entries: dict[UUID, Entry] = field(default_factory=dict)
    _unprepared: list[tuple[datetime, UUID, int]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self._entries)

    def covers(self, entry: Entry) -> bool:
        """Whether an entry at this place belongs into the window."""
        return self.end is None or entry.key <= self.end

    def put(self, entry: Entry) -> None:
        """The entry waits, unless a newer version of it does."""
        known = self._entries.get(entry.reminder_id)
        if known is not None and known.version >= entry.version:
            return
        self._entries[entry.reminder_id] = entry
        item = (entry.run_at, entry.reminder_id, entry.version)
        heapq.heappush(self._heap, item)
        if entry.record is None:
            heapq.heappush(self._unprepared, item)
        self._find_head()

    def take_out(self, reminder_id: UUID, version: int) -> None:
        """This reminder, up to this version, does not wait."""
        known = self._entries.get(reminder_id)
        if known is not None and known.version <= version:
            del self._entries[reminder_id]
            self._find_head()

    def version_of(self, reminder_id: UUID) -> int | None:
        """The version that waits."""
        known = self._entries.get(reminder_id)
        return known.version if known else None

    def entry_of(self, reminder_id: UUID) -> Entry | None:
        """What waits of this reminder."""
        return self._entries.get(reminder_id)

    def due_by(self, until: datetime) -> list[Entry]:
        """What is due by then, in no order."""
        return [entry for entry in self._entries.values() if entry.run_at <= until]

    def pop_due(self, now: datetime, limit: int) -> list[Entry]:
        """Up to `limit` entries whose instant is not after `now`, taken out, in order."""
        due: list[Entry] = []
        while self.head_at is not None and self.head_at <= now and len(due) < limit:
            _, reminder_id, _ = heapq.heappop(self._heap)
            due.append(self._entries.pop(reminder_id))
            self._find_head()
        return due

    def pop_unprepared(self, until: datetime, limit: int) -> list[Entry]:
        """Up to `limit` entries that are due by `until` and have not been given out here before.

        They stay in the window.
        """
        soon: list[Entry] = []
        while self._unprepared and self._unprepared[0][0] <= until and len(soon) < limit:
            item = heapq.heappop(self._unprepared)
            if self._is_current(item):
                soon.append(self._entries[item[1]])
        return soon

    def cut(self, keep: int) -> None:
        """Only the next `keep` entries are left, and `end` says so."""
        kept = self.entries()[:keep]
        self.end = kept[-1].key
        self._entries = {entry.reminder_id: entry for entry in kept}
        self._heap = [(entry.run_at, entry.reminder_id, entry.version) for entry in kept]
        self._unprepared = [
            item for item, entry in zip(self._heap, kept, strict=True) if entry.record is None
        ]  # in order, as a heap may be
        self._find_head()

    def entries(self) -> list[Entry]:
        """Everything that waits, in order."""
        return sorted(self._entries.values(), key=lambda entry: entry.key)

    def _find_head(self) -> None:
        while self._heap:
            if self._is_current(self._heap[0]):
                self.head_at = self._heap[0][0]
                return
            heapq.heappop(self._heap)
        self.head_at = None

    def _is_current(self, item: tuple[datetime, UUID, int]) -> bool:
        """Whether the item is of the entry that waits, not of one replaced or taken out."""
        run_at, reminder_id, version = item
        known = self._entries.get(reminder_id)
        return known is not None and known.version == version and known.run_at == run_at

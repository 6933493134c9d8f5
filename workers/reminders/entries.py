"""Reminders in memory, ordered by their instant."""

import heapq
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from shared.db.repositories.jobs import JobRow


class UnreadableRow(Exception):
    """A job row without what firing needs; it is parked, never deleted."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One waiting reminder."""

    run_at: datetime
    reminder_id: UUID
    version: int
    user_id: UUID
    task_id: UUID

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
        user_id, task_id = UUID(row.payload["user_id"]), UUID(row.payload["task_id"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnreadableRow(f"{type(error).__name__}: {error}"[:200]) from error
    return Entry(row.run_at, row.reminder_id, row.version, user_id, task_id)


@dataclass(slots=True)
class Window:
    """The next entries of one partition.

    It knows every row up to `end`; None means that it knows them all. A newer version of a
    reminder replaces the older one; heap items that were replaced are skipped when they come up.
    """

    end: tuple[datetime, UUID] | None = None
    _heap: list[tuple[datetime, UUID, int]] = field(default_factory=list)
    _entries: dict[UUID, Entry] = field(default_factory=dict)

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
        heapq.heappush(self._heap, (entry.run_at, entry.reminder_id, entry.version))

    def take_out(self, reminder_id: UUID, version: int) -> None:
        """This reminder, up to this version, does not wait."""
        known = self._entries.get(reminder_id)
        if known is not None and known.version <= version:
            del self._entries[reminder_id]

    def version_of(self, reminder_id: UUID) -> int | None:
        """The version that waits."""
        known = self._entries.get(reminder_id)
        return known.version if known else None

    def head(self) -> datetime | None:
        """The instant of the next entry."""
        self._drop_replaced()
        return self._heap[0][0] if self._heap else None

    def pop_due(self, now: datetime, limit: int) -> list[Entry]:
        """Up to `limit` entries whose instant is not after `now`, taken out, in order."""
        due: list[Entry] = []
        while len(due) < limit:
            self._drop_replaced()
            if not self._heap or self._heap[0][0] > now:
                break
            _, reminder_id, _ = heapq.heappop(self._heap)
            due.append(self._entries.pop(reminder_id))
        return due

    def entries(self) -> list[Entry]:
        """Everything that waits, in order."""
        return sorted(self._entries.values(), key=lambda entry: entry.key)

    def _drop_replaced(self) -> None:
        while self._heap:
            _, reminder_id, version = self._heap[0]
            known = self._entries.get(reminder_id)
            if known is not None and known.version == version:
                return
            heapq.heappop(self._heap)

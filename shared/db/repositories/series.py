"""Series and the log of their slots."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A series as commands write it; `dtstart` is naive local time (midnight when all-day)."""

    id: UUID
    user_id: UUID
    rrule: str
    dtstart: datetime
    all_day: bool
    zone: str | None
    anchor: str
    missed_policy: str = "collapse"
    reset_subtasks: bool = True
    auto_skip_minutes: int | None = None
    exdates: tuple[str, ...] = ()
    rdates: tuple[str, ...] = ()
    follows_id: UUID | None = None


_INSERT = text(
    """
    INSERT INTO series (id, user_id, rrule, dtstart, all_day, zone, anchor, missed_policy,
                        reset_subtasks, auto_skip_minutes, exdates, rdates, follows_id,
                        created_at, updated_at)
    VALUES (:id, :user_id, :rrule, :dtstart, :all_day, :zone, :anchor, :missed_policy,
            :reset_subtasks, :auto_skip_minutes, CAST(:exdates AS text[]),
            CAST(:rdates AS text[]), :follows_id, :now, :now)
    """
)


async def insert_series(connection: Connection, series: SeriesRow, now: datetime) -> None:
    """The series exists."""
    await connection.execute(
        _INSERT,
        {
            "id": series.id,
            "user_id": series.user_id,
            "rrule": series.rrule,
            "dtstart": series.dtstart,
            "all_day": series.all_day,
            "zone": series.zone,
            "anchor": series.anchor,
            "missed_policy": series.missed_policy,
            "reset_subtasks": series.reset_subtasks,
            "auto_skip_minutes": series.auto_skip_minutes,
            "exdates": list(series.exdates),
            "rdates": list(series.rdates),
            "follows_id": series.follows_id,
            "now": now,
        },
    )


@dataclass(frozen=True, slots=True)
class LogEntry:
    """What became of one slot, or of `count` slots from this one on."""

    series_id: UUID
    slot: str
    user_id: UUID
    outcome: str
    task_id: UUID | None = None
    count: int = 1


_LOG = text(
    """
    INSERT INTO occurrence_log (series_id, slot, user_id, outcome, task_id, count, logged_at)
    SELECT l.*, :now
    FROM unnest(CAST(:series_ids AS uuid[]), CAST(:slots AS text[]), CAST(:user_ids AS uuid[]),
                CAST(:outcomes AS text[]), CAST(:task_ids AS uuid[]), CAST(:counts AS int[])) AS l
    ON CONFLICT (series_id, slot) DO UPDATE
    SET outcome = excluded.outcome, task_id = excluded.task_id, logged_at = excluded.logged_at
    WHERE excluded.outcome <> 'missed'
    """
)


async def log_slots(connection: Connection, entries: Sequence[LogEntry], now: datetime) -> None:
    """The log says this of these slots; a later word replaces an earlier one, but for `missed`."""
    if not entries:
        return
    await connection.execute(
        _LOG,
        {
            "series_ids": [entry.series_id for entry in entries],
            "slots": [entry.slot for entry in entries],
            "user_ids": [entry.user_id for entry in entries],
            "outcomes": [entry.outcome for entry in entries],
            "task_ids": [entry.task_id for entry in entries],
            "counts": [entry.count for entry in entries],
            "now": now,
        },
    )


async def unlog_slot(connection: Connection, series_id: UUID, slot: str) -> None:
    """The log says nothing of this slot."""
    await connection.execute(
        text("DELETE FROM occurrence_log WHERE series_id = :series_id AND slot = :slot"),
        {"series_id": series_id, "slot": slot},
    )


async def count_completion(connection: Connection, series_id: UUID, change: int) -> None:
    """The series has counted `change` more completions (COUNT with anchor completion)."""
    await connection.execute(
        text("UPDATE series SET completions = completions + :change WHERE id = :series_id"),
        {"series_id": series_id, "change": change},
    )


@dataclass(frozen=True, slots=True)
class DoneOccurrence:
    """A completed occurrence with its rule: what the next one is computed from."""

    task_id: UUID
    user_id: UUID
    title: str
    notes: str
    priority: int
    slot: str
    completed_at: datetime
    task_zone: str | None
    series_id: UUID
    rrule: str
    dtstart: datetime
    all_day: bool
    series_zone: str | None
    anchor: str
    missed_policy: str
    exdates: tuple[str, ...]
    rdates: tuple[str, ...]
    completions: int


_DONE = text(
    """
    SELECT t.id, t.user_id, t.title, t.notes, t.priority, t.slot, t.completed_at,
           t.zone, s.id, s.rrule, s.dtstart, s.all_day, s.zone, s.anchor, s.missed_policy,
           s.exdates, s.rdates, s.completions
    FROM tasks t JOIN series s ON s.id = t.series_id
    WHERE t.id = ANY(CAST(:task_ids AS uuid[])) AND t.status = 'done' AND t.deleted_at IS NULL
    ORDER BY t.user_id, t.id
    FOR UPDATE OF t
    """
)


async def find_done_occurrences(
    connection: Connection, task_ids: Sequence[UUID]
) -> list[DoneOccurrence]:
    """Those of these tasks that are done occurrences of a series, locked."""
    result = await connection.execute(_DONE, {"task_ids": list(task_ids)})
    return [DoneOccurrence(*row) for row in result]


@dataclass(frozen=True, slots=True)
class NextOccurrence:
    """A new occurrence that takes title, notes, priority and labels from `source`."""

    id: UUID
    source: DoneOccurrence
    slot: str
    due_on: date | None
    due_at: datetime | None
    due_local: datetime | None


# The unique key (series_id, slot) makes each occurrence happen once, however often the event comes.
_INSERT_NEXT = text(
    """
    INSERT INTO tasks (id, user_id, title, notes, priority, status, due_on, due_at, due_local,
                       zone, series_id, slot, source_id, version, created_at, updated_at)
    SELECT n.id, t.user_id, t.title, t.notes, t.priority, 'open', n.due_on, n.due_at,
           n.due_local, t.zone, t.series_id, n.slot, n.source_id, 1, :now, :now
    FROM unnest(CAST(:ids AS uuid[]), CAST(:source_ids AS uuid[]), CAST(:slots AS text[]),
                CAST(:due_ons AS date[]), CAST(:due_ats AS timestamptz[]),
                CAST(:due_locals AS timestamp[]))
         WITH ORDINALITY AS n (id, source_id, slot, due_on, due_at, due_local, position)
    JOIN tasks t ON t.id = n.source_id
    ORDER BY n.position
    ON CONFLICT (series_id, slot) DO NOTHING
    RETURNING id
    """
)

_COPY_LABELS = text(
    """
    INSERT INTO task_labels (task_id, label_id)
    SELECT n.id, l.label_id
    FROM unnest(CAST(:ids AS uuid[]), CAST(:source_ids AS uuid[])) AS n (id, source_id)
    JOIN task_labels l ON l.task_id = n.source_id
    RETURNING task_id, (SELECT name FROM labels WHERE id = label_id) AS name
    """
)


async def insert_next_occurrences(
    connection: Connection, occurrences: Sequence[NextOccurrence], now: datetime
) -> dict[UUID, tuple[str, ...]]:
    """Each occurrence whose slot was free exists; answers the labels of each by its id."""
    result = await connection.execute(
        _INSERT_NEXT,
        {
            "ids": [each.id for each in occurrences],
            "source_ids": [each.source.task_id for each in occurrences],
            "slots": [each.slot for each in occurrences],
            "due_ons": [each.due_on for each in occurrences],
            "due_ats": [each.due_at for each in occurrences],
            "due_locals": [each.due_local for each in occurrences],
            "now": now,
        },
    )
    labels: dict[UUID, list[str]] = {row.id: [] for row in result}
    inserted = [each for each in occurrences if each.id in labels]
    if inserted:
        parameters = {
            "ids": [each.id for each in inserted],
            "source_ids": [each.source.task_id for each in inserted],
        }
        for row in await connection.execute(_COPY_LABELS, parameters):
            labels[row.task_id].append(row.name)
    return {identifier: tuple(sorted(names)) for identifier, names in labels.items()}

"""Series and the log of their slots."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Row, text

from shared.db.connection import Connection
from shared.domain.checklists import Checklist, read_checklist


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
    completions: int = 0
    ends_before: str | None = None


_INSERT = text(
    """
    INSERT INTO series (id, user_id, rrule, dtstart, all_day, zone, anchor, missed_policy,
                        reset_subtasks, auto_skip_minutes, exdates, rdates, follows_id,
                        completions, ends_before, created_at, updated_at)
    VALUES (:id, :user_id, :rrule, :dtstart, :all_day, :zone, :anchor, :missed_policy,
            :reset_subtasks, :auto_skip_minutes, CAST(:exdates AS text[]),
            CAST(:rdates AS text[]), :follows_id, :completions, :ends_before, :now, :now)
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
            "completions": series.completions,
            "ends_before": series.ends_before,
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
    WHERE excluded.outcome <> 'missed' AND NOT CAST(:keeps AS bool)
    RETURNING series_id, slot
    """
)


async def log_slots(
    connection: Connection, entries: Sequence[LogEntry], now: datetime, *, keeps: bool = False
) -> set[tuple[UUID, str]]:
    """The log says this of these slots; a later word replaces an earlier one, but for `missed`.

    With `keeps` an earlier one stays. Answers the slots (series, slot) of which it says something
    it did not say before.
    """
    if not entries:
        return set()
    result = await connection.execute(
        _LOG,
        {
            "series_ids": [entry.series_id for entry in entries],
            "slots": [entry.slot for entry in entries],
            "user_ids": [entry.user_id for entry in entries],
            "outcomes": [entry.outcome for entry in entries],
            "task_ids": [entry.task_id for entry in entries],
            "counts": [entry.count for entry in entries],
            "keeps": keeps,
            "now": now,
        },
    )
    return {(row.series_id, row.slot) for row in result}


async def count_completion(connection: Connection, series_id: UUID, change: int) -> None:
    """The series has counted `change` more completions (COUNT with anchor completion)."""
    await connection.execute(
        text("UPDATE series SET completions = completions + :change WHERE id = :series_id"),
        {"series_id": series_id, "change": change},
    )


@dataclass(frozen=True, slots=True)
class DoneOccurrence:
    """An occurrence with its rule: what the next one is computed from.

    `completed_at` is when it was done or skipped; for one that is open, the present.
    """

    task_id: UUID
    user_id: UUID
    title: str
    notes: str
    priority: int
    slot: str
    completed_at: datetime
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
    ends_before: str | None
    reset_subtasks: bool
    auto_skip_minutes: int | None
    version: int
    due_on: date | None
    due_at: datetime | None
    start_on: date | None
    start_local: datetime | None
    project_id: UUID | None
    parent_id: UUID | None
    was_skipped: bool
    is_archived: bool
    """Whether its project is archived."""
    open_occurrences: int
    """How many of the series are open; counted for the policy `keep_each` alone."""
    near_slots: tuple[str, ...]
    """The latest slots of tasks of the series, from the day of `slot` on; deleted ones count."""
    section_id: UUID | None
    position: str
    """Where it stands, which may be by its own id."""
    checklist: Checklist
    series_fields: dict[str, Any] | None


# The last subquery reads the unique index (series_id, slot) from its end.
_OCCURRENCE = """
    SELECT t.id, t.user_id, t.title, t.notes, t.priority, t.slot,
           COALESCE(t.completed_at, t.skipped_at, CAST(:now AS timestamptz)),
           s.id, s.rrule, s.dtstart, s.all_day, s.zone, s.anchor, s.missed_policy,
           s.exdates, s.rdates, s.completions, s.ends_before, s.reset_subtasks,
           s.auto_skip_minutes, t.version, t.due_on, t.due_at, t.start_on, t.start_local,
           t.project_id, t.parent_id, t.status = 'skipped',
           EXISTS (SELECT FROM projects p WHERE p.id = t.project_id AND p.archived_at IS NOT NULL),
           CASE WHEN s.missed_policy = 'keep_each' THEN (
               SELECT count(*) FROM tasks o WHERE o.series_id = s.id AND o.status = 'open'
               AND o.deleted_at IS NULL) ELSE 0 END,
           ARRAY(SELECT l.slot FROM tasks l
                 WHERE l.series_id = t.series_id AND l.slot >= left(t.slot, 10)
                 ORDER BY l.slot DESC LIMIT 200),
           t.section_id, COALESCE(t.position, t.id::text), t.checklist::text,
           t.series_fields::text
    FROM tasks t JOIN series s ON s.id = t.series_id
    WHERE t.id = ANY(CAST(:task_ids AS uuid[])) AND t.deleted_at IS NULL
"""
_DONE = text(
    _OCCURRENCE + " AND t.status IN ('done', 'skipped') ORDER BY t.user_id, t.id FOR UPDATE OF t"
)
# Reads the table: it is asked once, after a restore.
_STALLED = text(
    """
    SELECT t.user_id, t.id, t.completed_at FROM tasks t
    WHERE t.series_id IS NOT NULL AND t.status = 'done' AND t.completed_at >= :since
      AND t.deleted_at IS NULL
      AND NOT EXISTS (SELECT FROM tasks o WHERE o.series_id = t.series_id AND o.status = 'open'
                      AND o.deleted_at IS NULL)
    ORDER BY t.user_id, t.id
    """
)
_OPEN = text(_OCCURRENCE + " AND t.status = 'open' ORDER BY t.user_id, t.id FOR UPDATE OF t")


async def find_done_occurrences(
    connection: Connection, task_ids: Sequence[UUID], now: datetime
) -> list[DoneOccurrence]:
    """Those of these tasks that are done or skipped occurrences of a series, locked."""
    result = await connection.execute(_DONE, {"task_ids": list(task_ids), "now": now})
    return [_occurrence(row) for row in result]


async def find_stalled_completions(
    connection: Connection, since: datetime
) -> list[tuple[UUID, UUID, datetime]]:
    """User, task and moment of completions since then whose series has nothing open."""
    result = await connection.execute(_STALLED, {"since": since})
    return [(row.user_id, row.id, row.completed_at) for row in result]


async def find_open_occurrences(
    connection: Connection, task_ids: Sequence[UUID], now: datetime
) -> list[DoneOccurrence]:
    """Those of these tasks that are open occurrences of a series, locked."""
    result = await connection.execute(_OPEN, {"task_ids": list(task_ids), "now": now})
    return [_occurrence(row) for row in result]


def _occurrence(row: Row[Any]) -> DoneOccurrence:
    *plain, checklist, series_fields = tuple(row)
    fields = orjson.loads(series_fields) if series_fields else None
    values: tuple[Any, ...] = (*plain, read_checklist(orjson.loads(checklist)), fields)
    return DoneOccurrence(*values)


@dataclass(frozen=True, slots=True)
class NextOccurrence:
    """A new occurrence; what is None of title, notes, priority and labels comes from `source`.

    `brought_by` is the task whose end brought it, if one did: reopening that takes it back.
    """

    id: UUID
    source: DoneOccurrence
    slot: str
    due_on: date | None
    due_at: datetime | None
    due_local: datetime | None
    start_on: date | None = None
    start_at: datetime | None = None
    start_local: datetime | None = None
    title: str | None = None
    notes: str | None = None
    priority: int | None = None
    labels: tuple[str, ...] | None = None
    project_id: UUID | None = None
    brought_by: UUID | None = None
    section_id: UUID | None = None
    checklist: Checklist = ()


# The unique key (series_id, slot) makes each occurrence happen once, however often the event comes.
_INSERT_NEXT = text(
    """
    INSERT INTO tasks (id, user_id, title, notes, priority, status, due_on, due_at, due_local,
                       zone, start_on, start_at, start_local, project_id, parent_id, series_id,
                       slot, source_id, section_id, position, checklist, version, created_at,
                       updated_at)
    SELECT n.id, t.user_id, COALESCE(n.title, t.title), COALESCE(n.notes, t.notes),
           COALESCE(n.priority, t.priority), 'open', n.due_on, n.due_at, n.due_local, s.zone,
           n.start_on, n.start_at, n.start_local,
           (SELECT p.id FROM projects p WHERE p.id = n.project_id AND p.user_id = t.user_id),
           t.parent_id, t.series_id, n.slot, n.brought_by,
           (SELECT x.id FROM sections x WHERE x.id = n.section_id AND x.project_id = n.project_id),
           COALESCE(t.position, t.id::text), CAST(n.checklist AS jsonb), 1, :now, :now
    FROM unnest(CAST(:ids AS uuid[]), CAST(:source_ids AS uuid[]), CAST(:slots AS text[]),
                CAST(:due_ons AS date[]), CAST(:due_ats AS timestamptz[]),
                CAST(:due_locals AS timestamp[]), CAST(:start_ons AS date[]),
                CAST(:start_ats AS timestamptz[]), CAST(:start_locals AS timestamp[]),
                CAST(:titles AS text[]), CAST(:notes AS text[]), CAST(:priorities AS int[]),
                CAST(:project_ids AS uuid[]), CAST(:brought_bys AS uuid[]),
                CAST(:section_ids AS uuid[]), CAST(:checklists AS text[]))
         WITH ORDINALITY AS n (id, source_id, slot, due_on, due_at, due_local, start_on, start_at,
                               start_local, title, notes, priority, project_id, brought_by,
                               section_id, checklist, place)
    JOIN tasks t ON t.id = n.source_id JOIN series s ON s.id = t.series_id
    ORDER BY n.place
    ON CONFLICT (series_id, slot) DO NOTHING
    RETURNING id
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
            "start_ons": [each.start_on for each in occurrences],
            "start_ats": [each.start_at for each in occurrences],
            "start_locals": [each.start_local for each in occurrences],
            "titles": [each.title for each in occurrences],
            "notes": [each.notes for each in occurrences],
            "priorities": [each.priority for each in occurrences],
            "project_ids": [each.project_id for each in occurrences],
            "brought_bys": [each.brought_by for each in occurrences],
            "section_ids": [each.section_id for each in occurrences],
            "checklists": [orjson.dumps(each.checklist).decode() for each in occurrences],
            "now": now,
        },
    )
    identifiers = {row.id for row in result}
    inserted = [each for each in occurrences if each.id in identifiers]
    copied = [(each.id, each.source.task_id) for each in inserted if each.labels is None]
    labels = await copy_labels(connection, copied)
    named = [each for each in inserted if each.labels]
    await _put_labels(connection, named)
    own = {each.id: each.labels for each in named if each.labels}
    return {each.id: labels.get(each.id) or own.get(each.id) or () for each in inserted}


_COPY_LABELS = text(
    """
    INSERT INTO task_labels (task_id, label_id)
    SELECT n.id, l.label_id
    FROM unnest(CAST(:ids AS uuid[]), CAST(:source_ids AS uuid[])) AS n (id, source_id)
    JOIN task_labels l ON l.task_id = n.source_id
    RETURNING task_id, (SELECT name FROM labels WHERE id = label_id) AS name
    """
)


async def copy_labels(
    connection: Connection, copies: Sequence[tuple[UUID, UUID]]
) -> dict[UUID, tuple[str, ...]]:
    """The first task of each pair has the labels of the second; answers them, sorted."""
    if not copies:
        return {}
    parameters = {"ids": [new for new, _ in copies], "source_ids": [old for _, old in copies]}
    labels: dict[UUID, list[str]] = {}
    for row in await connection.execute(_COPY_LABELS, parameters):
        labels.setdefault(row.task_id, []).append(row.name)
    return {identifier: tuple(sorted(names)) for identifier, names in labels.items()}


_PUT_LABELS = text(
    """
    WITH wanted AS (
        SELECT * FROM unnest(CAST(:task_ids AS uuid[]), CAST(:user_ids AS uuid[]),
                             CAST(:names AS text[])) AS w (task_id, user_id, name)
    ), known AS (
        INSERT INTO labels (id, user_id, name)
        SELECT gen_random_uuid(), d.user_id, d.name
        FROM (SELECT DISTINCT user_id, name FROM wanted) d
        ORDER BY d.user_id, d.name
        ON CONFLICT (user_id, name) DO UPDATE SET name = excluded.name
        RETURNING id, user_id, name
    )
    INSERT INTO task_labels (task_id, label_id)
    SELECT w.task_id, k.id FROM wanted w JOIN known k ON k.user_id = w.user_id AND k.name = w.name
    ON CONFLICT DO NOTHING
    """
)


async def _put_labels(connection: Connection, occurrences: Sequence[NextOccurrence]) -> None:
    rows = [(each, name) for each in occurrences for name in each.labels or ()]
    if rows:
        await connection.execute(
            _PUT_LABELS,
            {
                "task_ids": [each.id for each, _ in rows],
                "user_ids": [each.source.user_id for each, _ in rows],
                "names": [name for _, name in rows],
            },
        )

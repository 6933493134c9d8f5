"""Tasks as rows: what commands read and write."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Row, text

from shared.db.connection import Connection
from shared.db.repositories.outbox import LoneWrite, behind
from shared.domain.checklists import Checklist, read_checklist


@dataclass(frozen=True, slots=True)
class SeriesView:
    """The rule behind an occurrence; `zone` None floats with the owner's zone."""

    id: UUID
    rrule: str
    anchor: str
    dtstart: datetime
    all_day: bool
    zone: str | None
    version: int
    missed_policy: str = "collapse"
    reset_subtasks: bool = True
    auto_skip_minutes: int | None = None
    exdates: tuple[str, ...] = ()
    rdates: tuple[str, ...] = ()

    @property
    def shown(self) -> tuple[object, ...]:
        """All that an occurrence shows of it."""
        return (
            self.id,
            self.rrule,
            self.anchor,
            self.missed_policy,
            self.reset_subtasks,
            self.auto_skip_minutes,
            self.exdates,
            self.rdates,
        )


@dataclass(frozen=True, slots=True)
class ReminderView:
    """One reminder of a task as its owner sees it."""

    id: UUID
    kind: str
    lead: str | None
    fire_at: datetime | None
    channels: tuple[str, ...]
    state: str
    reason: str | None
    version: int
    relative_to: str = "due"
    snooze_of: UUID | None = None
    nag_every: str | None = None
    nag_max: int | None = None
    nag_sent: int = 0
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task with everything that belongs to it. Labels are sorted by name."""

    id: UUID
    user_id: UUID
    title: str
    notes: str
    priority: int
    status: str
    completed_at: datetime | None
    due_on: date | None
    due_at: datetime | None
    due_local: datetime | None
    zone: str | None
    slot: str | None
    version: int
    created_at: datetime
    updated_at: datetime
    start_on: date | None = None
    start_at: datetime | None = None
    start_local: datetime | None = None
    skipped_at: datetime | None = None
    project_id: UUID | None = None
    parent_id: UUID | None = None
    section_id: UUID | None = None
    position: str | None = None
    checklist: Checklist = ()
    series_fields: dict[str, Any] | None = None
    labels: tuple[str, ...] = ()
    series: SeriesView | None = None
    reminders: tuple[ReminderView, ...] = ()
    undo_id: UUID | None = field(default=None, compare=False)
    """The undo entry of the change that led here; None for a task that was only read."""
    reminders_kept: tuple[UUID, ...] = field(default=(), compare=False)
    """Absolute reminders that a change of the due time left where they were."""

    @property
    def series_id(self) -> UUID | None:
        """The series this is an occurrence of."""
        return self.series.id if self.series else None

    def shows_rule_of(self, other: "TaskView") -> bool:
        """Whether both look the same as far as their series goes."""
        own, others = self.series, other.series
        return (own and own.shown) == (others and others.shown)


TASK_SELECT = """
    SELECT t.id, t.user_id, t.title, t.notes, t.priority, t.status, t.completed_at, t.due_on,
           t.due_at, t.due_local, t.zone, t.slot, t.version, t.created_at, t.updated_at,
           t.start_on, t.start_at, t.start_local, t.skipped_at, t.project_id, t.parent_id,
           t.section_id, t.position, t.checklist::text AS checklist,
           t.series_fields::text AS series_fields,
           ARRAY(SELECT l.name FROM task_labels tl JOIN labels l ON l.id = tl.label_id
                 WHERE tl.task_id = t.id ORDER BY l.name) AS labels,
           t.series_id, s.rrule, s.anchor, s.dtstart, s.all_day, s.zone AS series_zone,
           s.version AS series_version, s.missed_policy, s.reset_subtasks, s.auto_skip_minutes,
           s.exdates, s.rdates,
           (SELECT json_agg(json_build_array(r.id, r.kind, r.lead, r.fire_at, r.channels,
                                             r.state, r.reason, r.version, r.relative_to,
                                             r.snooze_of, r.nag_every, r.nag_max, r.nag_sent,
                                             r.urgent)
                            ORDER BY r.fire_at NULLS LAST, r.id)::text
            FROM reminders r
            WHERE r.task_id = t.id AND r.reason IS DISTINCT FROM 'removed') AS reminders
    FROM tasks t LEFT JOIN series s ON s.id = t.series_id
"""
"""The columns that `view_of` reads; a query adds its own WHERE and ORDER BY."""

_PLAIN_COLUMNS = 23


def view_of(row: Row[Any]) -> TaskView:
    """The view of one row of `TASK_SELECT`."""
    series = (
        SeriesView(
            row.series_id,
            row.rrule,
            row.anchor,
            row.dtstart,
            row.all_day,
            row.series_zone,
            row.series_version,
            row.missed_policy,
            row.reset_subtasks,
            row.auto_skip_minutes,
            tuple(row.exdates),
            tuple(row.rdates),
        )
        if row.series_id
        else None
    )
    reminders = orjson.loads(row.reminders) if row.reminders else ()
    values: tuple[Any, ...] = (
        *row[:_PLAIN_COLUMNS],
        read_checklist(orjson.loads(row.checklist)),
        orjson.loads(row.series_fields) if row.series_fields else None,
        tuple(row.labels),
        series,
        tuple(_reminder_of(each) for each in reminders),
    )
    return TaskView(*values)


def _reminder_of(values: Sequence[Any]) -> ReminderView:
    identifier, kind, lead, fire_at, channels, state, reason, version, of, snooze_of, *nag = values
    return ReminderView(
        UUID(identifier),
        kind,
        lead,
        datetime.fromisoformat(fire_at) if fire_at else None,
        tuple(channels),
        state,
        reason,
        version,
        of,
        UUID(snooze_of) if snooze_of else None,
        *nag,
    )


_LOAD = text(f"{TASK_SELECT} WHERE t.id = :id AND t.user_id = :user_id AND t.deleted_at IS NULL")


async def load_task(connection: Connection, user_id: UUID, task_id: UUID) -> TaskView | None:
    """This user's task; None if there is none, it is deleted, or it is another user's."""
    parameters = {"id": task_id, "user_id": user_id}
    row = (await connection.execute(_LOAD, parameters)).one_or_none()
    return view_of(row) if row else None


_INSERT = text(
    """
    INSERT INTO tasks (id, user_id, title, notes, priority, status, due_on, due_at, due_local,
                       zone, start_on, start_at, start_local, project_id, parent_id,
                       section_id, position, checklist, series_id, slot, version, created_at,
                       updated_at)
    VALUES (:id, :user_id, :title, :notes, :priority, 'open', :due_on, :due_at, :due_local,
            :zone, :start_on, :start_at, :start_local, :project_id, :parent_id,
            :section_id, :position, CAST(:checklist AS jsonb), :series_id, :slot, 1, :now, :now)
    """
)


async def insert_task(connection: Connection, task: TaskView) -> None:
    """The task exists; labels, series and reminders are written by their own repositories."""
    await connection.execute(
        _INSERT,
        {
            "id": task.id,
            "user_id": task.user_id,
            "title": task.title,
            "notes": task.notes,
            "priority": task.priority,
            "due_on": task.due_on,
            "due_at": task.due_at,
            "due_local": task.due_local,
            "zone": task.zone,
            "start_on": task.start_on,
            "start_at": task.start_at,
            "start_local": task.start_local,
            "project_id": task.project_id,
            "parent_id": task.parent_id,
            "section_id": task.section_id,
            "position": task.position,
            "checklist": orjson.dumps(task.checklist).decode(),
            "series_id": task.series_id,
            "slot": task.slot,
            "now": task.created_at,
        },
    )


_INSERT_ALONE = behind(
    """
    INSERT INTO tasks (id, user_id, title, notes, priority, status, version, created_at, updated_at)
    SELECT :id, owner.id, :title, :notes, :priority, 'open', 1, :now, :now FROM owner RETURNING id
    """
)


def insert_alone(task: TaskView) -> LoneWrite:
    """The task exists, if its owner does; only for one without time, labels and reminders."""
    parameters = {
        "id": task.id,
        "owner_id": task.user_id,
        "title": task.title,
        "notes": task.notes,
        "priority": task.priority,
        "now": task.created_at,
    }
    return LoneWrite(_INSERT_ALONE, parameters)


_UPDATE = text(
    """
    UPDATE tasks SET title = :title, notes = :notes, priority = :priority, status = :status,
           completed_at = :completed_at, due_on = :due_on, due_at = :due_at,
           due_local = :due_local, zone = :zone, start_on = :start_on, start_at = :start_at,
           start_local = :start_local, skipped_at = :skipped_at, project_id = :project_id,
           parent_id = :parent_id, section_id = :section_id, position = :position,
           checklist = CAST(:checklist AS jsonb), series_fields = CAST(:series_fields AS jsonb),
           series_id = :series_id, slot = :slot, version = :version, updated_at = :now
    WHERE id = :id AND version = :version - 1
    """
)


async def update_task(connection: Connection, task: TaskView) -> bool:
    """The row equals `task`, whose version is one above the stored one; False if it was not."""
    result = await connection.execute(
        _UPDATE,
        {
            "id": task.id,
            "title": task.title,
            "notes": task.notes,
            "priority": task.priority,
            "status": task.status,
            "completed_at": task.completed_at,
            "due_on": task.due_on,
            "due_at": task.due_at,
            "due_local": task.due_local,
            "zone": task.zone,
            "start_on": task.start_on,
            "start_at": task.start_at,
            "start_local": task.start_local,
            "skipped_at": task.skipped_at,
            "project_id": task.project_id,
            "parent_id": task.parent_id,
            "section_id": task.section_id,
            "position": task.position,
            "checklist": orjson.dumps(task.checklist).decode(),
            "series_fields": orjson.dumps(task.series_fields).decode()
            if task.series_fields
            else None,
            "series_id": task.series_id,
            "slot": task.slot,
            "version": task.version,
            "now": task.updated_at,
        },
    )
    return result.rowcount == 1


_DELETE = text(
    """
    UPDATE tasks SET deleted_at = :now, updated_at = :now, version = version + 1
    WHERE id = ANY(CAST(:ids AS uuid[])) AND deleted_at IS NULL
    RETURNING id
    """
)


async def mark_deleted(
    connection: Connection, task_ids: Sequence[UUID], now: datetime
) -> set[UUID]:
    """These tasks are in the trash; the ids of those that were not before."""
    result = await connection.execute(_DELETE, {"ids": list(task_ids), "now": now})
    return {row.id for row in result}


_SET_LABELS = text(
    """
    WITH wanted AS (
        INSERT INTO labels (id, user_id, name)
        SELECT gen_random_uuid(), :user_id, name FROM unnest(CAST(:names AS text[])) AS name
        ON CONFLICT (user_id, name) DO UPDATE SET name = excluded.name
        RETURNING id
    ), gone AS (
        DELETE FROM task_labels WHERE task_id = :task_id
        AND label_id NOT IN (SELECT id FROM wanted)
    )
    INSERT INTO task_labels (task_id, label_id) SELECT :task_id, id FROM wanted
    ON CONFLICT DO NOTHING
    """
)


async def set_labels(
    connection: Connection, user_id: UUID, task_id: UUID, names: Sequence[str]
) -> None:
    """The task has exactly these labels; missing ones are made."""
    await connection.execute(
        _SET_LABELS, {"user_id": user_id, "task_id": task_id, "names": sorted(set(names))}
    )

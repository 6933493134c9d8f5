"""Questions about tasks: one by id, and lists by keyset. Read straight from the driver.

A list is three statements however long it is: the page, its labels, its reminders. Joined into
one, or with aggregates as JSON, the same list costs PostgreSQL twice as much.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from shared.db.connection import Driver, DriverRow
from shared.db.repositories.page_bytes import ended_early
from shared.db.repositories.search_sql import reach_measured, reach_of, size
from shared.db.repositories.task_list_sql import (
    FROM,
    After,
    DueBound,
    ListSql,
    TaskFilter,
    key_types,
)
from shared.db.repositories.tasks import SeriesView
from shared.domain.zones import to_local


class ListedReminder(NamedTuple):
    """A reminder with the names of `ReminderView`, cheaper to make."""

    id: UUID
    kind: str
    lead: str | None
    fire_at: datetime | None
    channels: Sequence[str]
    state: str
    reason: str | None
    version: int
    relative_to: str
    snooze_of: UUID | None
    nag_every: str | None
    nag_max: int | None
    nag_sent: int
    urgent: bool


class ListedTask(NamedTuple):
    """A task with the names of `TaskView`, cheaper to make."""

    id: UUID
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
    start_on: date | None
    start_at: datetime | None
    start_local: datetime | None
    skipped_at: datetime | None
    project_id: UUID | None
    parent_id: UUID | None
    section_id: UUID | None
    position: str | None
    checklist: Sequence[dict[str, Any]]
    series: SeriesView | None
    labels: Sequence[str]
    reminders: Sequence[ListedReminder]

    @property
    def series_id(self) -> UUID | None:
        """The series this is an occurrence of."""
        return self.series.id if self.series else None


@dataclass(frozen=True, slots=True)
class TaskPage:
    """Tasks in the order asked for, and where the next page begins, if there is one."""

    tasks: list[ListedTask]
    following: After | None


class TaskParts(NamedTuple):
    """What of a task costs something to read, and whether it is read; else it is empty."""

    texts: bool = True
    """Notes and checklist, which PostgreSQL keeps apart when they are long."""
    labels: bool = True
    reminders: bool = True


WHOLE = TaskParts()

_COLUMNS = """t.id, t.title, t.notes, t.priority, t.status, t.completed_at, t.due_on, t.due_at,
    t.due_local, t.zone, t.slot, t.version, t.created_at, t.updated_at, t.start_on, t.start_at,
    t.start_local, t.skipped_at, t.project_id, t.parent_id, t.section_id, t.position,
    t.checklist::text,
    t.series_id, s.rrule, s.anchor, s.dtstart, s.all_day, s.zone AS series_zone,
    s.version AS series_version, s.missed_policy, s.reset_subtasks, s.auto_skip_minutes,
    s.exdates, s.rdates"""
_PLAIN_COLUMNS = 22
_NO_TEXTS = _COLUMNS.replace("t.notes", "'' AS notes").replace(
    "t.checklist::text", "'[]' AS checklist"
)
_SIZE = "octet_length(notes) + octet_length(checklist)"
_SERIES_COLUMNS = 12

_REMINDER = """r.id, r.kind, r.lead, r.fire_at, r.channels, r.state, r.reason, r.version,
    r.relative_to, r.snooze_of, r.nag_every, r.nag_max, r.nag_sent, r.urgent"""

_NAMES = """ARRAY(SELECT l.name FROM task_labels tl JOIN labels l ON l.id = tl.label_id
                 WHERE tl.task_id = t.id ORDER BY l.name)"""
_NO_NAMES = "ARRAY[]::text[]"

_ONE = f"""
    SELECT {_COLUMNS},
           {_NAMES} AS labels,
           ARRAY(SELECT ROW({_REMINDER}) FROM reminders r
                 WHERE r.task_id = t.id AND r.reason IS DISTINCT FROM 'removed'
                 ORDER BY r.fire_at NULLS LAST, r.id) AS reminders
    {FROM} WHERE t.id = $1 AND t.user_id = $2 AND t.deleted_at IS NULL
"""  # noqa: S608 - made of constants


_ONE_OF_PARTS = {
    (True, True): _ONE,
    (True, False): _ONE.replace(_NAMES, _NO_NAMES),
    (False, True): _ONE.replace(_COLUMNS, _NO_TEXTS),
    (False, False): _ONE.replace(_COLUMNS, _NO_TEXTS).replace(_NAMES, _NO_NAMES),
}


async def find_task(
    connection: Driver, user_id: UUID, task_id: UUID, parts: TaskParts = WHOLE
) -> ListedTask | None:
    """This user's task; None if there is none, it is deleted, or it is another user's.

    Its reminders are read in any case: their versions are a part of its ETag.
    """
    row = await connection.fetchrow(_ONE_OF_PARTS[parts.texts, parts.labels], task_id, user_id)
    if row is None:
        return None
    reminders = [ListedReminder(*values) for values in row["reminders"]]
    return _task(tuple(row.values()), row["labels"], reminders)


def _task(
    values: Sequence[Any], labels: Sequence[str], reminders: Sequence[ListedReminder]
) -> ListedTask:
    series = values[_PLAIN_COLUMNS + 1 :][:_SERIES_COLUMNS]
    view = SeriesView(*series) if series[0] else None
    checklist = orjson.loads(values[_PLAIN_COLUMNS])
    return ListedTask._make((*values[:_PLAIN_COLUMNS], checklist, view, labels, reminders))


async def list_tasks(
    connection: Driver,
    user_id: UUID,
    wanted: TaskFilter,
    *,
    limit: int,
    after: After | None = None,
    parts: TaskParts = WHOLE,
) -> TaskPage:
    """Up to `limit` tasks of this user after `after`, in the order of `wanted.sort`.

    Of long ones fewer, see `page_bytes`.

    Raises:
        FilterInvalid: the filter names a project or section that is not there.
        InvalidInput: `zone_unknown`, if a bound is an instant and this server does not know the
            owner's zone.
    """
    query = await _query(connection, user_id, wanted, after)
    columns = _COLUMNS if parts.texts else _NO_TEXTS
    statement = ended_early(query.page(columns, wanted.sort, after, limit + 1), _SIZE)
    rows = (await connection.fetch(statement, *query.arguments))[:limit]
    if not rows:
        return TaskPage([], None)
    ids = [row["id"] for row in rows]
    labels = await _labels_of(connection, ids) if parts.labels else {}
    reminders = await _reminders_of(connection, ids) if parts.reminders else {}
    tasks = [_listed(row, labels, reminders) for row in rows]
    *values, has_next, _ = rows[-1].values()
    keys = tuple(values[-len(key_types(wanted.sort)) :])
    return TaskPage(tasks, After(keys) if has_next else None)


async def count_tasks(connection: Driver, user_id: UUID, wanted: TaskFilter) -> int:
    """How many tasks the whole list has.

    Raises:
        FilterInvalid: the filter names a project or section that is not there.
        InvalidInput: `zone_unknown`, if a bound is an instant and this server does not know the
            owner's zone.
    """
    query = await _query(connection, user_id, wanted)
    row = await connection.fetchrow(query.count(), *query.arguments)
    return int(row["total"]) if row else 0


async def _query(
    connection: Driver, user_id: UUID, wanted: TaskFilter, after: After | None = None
) -> ListSql:
    """The list as a statement in the making; a search among many tasks knows its reach."""
    wanted = await _by_the_clock(connection, user_id, wanted)
    query = ListSql(user_id, wanted)
    if query.search is None:
        return query
    if after is not None:
        query.reach = reach_of(after.values)
    elif await _is_true(connection, size(), user_id):
        measured = ListSql(user_id, wanted)  # with arguments of its own
        if measured.search is not None:
            statement = measured.search.measure()
            row = await connection.fetchrow(statement, *measured.arguments)
            query.reach = reach_measured(tuple(row.values())) if row else query.reach
    return query


async def _is_true(connection: Driver, statement: str, *arguments: object) -> bool:
    row = await connection.fetchrow(statement, *arguments)
    return row is not None and tuple(row.values()) == (True,)


async def _by_the_clock(connection: Driver, user_id: UUID, wanted: TaskFilter) -> TaskFilter:
    """The question with instants as what the owner's clocks show.

    By our zone data, not PostgreSQL's, which may be older and not know the zone at all.
    """
    before, after = wanted.due_before, wanted.due_after
    if not (_is_instant(before) or _is_instant(after)):
        return wanted
    zone = await find_zone(connection, user_id) or "UTC"
    return replace(wanted, due_before=_local(before, zone), due_after=_local(after, zone))


def _is_instant(bound: DueBound | None) -> bool:
    return isinstance(bound, datetime) and bound.tzinfo is not None


def _local(bound: DueBound | None, zone: str) -> DueBound | None:
    if isinstance(bound, datetime) and bound.tzinfo is not None:
        return to_local(bound, zone)
    return bound


def _listed(
    row: DriverRow, labels: dict[UUID, list[str]], reminders: dict[UUID, list[ListedReminder]]
) -> ListedTask:
    identifier = row["id"]
    return _task(tuple(row.values()), labels.get(identifier, ()), reminders.get(identifier, ()))


_LABELS = """
    SELECT tl.task_id, l.name FROM task_labels tl JOIN labels l ON l.id = tl.label_id
    WHERE tl.task_id = ANY($1::uuid[]) ORDER BY l.name
"""

_REMINDERS = f"""
    SELECT r.task_id, {_REMINDER} FROM reminders r
    WHERE r.task_id = ANY($1::uuid[]) AND r.reason IS DISTINCT FROM 'removed'
    ORDER BY r.fire_at NULLS LAST, r.id
"""  # noqa: S608 - made of constants


async def _labels_of(connection: Driver, task_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    labels: defaultdict[UUID, list[str]] = defaultdict(list)
    for row in await connection.fetch(_LABELS, task_ids):
        labels[row["task_id"]].append(row["name"])
    return labels


async def _reminders_of(
    connection: Driver, task_ids: Sequence[UUID]
) -> dict[UUID, list[ListedReminder]]:
    reminders: defaultdict[UUID, list[ListedReminder]] = defaultdict(list)
    for row in await connection.fetch(_REMINDERS, task_ids):
        task_id, *values = row.values()
        reminders[task_id].append(ListedReminder(*values))
    return reminders


async def find_zone(connection: Driver, user_id: UUID) -> str | None:
    """The IANA zone that this user's floating times follow."""
    row = await connection.fetchrow("SELECT zone FROM users WHERE id = $1", user_id)
    return row["zone"] if row else None

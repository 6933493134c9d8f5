"""Questions about tasks: one by id, and lists by keyset. Read straight from the driver.

A list is three statements however long it is: the page, its labels, its reminders. Joined into
one, or with aggregates as JSON, the same list costs PostgreSQL twice as much.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

from shared.db.connection import Driver, DriverRow
from shared.db.repositories.filter_owners import FilterOwner
from shared.db.repositories.filter_sql import LETTERS_OF_TASK, FilterSql, escaped, has_letters
from shared.db.repositories.tasks import SeriesView
from shared.domain.filters import Node, fields_of

Sort = Literal["created", "due"]
DueBound = date | datetime
"""A day, a wall time (naive), or an instant (aware), which is read in the owner's zone."""

NEVER = datetime.max  # noqa: DTZ901 - a wall time, and what asyncpg makes of infinity
"""Where tasks without a due time stand in a list sorted by it; `infinity` in PostgreSQL."""


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
    series: SeriesView | None
    labels: Sequence[str]
    reminders: Sequence[ListedReminder]

    @property
    def series_id(self) -> UUID | None:
        """The series this is an occurrence of."""
        return self.series.id if self.series else None


@dataclass(frozen=True, slots=True)
class After:
    """The last task of the page before; `due` is None when the list is sorted by creation."""

    id: UUID
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """What is asked for; None asks for all. `search` is found in title or notes, in any case.

    Skipped occurrences, which are neither done nor to be done, come only `with_skipped`.
    """

    priority: int | None = None
    completed: bool | None = None
    search: str | None = None
    label: str | None = None
    due_before: DueBound | None = None
    due_after: DueBound | None = None
    sort: Sort = "created"
    with_skipped: bool = False
    matching: tuple[Node, FilterOwner] | None = None
    """A filter and whose it is; one that asks about the status finds skipped ones, too."""

    @property
    def finds_skipped(self) -> bool:
        """Whether skipped occurrences are among what is asked for."""
        asks = self.matching is not None and "status" in fields_of(self.matching[0])
        return self.with_skipped or asks


@dataclass(frozen=True, slots=True)
class TaskPage:
    """Tasks in the order asked for, and where the next page begins, if there is one."""

    tasks: list[ListedTask]
    following: After | None


_COLUMNS = """t.id, t.title, t.notes, t.priority, t.status, t.completed_at, t.due_on, t.due_at,
    t.due_local, t.zone, t.slot, t.version, t.created_at, t.updated_at, t.start_on, t.start_at,
    t.start_local, t.skipped_at, t.project_id, t.parent_id,
    t.series_id, s.rrule, s.anchor, s.dtstart, s.all_day, s.zone AS series_zone,
    s.version AS series_version, s.missed_policy, s.reset_subtasks, s.auto_skip_minutes,
    s.exdates, s.rdates"""
_PLAIN_COLUMNS = 20
_SERIES_COLUMNS = 12

_REMINDER = """r.id, r.kind, r.lead, r.fire_at, r.channels, r.state, r.reason, r.version,
    r.relative_to, r.snooze_of, r.nag_every, r.nag_max, r.nag_sent, r.urgent"""
_FROM = "FROM tasks t LEFT JOIN series s ON s.id = t.series_id"
# What the owner calls when: the day or the wall time of the task, whatever its zone.
_WHEN = "COALESCE(t.due_local, t.due_on::timestamp, 'infinity'::timestamp)"

_ONE = f"""
    SELECT {_COLUMNS},
           ARRAY(SELECT l.name FROM task_labels tl JOIN labels l ON l.id = tl.label_id
                 WHERE tl.task_id = t.id ORDER BY l.name) AS labels,
           ARRAY(SELECT ROW({_REMINDER}) FROM reminders r
                 WHERE r.task_id = t.id AND r.reason IS DISTINCT FROM 'removed'
                 ORDER BY r.fire_at NULLS LAST, r.id) AS reminders
    {_FROM} WHERE t.id = $1 AND t.user_id = $2 AND t.deleted_at IS NULL
"""  # noqa: S608 - made of constants


async def find_task(connection: Driver, user_id: UUID, task_id: UUID) -> ListedTask | None:
    """This user's task; None if there is none, it is deleted, or it is another user's."""
    row = await connection.fetchrow(_ONE, task_id, user_id)
    if row is None:
        return None
    reminders = [ListedReminder(*values) for values in row["reminders"]]
    return _task(tuple(row.values()), row["labels"], reminders)


def _task(
    values: Sequence[Any], labels: Sequence[str], reminders: Sequence[ListedReminder]
) -> ListedTask:
    series = values[_PLAIN_COLUMNS : _PLAIN_COLUMNS + _SERIES_COLUMNS]
    view = SeriesView(*series) if series[0] else None
    return ListedTask._make((*values[:_PLAIN_COLUMNS], view, labels, reminders))


async def list_tasks(
    connection: Driver,
    user_id: UUID,
    wanted: TaskFilter,
    *,
    limit: int,
    after: After | None = None,
) -> TaskPage:
    """Up to `limit` tasks of this user after `after`: the newest first, or by due wall time."""
    query = _Query(user_id)
    query.narrow(wanted)
    query.page(wanted.sort, after, limit + 1)
    found = await connection.fetch(query.text(), *query.arguments)
    rows = found[:limit]
    if not rows:
        return TaskPage([], None)
    ids = [row["id"] for row in rows]
    labels = await _labels_of(connection, ids)
    reminders = await _reminders_of(connection, ids)
    tasks = [_listed(row, labels, reminders) for row in rows]
    return TaskPage(tasks, _place(tasks[-1], wanted.sort) if len(found) > limit else None)


def _listed(
    row: DriverRow, labels: dict[UUID, list[str]], reminders: dict[UUID, list[ListedReminder]]
) -> ListedTask:
    identifier = row["id"]
    return _task(tuple(row.values()), labels.get(identifier, ()), reminders.get(identifier, ()))


def _place(task: ListedTask, sort: Sort) -> After:
    if sort == "created":
        return After(task.id)
    day = datetime.combine(task.due_on, datetime.min.time()) if task.due_on else None
    return After(task.id, task.due_local or day or NEVER)


class _Query:
    """A list statement in the making. Values only ever become arguments."""

    def __init__(self, user_id: UUID) -> None:
        self.arguments: list[object] = [user_id]
        self._conditions = ["t.user_id = $1", "t.deleted_at IS NULL"]
        self._tail = ""

    def _argument(self, value: object) -> str:
        self.arguments.append(value)
        return f"${len(self.arguments)}"

    def text(self) -> str:
        where = " AND ".join(self._conditions)
        return f"SELECT {_COLUMNS} {_FROM} WHERE {where} {self._tail}"

    def narrow(self, wanted: TaskFilter) -> None:
        if wanted.priority is not None:
            self._conditions.append(f"t.priority = {self._argument(wanted.priority)}")
        if wanted.completed is not None:
            self._conditions.append(
                "t.status = 'done'" if wanted.completed else "t.status = 'open'"
            )
        elif not wanted.finds_skipped:
            self._conditions.append("t.status <> 'skipped'")
        if wanted.search:
            pattern = self._argument(f"%{escaped(wanted.search)}%")
            if has_letters(wanted.search):  # index ix_tasks_letters
                self._conditions.append(f"{LETTERS_OF_TASK} ILIKE {pattern}")
            self._conditions.append(f"(t.title ILIKE {pattern} OR t.notes ILIKE {pattern})")
        if wanted.label is not None:
            name = self._argument(wanted.label)
            self._conditions.append(
                "EXISTS (SELECT FROM task_labels tl JOIN labels l ON l.id = tl.label_id "
                f"WHERE tl.task_id = t.id AND l.name = {name})"
            )
        if wanted.due_before is not None:
            self._conditions.append(f"{_WHEN} < {self._wall_time(wanted.due_before)}")
        if wanted.due_after is not None:
            self._conditions.append(f"{_WHEN} >= {self._wall_time(wanted.due_after)}")
            self._conditions.append(f"{_WHEN} < 'infinity'")
        if wanted.matching is not None:
            node, owner = wanted.matching
            self._conditions.append(FilterSql(self._argument, owner).condition(node))

    def _wall_time(self, bound: DueBound) -> str:
        if not isinstance(bound, datetime):
            bound = datetime.combine(bound, datetime.min.time())
        place = self._argument(bound)
        if bound.tzinfo is None:
            return f"{place}::timestamp"
        return f"({place}::timestamptz AT TIME ZONE (SELECT zone FROM users WHERE id = $1))"  # noqa: S608 - `place` is $n

    def page(self, sort: Sort, after: After | None, limit: int) -> None:
        if after is not None and sort == "created":
            self._conditions.append(f"t.id < {self._argument(after.id)}")
        elif after is not None:
            when, identifier = self._argument(after.due), self._argument(after.id)
            self._conditions.append(f"({_WHEN}, t.id) > ({when}::timestamp, {identifier}::uuid)")
        # Index ix_tasks_user_created, read backward.
        order = "t.id DESC" if sort == "created" else f"{_WHEN}, t.id"
        self._tail = f"ORDER BY {order} LIMIT {self._argument(limit)}"


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

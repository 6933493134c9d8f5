"""How many tasks each view shows: one statement for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from shared.db.connection import Driver
from shared.db.repositories.filter_owners import FilterOwner
from shared.db.repositories.filter_sql import FilterSql
from shared.db.repositories.task_list_sql import FROM
from shared.domain.filters import Node, fields_of, parse_filter

VIEWS: Final = {
    "today": "open & today",
    "overdue": "overdue",
    "upcoming": "open & 14 days",
    "inbox": "open & no project",
    "no_date": "open & no date",
}
"""What the views show, in the language of filters."""

_NODES = {name: parse_filter(text) for name, text in VIEWS.items()}
_KEPT = "t.user_id = $1 AND t.deleted_at IS NULL"
_OPEN = f"{_KEPT} AND t.status = 'open'"
_BY_PROJECT = f"""ARRAY(SELECT ROW(t.project_id, count(*)) FROM tasks t
    WHERE {_OPEN} AND t.project_id IS NOT NULL GROUP BY t.project_id)"""  # noqa: S608 - constants
_BY_LABEL = f"""ARRAY(SELECT ROW(l.name, count(*)) FROM tasks t
    JOIN task_labels tl ON tl.task_id = t.id JOIN labels l ON l.id = tl.label_id
    WHERE {_OPEN} GROUP BY l.name ORDER BY l.name)"""  # noqa: S608 - constants


@dataclass(frozen=True, slots=True)
class ViewCounts:
    """Open tasks by view, project and label, and how many tasks each filter finds."""

    views: dict[str, int]
    projects: dict[UUID, int]
    labels: dict[str, int]
    filters: dict[UUID, int]


async def count_views(
    connection: Driver, user_id: UUID, owner: FilterOwner, filters: Mapping[UUID, Node]
) -> ViewCounts:
    """The counts of this user's views, and of these filters.

    Raises:
        FilterInvalid: a filter names a project or section that is not there.
    """
    statement, arguments = counts_statement(user_id, owner, filters)
    row = await connection.fetchrow(statement, *arguments)
    if row is None:
        raise RuntimeError("an aggregate without groups is one row")
    *counts, projects, labels = row.values()
    places = len(VIEWS)
    return ViewCounts(
        dict(zip(VIEWS, counts, strict=False)),
        {project: count for project, count in projects},  # noqa: C416 - records are no pairs
        {label: count for label, count in labels},  # noqa: C416 - records are no pairs
        dict(zip(filters, counts[places:], strict=True)),
    )


def counts_statement(
    user_id: UUID, owner: FilterOwner, filters: Mapping[UUID, Node]
) -> tuple[str, list[object]]:
    """The statement and its arguments. Indexes ix_tasks_open_due and ix_tasks_user_created.

    Views read open tasks alone. Each filter is counted by itself, so that it is found by the index
    of its label, project or day rather than asked of every task.
    """
    arguments: list[object] = [user_id]

    def argument(value: object) -> str:
        arguments.append(value)
        return f"${len(arguments)}"

    sql = FilterSql(argument, owner)
    counts = [f"count(*) FILTER (WHERE {sql.condition(node)})" for node in _NODES.values()]
    for node in filters.values():
        skipped = "" if "status" in fields_of(node) else " AND t.status <> 'skipped'"
        condition = f"{_KEPT} AND {sql.condition(node)}{skipped}"
        counts.append(f"(SELECT count(*) {FROM} WHERE {condition})")
    columns = ", ".join([*counts, _BY_PROJECT, _BY_LABEL])
    return f"SELECT {columns} {FROM} WHERE {_OPEN}", arguments

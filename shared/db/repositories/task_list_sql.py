"""The statement of a list of tasks in the making. Values only ever become arguments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from shared.db.repositories.filter_owners import FilterOwner
from shared.db.repositories.filter_sql import (
    DUE_OF_TASK,
    LETTERS_OF_TASK,
    FilterSql,
    escaped,
    has_letters,
)
from shared.db.repositories.search_sql import (
    JOINED,
    RELEVANCE_TYPES,
    WHOLE,
    Reach,
    SearchSql,
    all_matching,
    newest_tasks,
)
from shared.domain.filters import Node, fields_of
from shared.domain.search_words import SearchWords
from shared.domain.task_orders import NEWEST_FIRST, RELEVANCE, SortKey

DueBound = date | datetime
"""A day, a wall time (naive), or an instant (aware), read in the owner's zone."""

FROM = "FROM tasks t LEFT JOIN series s ON s.id = t.series_id"
# What the owner calls when: the day or the wall time of the task, whatever its zone.
_WHEN = "COALESCE(t.due_local, t.due_on::timestamp, 'infinity'::timestamp)"


_SAMPLE: Final = 200
_COMMON: Final = 5  # in so many of the sample: going back is the shorter way
_WALK: Final = 4_000


@dataclass(frozen=True, slots=True)
class After:
    """The last task of the page before, as its values of the sort keys; the id comes last."""

    values: tuple[object, ...]


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
    sort: tuple[SortKey, ...] = NEWEST_FIRST
    with_skipped: bool = False
    words: SearchWords | None = None
    """Looked for as whole words, the last as a beginning, or as what is written alike."""
    matching: tuple[Node, FilterOwner] | None = None
    """A filter and whose it is; one that asks about the status finds skipped ones, too."""

    @property
    def finds_skipped(self) -> bool:
        """Whether skipped occurrences are among what is asked for."""
        asks = self.matching is not None and "status" in fields_of(self.matching[0])
        return self.with_skipped or asks


@dataclass(frozen=True, slots=True)
class SortColumn:
    """What a sort key compares: an expression of this type; `descends`: the greatest first."""

    expression: str
    type: str
    descends: bool = False


SORT_COLUMNS = {
    "created": SortColumn("t.id", "uuid", descends=True),  # ids are in the order of creation
    "updated": SortColumn("t.updated_at", "timestamptz", descends=True),
    "completed": SortColumn("t.completed_at", "timestamptz", descends=True),
    "due": SortColumn(DUE_OF_TASK, "timestamp"),
    "start": SortColumn("COALESCE(t.start_local, t.start_on::timestamp)", "timestamp"),
    "priority": SortColumn("t.priority", "int"),
    "title": SortColumn("lower(t.title)", "text"),
    # What nobody moved stands where its id stands.
    "manual": SortColumn('COALESCE(t.position, t.id::text COLLATE "C")', "text"),
}
_BY_ID = SortColumn("t.id", "uuid")
_OWN = ("t.user_id = $1", "t.deleted_at IS NULL")
_NOT_SKIPPED = "t.status <> 'skipped'"


def key_types(sort: Sequence[SortKey]) -> list[str]:
    """The types of the values of an `After` of this order."""
    if sort[0].name == RELEVANCE:
        return [*RELEVANCE_TYPES]
    names = [key.name for key in sort]
    if "created" in names:  # which is the id
        names = names[: names.index("created")]
    return [*(SORT_COLUMNS[name].type for name in names), "uuid"]


class ListSql:
    """A list of one user's tasks; `$1` is the user."""

    def __init__(self, user_id: UUID, wanted: TaskFilter) -> None:
        self.arguments: list[object] = [user_id]
        self._conditions = [*_OWN]
        self.search: SearchSql | None = None
        self.reach: Reach = WHOLE
        self._letters = ""
        self._narrow(wanted)

    @property
    def _narrowed(self) -> list[str]:
        """The conditions, with the one that is there for an index alone."""
        return [*self._conditions, self._letters] if self._letters else list(self._conditions)

    def argument(self, value: object) -> str:
        """The placeholder that stands for this value."""
        self.arguments.append(value)
        return f"${len(self.arguments)}"

    def count(self) -> str:
        """The statement that counts the whole list."""
        if self.search is not None:
            return self.search.count(self.reach)
        return f"SELECT count(*) AS total {FROM} WHERE {' AND '.join(self._narrowed)}"

    def page(self, columns: str, sort: Sequence[SortKey], after: After | None, limit: int) -> str:
        """The statement of a page: `columns`, then the sort keys."""
        if self.search is not None:
            values = after.values if after else None
            return self.search.page(columns, self.reach, values, limit)
        keys = self._keys(sort)
        if self._letters and keys == [SORT_COLUMNS["created"]]:
            return self._page_by_letters(columns, after, limit)
        conditions = self._narrowed
        # All of the newest are read the same way, whoever's they are, and planning it takes as long
        # as reading them. PostgreSQL keeps no plan for a number of rows that it does not know.
        is_same_for_all = keys == [SORT_COLUMNS["created"]] and conditions == [*_OWN, _NOT_SKIPPED]
        most = str(limit) if is_same_for_all else self.argument(limit)
        if after is not None:
            conditions.append(self._beyond(keys, after.values))
        more = [f"{key.expression} AS key_{place}" for place, key in enumerate(keys)]
        order = [
            f"key_{place} {'DESC' if key.descends else 'ASC'} NULLS LAST"
            if key.type != "uuid"  # never null: so ix_tasks_user_created is read backward
            else f"key_{place} {'DESC' if key.descends else 'ASC'}"
            for place, key in enumerate(keys)
        ]
        return (
            f"SELECT {columns}, {', '.join(more)} {FROM} WHERE {' AND '.join(conditions)} "
            f"ORDER BY {', '.join(order)} LIMIT {most}"
        )

    def _page_by_letters(self, columns: str, after: After | None, limit: int) -> str:
        """The newest with these letters: by going back where they are common, else by the index.

        The index finds all of them, however few stand on the page.
        """
        within = f"t.id < {self.argument(after.values[0])}::uuid" if after else "true"
        most, found = self.argument(limit), " AND ".join(self._conditions)
        sample = newest_tasks("*", within, _SAMPLE)
        lacking = f"(SELECT count(*) FROM near) < {most}"  # noqa: S608 - $n
        far = all_matching(f"{lacking} AND {self._letters} AND {found} AND {within}", most)
        return (
            f"WITH sample AS MATERIALIZED (SELECT count(*) >= {_COMMON} AS is_common "  # noqa: S608 - $n
            f"FROM ({sample}) t {JOINED} WHERE {found}), "
            f"near AS MATERIALIZED (SELECT t.id FROM ({newest_tasks('*', within, _WALK)}) t "
            f"{JOINED} WHERE (SELECT is_common FROM sample) AND {found} "
            f"ORDER BY t.id DESC LIMIT {most}), far AS MATERIALIZED ({far}), found AS ("
            f"SELECT id FROM near WHERE NOT {lacking} UNION ALL SELECT id FROM far) "
            f"SELECT {columns}, t.id AS key_0 FROM found f JOIN tasks t ON t.id = f.id {JOINED} "
            f"ORDER BY t.id DESC LIMIT {most}"
        )

    def _keys(self, sort: Sequence[SortKey]) -> list[SortColumn]:
        """What is compared, down to the id, so that no two tasks are equal."""
        keys = []
        for key in sort:
            column = SORT_COLUMNS[key.name]
            descends = column.descends != key.is_reversed
            keys.append(SortColumn(column.expression, column.type, descends))
            if key.name == "created":
                return keys  # nothing is equal behind it
        return [*keys, _BY_ID]

    def _beyond(self, keys: Sequence[SortColumn], values: Sequence[object]) -> str:
        """What comes after these values; unset comes last in either direction."""
        beyond = ""
        for key, value in reversed(list(zip(keys, values, strict=True))):
            left = key.expression
            if value is None:
                later, same = "false", f"{left} IS NULL"
            else:
                place = f"{self.argument(value)}::{key.type}"
                later, same = f"{left} {'<' if key.descends else '>'} {place}", f"{left} = {place}"
                if key.type != "uuid":
                    later = f"({later} OR {left} IS NULL)"
            beyond = f"({later} OR ({same} AND {beyond}))" if beyond else later
        return beyond

    def _narrow(self, wanted: TaskFilter) -> None:
        if wanted.priority is not None:
            self._conditions.append(f"t.priority = {self.argument(wanted.priority)}")
        if wanted.completed is not None:
            self._conditions.append(
                "t.status = 'done'" if wanted.completed else "t.status = 'open'"
            )
        elif not wanted.finds_skipped:
            self._conditions.append(_NOT_SKIPPED)
        if wanted.search:
            pattern = self.argument(f"%{escaped(wanted.search)}%")
            if has_letters(wanted.search):  # index ix_tasks_letters
                self._letters = f"{LETTERS_OF_TASK} ILIKE {pattern}"
            self._conditions.append(f"(t.title ILIKE {pattern} OR t.notes ILIKE {pattern})")
        if wanted.label is not None:
            name = self.argument(wanted.label)
            self._conditions.append(
                "EXISTS (SELECT FROM task_labels tl JOIN labels l ON l.id = tl.label_id "
                f"WHERE tl.task_id = t.id AND l.name = {name})"
            )
        self._narrow_due(wanted)
        if wanted.matching is not None:
            node, owner = wanted.matching
            self._conditions.append(FilterSql(self.argument, owner).condition(node))
        if wanted.words is not None:
            search = SearchSql(wanted.words, self._narrowed, self.argument)
            if wanted.sort[0].name == RELEVANCE:
                self.search = search
            else:
                self._conditions.append(search.condition)

    def _narrow_due(self, wanted: TaskFilter) -> None:
        if wanted.due_before is not None:
            self._conditions.append(f"{_WHEN} < {self._wall_time(wanted.due_before)}")
        if wanted.due_after is not None:
            self._conditions.append(f"{_WHEN} >= {self._wall_time(wanted.due_after)}")
            self._conditions.append(f"{_WHEN} < 'infinity'")

    def _wall_time(self, bound: DueBound) -> str:
        if not isinstance(bound, datetime):
            bound = datetime.combine(bound, datetime.min.time())
        return f"{self.argument(bound)}::timestamp"

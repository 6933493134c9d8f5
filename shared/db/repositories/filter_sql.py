"""From the tree of a filter to a condition on `tasks t LEFT JOIN series s`.

Values only ever become arguments, and every condition is true or false, never NULL: so `NOT` of
one finds exactly what it does not find.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from shared.db.models.task import DUE, LETTERS
from shared.db.repositories.filter_owners import FilterOwner
from shared.domain.filters import (
    FIELDS,
    Among,
    And,
    Compare,
    Kind,
    Moment,
    Node,
    Not,
    Or,
    Reach,
    Span,
)
from shared.domain.filters.fields import STATUSES
from shared.domain.filters.tree import Operator, Value

Argument = Callable[[object], str]
"""Takes a value and gives the placeholder that stands for it."""

LETTERS_OF_TASK = LETTERS.replace("title", "t.title").replace("notes", "t.notes")
"""The expression of ix_tasks_letters, of the task `t`."""

DUE_OF_TASK = DUE.replace("due_", "t.due_")
"""What the owner calls when, whatever the task's zone; of open tasks that of ix_tasks_open_due."""

_FEWEST_LETTERS = 3
_FARTHEST_AHEAD = timedelta(hours=26)  # a wall time of any zone, beside that of any other
_SKIPS = """(SELECT COALESCE(sum(l.count), 0) FROM occurrence_log l
      WHERE l.series_id = t.series_id AND l.outcome = 'skipped')
    + (SELECT count(*) FROM tasks o
       WHERE o.series_id = t.series_id AND o.status = 'skipped' AND o.deleted_at IS NULL
       AND NOT EXISTS (SELECT FROM occurrence_log l
                       WHERE l.series_id = o.series_id AND l.slot = o.slot))"""
_MISSES = """(SELECT COALESCE(sum(l.count), 0) FROM occurrence_log l
      WHERE l.series_id = t.series_id AND l.outcome = 'missed')"""
_PARTS = """SELECT count(*) FROM tasks c
    WHERE c.parent_id = t.id AND c.deleted_at IS NULL AND c.status <> 'skipped'"""

_EXPRESSIONS = {
    "done": "t.status = 'done'",
    "recurring": "t.series_id IS NOT NULL",
    "status": "t.status",
    "title": "t.title",
    "notes": "NULLIF(t.notes, '')",
    "priority": "t.priority",
    "due": DUE_OF_TASK,
    "start": "COALESCE(t.start_local, t.start_on::timestamp)",
    "created": "t.created_at",
    "updated": "t.updated_at",
    "completed": "t.completed_at",
    "next_reminder": """(SELECT min(r.fire_at) FROM reminders r
        WHERE r.task_id = t.id AND r.state = 'scheduled')""",
    "project": "t.project_id",
    "section": "t.section_id",
    "parent": "t.parent_id",
    "rrule.freq": "lower(substring(upper(s.rrule) FROM 'FREQ=([A-Z]+)'))",
    "missed": f"CASE WHEN t.series_id IS NOT NULL THEN ({_MISSES})::bigint END",
    "skipped": f"CASE WHEN t.series_id IS NOT NULL THEN ({_SKIPS})::bigint END",
    "subtasks": f"({_PARTS})",
    "subtasks.open": f"({_PARTS} AND c.status = 'open')",
    "reminders": """(SELECT count(*) FROM reminders r
        WHERE r.task_id = t.id AND r.reason IS DISTINCT FROM 'removed')""",
    "checklist": "jsonb_array_length(t.checklist)",
    "checklist.open": """(SELECT count(*) FROM jsonb_array_elements(t.checklist) AS item
        WHERE item -> 'is_done' IS DISTINCT FROM 'true'::jsonb)""",
}
_ANY_LABEL = "EXISTS (SELECT FROM task_labels tl WHERE tl.task_id = t.id)"
_LABEL = """EXISTS (SELECT FROM task_labels tl JOIN labels l ON l.id = tl.label_id
    WHERE tl.task_id = t.id AND l.user_id = $1 AND {condition})"""
_TABLES = {"project": "projects", "section": "sections"}


class FilterSql:
    """Makes conditions for one statement, whose `$1` is the user; `argument` adds to the others."""

    def __init__(self, argument: Argument, owner: FilterOwner) -> None:
        self._argument = argument
        self._owner = owner

    def condition(self, node: Node) -> str:
        """The condition, in parentheses where it needs them.

        Raises:
            FilterInvalid: a project or section is not there, or a time is beyond the calendar.
        """
        match node:
            case Not():
                return f"NOT {self.condition(node.part)}"
            case And():
                return f"({' AND '.join(self.condition(part) for part in node.parts)})"
            case Or():
                return f"({' OR '.join(self.condition(part) for part in node.parts)})"
            case Among():
                found = self._among(node)
                return f"NOT {found}" if node.negated else found
            case Compare():
                return self._compare(node)

    def _compare(self, node: Compare) -> str:
        if node.value is None:
            return self._unset(node.field, is_set=node.operator == "!=")
        match node.operator:
            case "!=":
                return f"NOT {self._holds(node.field, '=', node.value, node.span)}"
            case "not like":
                return f"NOT {self._holds(node.field, 'like', node.value, node.span)}"
            case _:
                return self._holds(node.field, node.operator, node.value, node.span)

    def _unset(self, field: str, *, is_set: bool) -> str:
        if field == "labels":
            return _ANY_LABEL if is_set else f"NOT {_ANY_LABEL}"
        if field == "due" and not is_set:
            return "(t.due_local IS NULL AND t.due_on IS NULL)"  # most tasks: no work for an index
        return f"({_EXPRESSIONS[field]} IS {'NOT ' if is_set else ''}NULL)"

    def _holds(self, field: str, operator: Operator, value: Value, span: Span) -> str:
        """One comparison with a value, `!=` and `not like` taken apart before."""
        match value:
            case bool():
                flag = self._overdue() if field == "overdue" else f"({_EXPRESSIONS[field]})"
                return flag if value else f"NOT {flag}"
            case Moment():
                return self._when(field, operator, self._owner.calendar.reach_of(value, span))
            case int():
                number = f"{self._argument(value)}::bigint"
                return _known(f"{_EXPRESSIONS[field]} {operator} {number}")
            case UUID():
                return _set_and(_EXPRESSIONS[field], f"= {self._argument(value)}::uuid")
            case _ if operator == "like":
                return self._like(field, str(value))
            case _:
                return self._is_one_of(field, [str(value)], [span])

    def _overdue(self) -> str:
        calendar = self._owner.calendar
        today, now = self._argument(calendar.today), self._argument(calendar.now)
        day, time = f"t.due_on < {today}::date", f"t.due_at < {now}::timestamptz"
        # Index ix_tasks_open_due finds what may be; wherever its zone is, it is not due after that.
        latest = calendar.now.astimezone(UTC).replace(tzinfo=None) + _FARTHEST_AHEAD
        early = _set_and(DUE_OF_TASK, f"< {self._argument(latest)}::timestamp")
        return f"(t.status = 'open' AND {early} AND ({_known(day)} OR {_known(time)}))"

    def _when(self, field: str, operator: Operator, reach: Reach) -> str:
        left = _EXPRESSIONS[field]
        if reach.end is None or operator in {"<", ">="}:
            return _set_and(left, f"{operator} {self._time(field, reach.start)}")
        end = self._time(field, reach.end)
        if operator in {"<=", ">"}:  # to the end of the day, or after it
            return _set_and(left, f"{'<' if operator == '<=' else '>='} {end}")
        return _set_and(left, f">= {self._time(field, reach.start)} AND {left} < {end}")

    def _time(self, field: str, local: datetime) -> str:
        if FIELDS[field].kind is Kind.WALL:
            return f"{self._argument(local)}::timestamp"
        return f"{self._argument(self._owner.calendar.instant_of(local))}::timestamptz"

    def _among(self, node: Among) -> str:
        kind = FIELDS[node.field].kind
        if kind in {Kind.WALL, Kind.INSTANT}:
            pairs = zip(node.values, node.spans or [Span(1, 0)] * len(node.values), strict=True)
            each = [self._holds(node.field, "=", value, span) for value, span in pairs]
            return f"({' OR '.join(each)})"
        if kind in {Kind.NUMBER, Kind.ID}:
            place = self._argument(list(node.values))
            array = f"{place}::{'bigint' if kind is Kind.NUMBER else 'uuid'}[]"
            return _known(f"{_EXPRESSIONS[node.field]} = ANY({array})")
        spans = node.spans or [Span(1, 0)] * len(node.values)
        return self._is_one_of(node.field, [str(value) for value in node.values], spans)

    def _is_one_of(
        self, field: str, texts: list[str], spans: "list[Span] | tuple[Span, ...]"
    ) -> str:
        """The text of the field is one of these, in any case."""
        if field in _TABLES:
            found = [
                identifier
                for text, span in zip(texts, spans, strict=True)
                for identifier in self._owner.ids_of(field, text, span)
            ]
            return _set_and(_EXPRESSIONS[field], f"= ANY({self._argument(found)}::uuid[])")
        if field == "status":  # as constants: so it implies the condition of a partial index
            asked = [f"t.status = '{each}'" for each in STATUSES if each in texts]
            return f"({' OR '.join(asked)})"
        any_of = f"IN (SELECT lower(x) FROM unnest({self._argument(texts)}::text[]) AS x)"  # noqa: S608 - $n
        if field == "labels":
            return _LABEL.format(condition=f"lower(l.name) {any_of}")
        return _known(f"lower({_EXPRESSIONS[field]}) {any_of}")

    def _like(self, field: str, text: str) -> str:
        pattern = f"{self._argument(like_pattern(text))}::text"
        if field == "labels":
            return _LABEL.format(condition=f"l.name ILIKE {pattern}")
        if field in _TABLES:
            return (
                f"EXISTS (SELECT FROM {_TABLES[field]} o "
                f"WHERE o.id = {_EXPRESSIONS[field]} AND o.name ILIKE {pattern})"
            )
        if field == "text":
            condition = f"(t.title ILIKE {pattern} OR t.notes ILIKE {pattern})"
        else:
            condition = _known(f"{_EXPRESSIONS[field]} ILIKE {pattern}")
        if not has_letters(text):
            return condition
        # Index ix_tasks_letters finds what may match; the condition itself decides.
        wide = self._argument(f"%{like_pattern(text)}%")
        return f"({LETTERS_OF_TASK} ILIKE {wide}::text AND {condition})"


def check_filter(node: Node, owner: FilterOwner) -> None:
    """The filter can be asked of its owner's tasks.

    Raises:
        FilterInvalid: it names a project or section that is not there, or a time beyond all.
    """
    FilterSql(lambda _: "NULL", owner).condition(node)


def _known(condition: str) -> str:
    """The condition, false where PostgreSQL would not know."""
    return f"COALESCE({condition}, false)"


def _set_and(column: str, condition: str) -> str:
    """As `_known`, in the form that an index on the column can be used for."""
    return f"({column} IS NOT NULL AND {column} {condition})"


def has_letters(text: str) -> bool:
    """Whether three letters in a row are sought: with less, the index of letters helps nothing.

    >>> has_letters("a*bc"), has_letters("abc*"), has_letters("50%")
    (False, True, False)
    """
    row = 0
    for character in text:
        row = row + 1 if character.isalnum() else 0
        if row == _FEWEST_LETTERS:
            return True
    return False


def like_pattern(text: str) -> str:
    r"""The pattern of LIKE: `*` stands for anything, and without one the text may stand anywhere.

    >>> like_pattern("50%"), like_pattern("a*b")
    ('%50\\%%', 'a%b')
    """
    pattern = escaped(text).replace("*", "%")
    return pattern if "*" in text else f"%{pattern}%"


def escaped(text: str) -> str:
    r"""The text with the wildcards of LIKE made literal.

    >>> escaped("100%_\\")
    '100\\%\\_\\\\'
    """
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")

"""What a filter finds, worked out in Python: it shares nothing with the SQL but the tree."""

import operator
import re
from datetime import datetime, time

from shared.domain.filters import FIELDS, Among, And, Compare, Kind, Moment, Not, Or, Span
from tests.integration.filters.world import (
    CALENDAR,
    FREQUENCIES,
    NOW,
    Facts,
    World,
    skips_unlogged,
    slots_logged,
)

_COMPARE = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_HERE = Span(1, 1)


def holds(node, task: Facts, world: World) -> bool:
    """Whether the filter finds the task."""
    match node:
        case Not(part):
            return not holds(part, task, world)
        case And(parts):
            return all(holds(part, task, world) for part in parts)
        case Or(parts):
            return any(holds(part, task, world) for part in parts)
        case Among(field, values, negated):
            found = any(_one(field, "=", value, task, world) for value in values)
            return found != negated
        case Compare(field, "!=" | "not like" as said, value):
            return not _one(field, "=" if said == "!=" else "like", value, task, world)
        case _:
            return _one(node.field, node.operator, node.value, task, world)


def _one(field, said, value, task, world):
    here = _values(field, task, world)
    if value is None:
        return not here
    return any(_fits(field, said, each, value) for each in here)


def _fits(field, said, here, value):
    if said == "like":
        return _like(here, value)
    if isinstance(value, Moment):
        return _timed(field, said, here, value)
    if isinstance(value, str):
        return here.lower() == value.lower()
    return _COMPARE[said](here, value)


def _like(here, pattern):
    parts = ".*".join(re.escape(part) for part in pattern.split("*"))
    expression = re.compile(parts, re.IGNORECASE | re.ASCII | re.DOTALL)
    return bool(expression.fullmatch(here) if "*" in pattern else expression.search(here))


def _timed(field, said, here, value):
    reach = CALENDAR.reach_of(value, _HERE)
    ends = [reach.start, reach.end or reach.start]
    if FIELDS[field].kind is Kind.INSTANT:
        ends = [CALENDAR.instant_of(each) for each in ends]
    if reach.end is None:
        return _COMPARE[said](here, ends[0])
    first, beyond = ends
    place = -1 if here < first else 1 if here >= beyond else 0
    return _COMPARE[said](place, 0)


def _values(field, task: Facts, world: World):
    """The values of the field: none if it is unset, more than one for labels and for text."""
    match field:
        case "labels":
            return task.labels
        case "text":
            return [each for each in (task.title, task.notes) if each]
        case _:
            value = _value(field, task, world)
            return [] if value is None else [value]


def _value(field, task: Facts, world: World):
    count = _COUNTS.get(field)
    if count is not None:
        return count(task, world)
    derived = _DERIVED.get(field)
    return derived(task) if derived is not None else getattr(task, field)


def _due(task):
    return task.due_local or (datetime.combine(task.due_on, time()) if task.due_on else None)


def _is_overdue(task):
    day_is_past = bool(task.due_on and task.due_on < CALENDAR.today)
    time_is_past = bool(task.due_at and task.due_at < NOW)
    return task.status == "open" and (day_is_past or time_is_past)


def _skips(task, world):
    if task.series is None:
        return None
    return slots_logged(world, task.series, "skipped") + skips_unlogged(world, task.series)


def _misses(task, world):
    return None if task.series is None else slots_logged(world, task.series, "missed")


def _children(task, world, *statuses):
    return sum(each.status in statuses for each in world.children.get(task.id, ()))


_COUNTS = {
    "missed": _misses,
    "skipped": _skips,
    "subtasks": lambda task, world: _children(task, world, "open", "done"),
    "subtasks.open": lambda task, world: _children(task, world, "open"),
}
_DERIVED = {
    "done": lambda task: task.status == "done",
    "overdue": _is_overdue,
    "recurring": lambda task: task.series is not None,
    "notes": lambda task: task.notes or None,
    "due": _due,
    "next_reminder": lambda task: min(
        (at for state, at in task.reminders if state == "scheduled"), default=None
    ),
    "rrule.freq": lambda task: None if task.series is None else FREQUENCIES[task.series],
    "reminders": lambda task: sum(state != "removed" for state, _ in task.reminders),
    "checklist": lambda task: len(task.checklist),
    "checklist.open": lambda task: task.checklist.count(False),
}

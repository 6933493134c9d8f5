"""Two exports of one account: the same but for ids, or what differs.

Ids are of the installation. A record is known by what it says and by what it points at and is
pointed at by, some steps far; order in the file does not count.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

_STEPS: Final = 5
_UUID_LENGTH: Final = 36
_REFERENCES: Final[Mapping[str, Mapping[str, str]]] = {
    "section": {"project": "project"},
    "series": {"follows": "series"},
    "slot": {"series": "series", "task": "task"},
    "task": {
        "project": "project",
        "section": "section",
        "parent": "task",
        "series": "series",
        "follows": "task",
    },
}
_OF_SERIES_FIELDS: Final = {"project_id": "project", "section_id": "section"}
_OVER: Final = ("sent", "failed", "skipped", "cancelled")
_OF_TASK: Final = ("task_done", "task_skipped", "task_deleted", "project_archived")
"""Reasons that follow from the task, whatever was to become of the reminder."""

Key = tuple[str, str]
_Told = tuple[str, str, dict[str, Any]]
"""Kind, title, and all that a record says."""


@dataclass(slots=True)
class _Node:
    """A record without ids, and what it points at."""

    content: dict[str, Any]
    points_at: list[tuple[str, Key]] = field(default_factory=list)


def differences(before: bytes, after: bytes, *, is_planned: bool = False) -> list[str]:
    """Records that one of the exports has and the other has not, as text; none if they are equal.

    `is_planned`: the first was not exported but written by hand, so that reminders that wait were
    planned only by the import of it, and what has no place of its own stands by its id.
    """
    nodes = [_nodes(export, is_planned=is_planned) for export in (before, after)]
    # Contents first: one that differs would make all its neighbours differ, too.
    for steps in (0, 1, _STEPS):
        first, second = (_named(each, steps) for each in nodes)
        kept = Counter(name for name, _ in first)
        kept.subtract(name for name, _ in second)
        texts = dict([*first, *second])
        lost = [texts[name] for name, count in kept.items() for _ in range(count)]
        new = [texts[name] for name, count in kept.items() for _ in range(-count)]
        if lost or new:
            return [*_told(lost, new)]
    return []


def _told(lost: list[_Told], new: list[_Told]) -> Iterator[str]:
    """Of those that have the same title, only what differs."""
    left = list(new)
    for each in lost:
        twin = next((other for other in left if other[:2] == each[:2]), None)
        if twin is None:
            yield f"lost: {_dump(each)}"
            continue
        left.remove(twin)
        changed = {
            name: [each[2].get(name), twin[2].get(name)]
            for name in each[2].keys() | twin[2].keys()
            if each[2].get(name) != twin[2].get(name)
        }
        yield f"{each[0]} {each[1]}: {_dump(changed or 'stands elsewhere')}"
    yield from (f"new: {_dump(each)}" for each in left)


def _nodes(export: bytes, *, is_planned: bool) -> dict[Key, _Node]:
    found: dict[Key, _Node] = {}
    for number, line in enumerate(export.splitlines()[1:-1]):
        record = orjson.loads(line)
        kind = record["kind"]
        identifier = record.pop("source_id", str(number))
        if is_planned and record.get("position") == identifier and len(identifier) == _UUID_LENGTH:
            record["position"] = None
        found[kind, identifier] = _node(kind, record, is_planned=is_planned)
    return found


def _node(kind: str, record: dict[str, Any], *, is_planned: bool) -> _Node:
    node = _Node(record)
    for name, target in _REFERENCES.get(kind, {}).items():
        if identifier := record.pop(name, None):
            node.points_at.append((name, (target, identifier)))
    if kind == "task":
        record["labels"] = sorted(record["labels"])
        for step in record["checklist"]:
            step.pop("source_id")
        record["reminders"] = _reminders(record["reminders"] or [], is_planned=is_planned)
        _take_fields(node, record)
    return node


def _take_fields(node: _Node, record: dict[str, Any]) -> None:
    fields = record.get("series_fields") or {}
    for name, target in _OF_SERIES_FIELDS.items():
        if fields.get(name):
            node.points_at.append((f"series_fields.{name}", (target, fields.pop(name))))
    for step in fields.get("checklist", ()):
        step.pop("id")


def _reminders(reminders: list[dict[str, Any]], *, is_planned: bool) -> list[dict[str, Any]]:
    """Each with the content of the one that it puts off; in no order."""
    by_id = {each.pop("source_id"): each for each in reminders}
    for each in reminders:
        if is_planned and each["state"] == "deferred":  # its time is past where it comes in
            each.update(state="skipped", reason="past")
        is_plan = each["state"] not in _OVER or each["reason"] in _OF_TASK
        if is_planned and (is_plan or each["type"] == "relative"):
            each.update(state=None, fire_at=None, reason=None, nag_sent=0)
    plain = {name: dict(each) for name, each in by_id.items()}
    for each in reminders:
        each["snooze_of"] = plain.get(each["snooze_of"])
    return sorted(reminders, key=_dump)


def _named(nodes: Mapping[Key, _Node], steps: int) -> list[tuple[str, _Told]]:
    """Each node by a name for what it and others so many steps away say."""
    names = {key: _digest([key[0], node.content]) for key, node in nodes.items()}
    pointed: dict[Key, list[tuple[str, Key]]] = defaultdict(list)
    for key, node in nodes.items():
        node.points_at = [(name, target) for name, target in node.points_at if target in nodes]
        for name, target in node.points_at:
            pointed[target].append((name, key))
    for _ in range(steps):
        names = {
            key: _digest(
                [
                    names[key],
                    sorted([name, names[target]] for name, target in node.points_at),
                    sorted([name, names[source]] for name, source in pointed[key]),
                ]
            )
            for key, node in nodes.items()
        }
    return [(names[key], _story(nodes, key)) for key in nodes]


def _story(nodes: Mapping[Key, _Node], key: Key) -> _Told:
    node = nodes[key]
    at = {name: _label(nodes[target].content) for name, target in node.points_at}
    return key[0], _label(node.content), node.content | at


def _label(content: Mapping[str, Any]) -> str:
    return str(content.get("title") or content.get("name") or content.get("rrule"))[:40]


def _digest(value: Any) -> str:
    return hashlib.sha256(_dump(value).encode()).hexdigest()


def _dump(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()

"""An account in the neutral form, page by page, in order of need."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson

from shared.commands.changing import account_gone
from shared.db.connection import Connection
from shared.db.repositories import account_records as repository
from shared.db.session import Database
from shared.domain.tasks import Due
from shared.interchange.records import (
    FilterRecord,
    LabelRecord,
    PreferencesRecord,
    ProjectRecord,
    Record,
    ReminderRecord,
    SectionRecord,
    SeriesRecord,
    SlotRecord,
    StepRecord,
    TaskRecord,
    VacationRecord,
)

_TABLES: Final[Mapping[str, type[Any]]] = {
    "vacations": VacationRecord,
    "labels": LabelRecord,
    "projects": ProjectRecord,
    "sections": SectionRecord,
    "filters": FilterRecord,
    "series": SeriesRecord,
    "tasks": TaskRecord,
    "slots": SlotRecord,
}


async def records_of(db: Database, user_id: UUID) -> AsyncIterator[list[Record]]:
    """Pages of all records of the account; each is read by a statement of its own.

    Raises:
        Unauthenticated: the account is gone.
    """
    async with db.read() as connection:
        kinds = await repository.channel_kinds(connection, user_id)
        chosen = await repository.preferences(connection, user_id)
    if chosen is None:
        raise account_gone()
    yield [_preferences(chosen, kinds)]
    for table, model in _TABLES.items():
        after: Any = None
        while True:
            async with db.read() as connection:
                rows, after = await _page(connection, table, user_id, after)
            yield [_record(model, values, kinds) for values in rows]
            if after is None:
                break


async def _page(connection: Connection, table: str, user_id: UUID, after: Any) -> repository.Page:
    if table == "tasks":
        return await repository.task_page(connection, user_id, after)
    if table == "slots":
        return await repository.slot_page(connection, user_id, after)
    return await repository.table_page(connection, table, user_id, after)


def _record(model: type[Any], values: dict[str, Any], kinds: Mapping[str, str]) -> Record:
    record: Record
    if model is TaskRecord:
        return _task(values, kinds)
    if model is SlotRecord:
        return _slot(values)
    plain = {name: tuple(v) if isinstance(v, list) else v for name, v in values.items()}
    record = model(source_id=str(plain.pop("id")), **plain)
    return record


def _slot(values: dict[str, Any]) -> SlotRecord:
    series, task = values.pop("series_id"), values.pop("task_id")
    return SlotRecord(series=str(series), task=str(task) if task else None, **values)


def _preferences(values: dict[str, Any], kinds: Mapping[str, str]) -> PreferencesRecord:
    lists = {
        name: tuple(values[name]) for name in ("default_reminders", "all_day_default_reminders")
    }
    channels = _kinds(values["default_channels"], kinds)
    return PreferencesRecord(**values | lists | {"default_channels": channels})


def _kinds(names: Sequence[str], kinds: Mapping[str, str]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(kinds[name] for name in names if name in kinds))


def _task(values: dict[str, Any], kinds: Mapping[str, str]) -> TaskRecord:
    identifier, zone = values.pop("id"), values.pop("zone")
    due = _due(values.pop("due_on"), values.pop("due_local"), zone)
    start = _due(values.pop("start_on"), values.pop("start_local"), zone)
    fields, steps = values.pop("series_fields"), orjson.loads(values.pop("checklist"))
    reminders, labels = values.pop("reminders"), values.pop("labels")
    return TaskRecord(
        source_id=str(identifier),
        due=due,
        start=start,
        labels=tuple(labels),
        series_fields=_series_fields(fields, kinds),
        checklist=tuple(
            StepRecord(title=each["title"], is_done=each["is_done"], source_id=each["id"])
            for each in steps
        ),
        reminders=tuple(_reminder(each, kinds) for each in orjson.loads(reminders or "[]")),
        **values,
    )


def _due(on: Any, local: datetime | None, zone: str | None) -> Due | None:
    """A date has no zone, also where the start or end beside it has a time in one."""
    if on is None and local is None:
        return None
    return Due(on=on, local=local, zone=zone if local is not None else None)


def _series_fields(text: str | None, kinds: Mapping[str, str]) -> dict[str, Any] | None:
    """Its reminders name kinds of channels, as those of the task do."""
    if text is None:
        return None
    fields: dict[str, Any] = orjson.loads(text)
    for each in fields.get("reminders") or ():
        if isinstance(each, dict) and each.get("channels") is not None:
            each["channels"] = _kinds(each["channels"], kinds)
    return fields


def _reminder(values: dict[str, Any], kinds: Mapping[str, str]) -> ReminderRecord:
    fire_at = values.pop("fire_at")
    instant = datetime.fromisoformat(fire_at) if fire_at else None
    return ReminderRecord(
        source_id=values.pop("id"),
        channels=_kinds(values.pop("channels"), kinds) or None,
        at=instant if values["type"] == "absolute" else None,
        fire_at=instant,
        **values,
    )

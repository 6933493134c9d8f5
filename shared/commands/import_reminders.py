"""Reminders of imported tasks: what has happened stays, the rest is planned anew."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

from shared.commands.import_batches import Batch
from shared.commands.reminders import draft_rows, replanned
from shared.core.ids import new_uuid7
from shared.db.repositories.reminders import ReminderRow
from shared.db.repositories.tasks import TaskView
from shared.interchange.records import ReminderRecord, TaskRecord

_OVER: Final = frozenset({"sent", "failed", "skipped", "cancelled"})


def reminder_rows(
    batch: Batch,
    number: int,
    record: TaskRecord,
    task: TaskView,
    *,
    of_project: Sequence[str] | None,
) -> list[ReminderRow]:
    """The reminders of the task; the default ones if the file says nothing and it is open."""
    ended = _end_of(record)
    if record.reminders is None:
        if ended is not None:
            return []
        return draft_rows(None, task, batch.user, batch.uow.now, of_project=of_project)
    ids: dict[str, UUID] = {}
    rows = []
    for each in _in_order(record.reminders):
        names = _names(batch, number, each)
        row = _row(batch, each, task, names, ids.get(each.snooze_of or ""))
        if each.source_id is not None:
            ids[each.source_id] = row.id
        if each.state is not None and each.state in _OVER:
            row = replace(row, state=each.state, reason=each.reason)
        elif ended is not None:
            row = replace(row, state="cancelled", reason=ended)
        else:
            row = _planned(batch, row, task)
        rows.append(row)
    return rows


def _end_of(record: TaskRecord) -> str | None:
    """Why nothing of the task fires; None if something may."""
    if record.deleted_at is not None:
        return "task_deleted"
    return {"done": "task_done", "skipped": "task_skipped"}.get(record.status)


def _in_order(reminders: Sequence[ReminderRecord]) -> list[ReminderRecord]:
    """Those that were put off before what they were put off until."""
    return sorted(reminders, key=lambda each: each.snooze_of is not None)


def _row(
    batch: Batch,
    each: ReminderRecord,
    task: TaskView,
    names: tuple[str, ...],
    snooze_of: UUID | None,
) -> ReminderRow:
    return ReminderRow(
        new_uuid7(batch.uow.now),
        task.user_id,
        task.id,
        each.type,
        each.offset,
        each.fire_at or each.at,
        names,
        "idle" if each.state in (None, "idle") else "scheduled",
        None,
        relative_to=each.relative_to,
        snooze_of=snooze_of,
        nag_every=each.nag_every,
        nag_max=each.nag_max,
        nag_sent=each.nag_sent,
        urgent=each.urgent,
    )


def _planned(batch: Batch, row: ReminderRow, task: TaskView) -> ReminderRow:
    now = batch.uow.now
    fresh = replanned(row, task, batch.user, now)
    if fresh.state == "scheduled" and fresh.fire_at is not None and fresh.fire_at <= now:
        return replace(fresh, state="skipped", reason="past")
    return fresh


def _names(batch: Batch, number: int, each: ReminderRecord) -> tuple[str, ...]:
    channels = batch.channels
    usual = tuple(batch.user.default_channels)
    if each.channels is None:
        return usual
    missing = [kind for kind in each.channels if kind not in channels]
    if missing:
        message = f"You have no channel of the kind {', '.join(missing)} here."
        batch.lossy(number, "channel_unknown", "reminders", message)
    names = [name for kind in each.channels for name in channels.get(kind, ())]
    return tuple(dict.fromkeys(names)) or usual

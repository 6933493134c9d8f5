"""Planning of reminders; called inside the transaction of the command that moved the task."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from shared.core.ids import new_uuid7
from shared.db.repositories import reminders as repository
from shared.db.repositories.reminders import ReminderRow
from shared.db.repositories.tasks import ReminderView, TaskView
from shared.db.repositories.users import UserRow
from shared.db.session import UnitOfWork
from shared.domain.reminders import fire_at_for, parse_offset
from shared.domain.tasks import ReminderDraft
from shared.events.reminders import ReminderCancelled, ReminderScheduled

AT_DUE_TIME = ReminderDraft(lead="PT0S")
"""What a task with a due time gets when its owner says nothing (product decision 5.8)."""


def plan(
    lead: str | None, at: datetime | None, task: TaskView, user: UserRow, now: datetime
) -> tuple[datetime | None, str, str | None]:
    """Instant, state and reason of a reminder of `task`, as seen at `now`.

    `lead` makes it relative to the due time; without one it is absolute, at `at`. A relative one
    without a due time is idle; an instant that has passed is skipped, not sent.
    """
    fire_at = at if lead is None else _relative_instant(lead, task, user)
    if fire_at is None:
        return None, "idle", "no_due"
    if fire_at <= now:
        return fire_at, "skipped", "past"
    return fire_at, "scheduled", None


def _relative_instant(lead: str, task: TaskView, user: UserRow) -> datetime | None:
    due = task.due_local or task.due_on
    if due is None:
        return None
    zone = task.zone or user.zone
    return fire_at_for(due, parse_offset(lead), zone, user.all_day_reminder_time)


def draft_rows(
    drafts: Sequence[ReminderDraft] | None, task: TaskView, user: UserRow, now: datetime
) -> list[ReminderRow]:
    """The rows of these drafts; the default one when nothing was said and there is a due time."""
    if drafts is None:
        drafts = (AT_DUE_TIME,) if task.due_at else ()
    return [_draft_row(draft, task, user, now) for draft in drafts]


def _draft_row(draft: ReminderDraft, task: TaskView, user: UserRow, now: datetime) -> ReminderRow:
    kind = "absolute" if draft.at else "relative"
    fire_at, state, reason = plan(draft.lead, draft.at, task, user, now)
    return ReminderRow(
        new_uuid7(now),
        task.user_id,
        task.id,
        kind,
        draft.lead,
        fire_at,
        draft.channels or tuple(user.default_channels),
        state,
        reason,
        relative_to=draft.relative_to,
        nag_every=draft.nag_every,
        nag_max=draft.nag_max,
        urgent=draft.urgent,
    )


async def add_reminders(uow: UnitOfWork, rows: Sequence[ReminderRow]) -> None:
    """The reminders exist and the waiting ones will be scheduled."""
    await repository.insert_reminders(uow.connection, rows, uow.now)
    announce(uow, rows)


async def cancel_reminders(uow: UnitOfWork, task_ids: Sequence[UUID], reason: str) -> None:
    """Nothing of these tasks will fire any more."""
    for row in await repository.cancel_reminders(uow.connection, task_ids, reason, uow.now):
        uow.emit(_cancelled(row))


async def replan_reminders(
    uow: UnitOfWork, task: TaskView, user: UserRow, *, past_reason: str = "past"
) -> None:
    """Every reminder of the task fits its present due time, or its state says why it cannot.

    Absolute ones that were sent stay as they are; relative ones are planned anew.
    """
    rows = await repository.reminders_of(uow.connection, [task.id])
    planned = [_replanned(row, task, user, uow.now, past_reason) for row in rows]
    changed = [new for new, old in zip(planned, rows, strict=True) if _differs(new, old)]
    stored = await repository.replan_reminders(uow.connection, changed, uow.now)
    announce(uow, stored)


def _replanned(
    row: ReminderRow, task: TaskView, user: UserRow, now: datetime, past_reason: str
) -> ReminderRow:
    if row.kind == "absolute" and row.state in {"sent", "failed", "skipped"}:
        return row
    fire_at, state, reason = plan(row.lead, row.fire_at, task, user, now)
    if fire_at == row.fire_at and row.state in {"sent", "failed"}:
        return row
    reason = past_reason if reason == "past" else reason
    return replace(row, fire_at=fire_at, state=state, reason=reason)


def _differs(new: ReminderRow, old: ReminderRow) -> bool:
    return (new.fire_at, new.state, new.reason) != (old.fire_at, old.state, old.reason)


def announce(uow: UnitOfWork, rows: Iterable[ReminderRow]) -> None:
    """The scheduler learns of each row: wait for it, or stop waiting."""
    for row in rows:
        if row.state == "scheduled" and row.fire_at is not None:
            uow.emit(
                ReminderScheduled.model_construct(
                    user_id=row.user_id,
                    reminder_id=row.id,
                    task_id=row.task_id,
                    reminder_version=row.version,
                    fire_at=row.fire_at,
                )
            )
        elif row.version > 1:
            uow.emit(_cancelled(row))


def _cancelled(row: ReminderRow) -> ReminderCancelled:
    return ReminderCancelled.model_construct(
        user_id=row.user_id,
        reminder_id=row.id,
        task_id=row.task_id,
        reminder_version=row.version,
    )


def view_of(row: ReminderRow) -> ReminderView:
    """The reminder as its owner sees it."""
    return ReminderView(
        row.id,
        row.kind,
        row.lead,
        row.fire_at,
        row.channels,
        row.state,
        row.reason,
        row.version,
        row.relative_to,
        row.snooze_of,
        row.nag_every,
        row.nag_max,
        row.nag_sent,
        row.urgent,
    )

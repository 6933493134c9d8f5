"""Subtasks come back with the occurrence they belong to, open again unless the series says no."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from shared.commands.planning import shift_local_days
from shared.commands.reminders import add_reminders, cancel_reminders, draft_rows
from shared.commands.snapshots import about, emit_change
from shared.core.ids import new_uuid7
from shared.db.repositories import series as series_repository
from shared.db.repositories import subtasks as repository
from shared.db.repositories.reminders import ReminderRow
from shared.db.repositories.series import NextOccurrence
from shared.db.repositories.subtasks import Branch
from shared.db.repositories.tasks import TaskView
from shared.db.repositories.users import UserRow
from shared.db.session import UnitOfWork
from shared.domain.checklists import reset_checklist
from shared.domain.recurrence import days_between, days_later
from shared.domain.tasks import ReminderDraft, TaskStatus
from shared.domain.zones import to_instant
from shared.events.tasks import TaskCreated

Created = tuple[NextOccurrence, TaskView]
"""An occurrence that came to be, with the one it comes from."""


async def copy_subtrees(
    uow: UnitOfWork, users: Mapping[UUID, UserRow], created: Sequence[Created]
) -> None:
    """Each occurrence has the subtasks of its source, with labels and reminders.

    Their times move by the days between the slots. Six statements, however many there are.
    """
    sources = {each.source.task_id for each, _ in created}
    found = await repository.find_branches(uow.connection, sorted(sources))
    if not found:
        return
    branches: dict[UUID, list[Branch]] = defaultdict(list)
    for branch in found:
        branches[branch.root].append(branch)
    copies = [
        copy
        for pair in created
        for copy in _copies(pair, branches[pair[0].source.task_id], users, uow)
    ]
    await repository.insert_copies(
        uow.connection, [(old, task) for old, task, _ in copies], uow.now
    )
    await series_repository.copy_labels(uow.connection, [(task.id, old) for old, task, _ in copies])
    for _, task, _ in copies:
        emit_change(uow, task, "created", TaskCreated.model_construct(**about(task)))
    await _copy_reminders(uow, users, copies)


def _copies(
    pair: Created, branches: Sequence[Branch], users: Mapping[UUID, UserRow], uow: UnitOfWork
) -> list[tuple[UUID, TaskView, NextOccurrence]]:
    each, root = pair
    ids = {each.source.task_id: root.id}
    days = days_between(each.source.slot, each.slot)
    copies = []
    for branch in branches:
        old = branch.task
        if old.parent_id not in ids:
            continue
        copy = moved_by_days(old, days, users[old.user_id])
        if each.source.reset_subtasks:
            copy = replace(
                copy,
                status=TaskStatus.OPEN,
                completed_at=None,
                skipped_at=None,
                checklist=reset_checklist(copy.checklist),
            )
        ids[old.id] = new_uuid7(uow.now)
        is_along = old.project_id == each.source.project_id
        copy = replace(
            copy,
            id=ids[old.id],
            parent_id=ids[old.parent_id],
            project_id=root.project_id if is_along else old.project_id,
            section_id=_section(old, each, root) if is_along else old.section_id,
            version=1,
            created_at=uow.now,
            updated_at=uow.now,
            reminders=(),
        )
        copies.append((old.id, copy, each))
    return copies


def _section(old: TaskView, each: NextOccurrence, root: TaskView) -> UUID | None:
    """A subtask goes where its root goes, but keeps a section of its own in the same project."""
    if old.section_id == each.source.section_id:
        return root.section_id
    return old.section_id if root.project_id == old.project_id else None


def moved_by_days(task: TaskView, days: timedelta, user: UserRow) -> TaskView:
    """The task due, and beginning, so many local days later, at the same wall times.

    What would come after the end of the calendar stays, rather than the series.
    """
    zone = task.zone or user.zone
    due = None if task.due_local is None else days_later(task.due_local, days)
    start = None if task.start_local is None else days_later(task.start_local, days)
    return replace(
        task,
        due_on=None if task.due_on is None else days_later(task.due_on, days),
        due_at=None if due is None else to_instant(due, zone),
        due_local=due,
        start_on=None if task.start_on is None else days_later(task.start_on, days),
        start_at=None if start is None else to_instant(start, zone),
        start_local=start,
    )


async def _copy_reminders(
    uow: UnitOfWork,
    users: Mapping[UUID, UserRow],
    copies: Sequence[tuple[UUID, TaskView, NextOccurrence]],
) -> None:
    drafts = await drafts_of(uow, sorted({old for old, _, _ in copies}))
    rows: list[ReminderRow] = []
    for old, task, each in copies:
        user = users[task.user_id]
        moved = [moved_draft(draft, task, user, each) for draft in drafts.get(old, ())]
        rows += draft_rows(moved, task, user, uow.now)
    await add_reminders(uow, rows)
    closed = [task.id for _, task, _ in copies if task.status != TaskStatus.OPEN]
    if closed:
        await cancel_reminders(uow, closed, "task_done")


async def drafts_of(uow: UnitOfWork, task_ids: Sequence[UUID]) -> dict[UUID, list[ReminderDraft]]:
    """What was asked for each of these tasks; a snooze is no wish for the next time."""
    drafts: dict[UUID, list[ReminderDraft]] = defaultdict(list)
    rows = await repository.reminders_to_copy(uow.connection, task_ids)
    for row, draft in zip(rows, await drafts_from(uow, rows), strict=True):
        drafts[row.task_id].append(draft)
    return drafts


async def drafts_from(uow: UnitOfWork, rows: Sequence[ReminderRow]) -> list[ReminderDraft]:
    """What its owner asked for with each; an absolute one that nags is of its first instant."""
    chains = [row.id for row in rows if row.lead is None and row.nag_sent]
    starts = await repository.chain_starts(uow.connection, chains)
    return [_draft_of(row, starts.get(row.id, row.fire_at)) for row in rows]


def _draft_of(row: ReminderRow, at: datetime | None) -> ReminderDraft:
    return ReminderDraft(
        lead=row.lead,
        at=at if row.lead is None else None,
        channels=row.channels,
        relative_to="start" if row.relative_to == "start" else "due",
        nag_every=row.nag_every,
        nag_max=row.nag_max,
        urgent=row.urgent,
    )


def moved_draft(
    draft: ReminderDraft, task: TaskView, user: UserRow, each: NextOccurrence
) -> ReminderDraft:
    """The same for the next time; an absolute one moves by whole local days (5.8)."""
    if draft.at is None:
        return draft
    zone = task.zone or user.zone
    return replace(draft, at=shift_local_days(draft.at, zone, each.source.slot, each.slot))

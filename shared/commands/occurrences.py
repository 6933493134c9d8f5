"""Making occurrences of a series: fields, labels, reminders and subtasks of one it follows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from shared.commands.planning import columns_of_slot
from shared.commands.reminders import add_reminders, cancel_reminders, draft_rows
from shared.commands.series_fields import SeriesFields, decode_series_fields
from shared.commands.snapshots import about, emit_change
from shared.commands.subtasks import copy_subtrees, drafts_of, moved_draft
from shared.core.ids import new_uuid7
from shared.db.repositories import channels
from shared.db.repositories import series as repository
from shared.db.repositories.reminders import ReminderRow
from shared.db.repositories.series import DoneOccurrence, NextOccurrence
from shared.db.repositories.tasks import SeriesView, TaskView
from shared.db.repositories.users import UserRow
from shared.db.session import UnitOfWork
from shared.domain.checklists import Checklist, reset_checklist
from shared.domain.recurrence import days_between, days_later, slot_text
from shared.domain.reminders import EMAIL, channel_id
from shared.domain.tasks import ReminderDraft, TaskStatus, Unset
from shared.domain.zones import to_instant
from shared.events.tasks import TaskCreated


def occurrence_at(
    done: DoneOccurrence,
    slot: date | datetime,
    user: UserRow,
    now: datetime,
    brought_by: UUID | None,
) -> NextOccurrence:
    """The occurrence of `slot`, as the series has it; it starts as many days before as `done` did.

    A zone or a start that `done` alone was moved to stays behind.
    """
    fields = decode_series_fields(done.series_fields)
    columns = columns_of_slot(slot, done.series_zone, user.zone)
    days = days_between(done.slot, slot_text(slot))
    usual = (done.start_local or done.start_on) if isinstance(fields.start, Unset) else fields.start
    start = None if usual is None else days_later(usual, days)
    local = start if isinstance(start, datetime) else None
    return NextOccurrence(
        id=new_uuid7(now),
        source=done,
        slot=slot_text(slot),
        due_on=columns.due_on,
        due_at=columns.due_at,
        due_local=columns.due_local,
        start_on=None if local else start,
        start_at=None if local is None else to_instant(local, done.series_zone or user.zone),
        start_local=local,
        title=_given(fields.title),
        notes=_given(fields.notes),
        priority=None if isinstance(fields.priority, Unset) else fields.priority,
        labels=None if isinstance(fields.labels, Unset) else tuple(sorted(set(fields.labels))),
        project_id=done.project_id if isinstance(fields.project_id, Unset) else fields.project_id,
        section_id=done.section_id if isinstance(fields.section_id, Unset) else fields.section_id,
        checklist=_checklist(done, fields),
        brought_by=brought_by,
    )


def _checklist(done: DoneOccurrence, fields: SeriesFields) -> Checklist:
    usual = done.checklist if isinstance(fields.checklist, Unset) else fields.checklist
    return reset_checklist(usual) if done.reset_subtasks else usual


def _given(value: str | Unset) -> str | None:
    return None if isinstance(value, Unset) else value


async def bring_occurrences(
    uow: UnitOfWork, users: Mapping[UUID, UserRow], wanted: Sequence[NextOccurrence]
) -> list[TaskView]:
    """Those whose slot was free exist with all that belongs to them; answers them."""
    if not wanted:
        return []
    made = await repository.insert_next_occurrences(uow.connection, wanted, uow.now)
    created = [(each, _task_of(each, made[each.id], uow.now)) for each in wanted if each.id in made]
    for _, task in created:
        emit_change(uow, task, "created", TaskCreated.model_construct(**about(task)))
    await _give_reminders(uow, users, created)
    await copy_subtrees(uow, users, created)
    archived = [task.id for each, task in created if each.source.is_archived]
    if archived:
        await cancel_reminders(uow, archived, "project_archived")
    return [task for _, task in created]


def _task_of(each: NextOccurrence, labels: tuple[str, ...], now: datetime) -> TaskView:
    done = each.source
    return TaskView(
        id=each.id,
        user_id=done.user_id,
        title=done.title if each.title is None else each.title,
        notes=done.notes if each.notes is None else each.notes,
        priority=done.priority if each.priority is None else each.priority,
        status=TaskStatus.OPEN,
        completed_at=None,
        due_on=each.due_on,
        due_at=each.due_at,
        due_local=each.due_local,
        zone=done.series_zone,
        slot=each.slot,
        version=1,
        created_at=now,
        updated_at=now,
        start_on=each.start_on,
        start_at=each.start_at,
        start_local=each.start_local,
        project_id=each.project_id,
        parent_id=done.parent_id,
        section_id=each.section_id,
        position=done.position,
        checklist=each.checklist,
        labels=labels,
        series=SeriesView(
            done.series_id,
            done.rrule,
            done.anchor,
            done.dtstart,
            done.all_day,
            done.series_zone,
            1,
        ),
    )


async def _give_reminders(
    uow: UnitOfWork,
    users: Mapping[UUID, UserRow],
    created: Sequence[tuple[NextOccurrence, TaskView]],
) -> None:
    """Each has the reminders of its series: those of its source unless they were its alone."""
    sources = {each.source.task_id for each, _ in created}
    drafts = await drafts_of(uow, sorted(sources))
    own = await _own_reminders(uow, created)
    rows: list[ReminderRow] = []
    for each, task in created:
        user, source = users[task.user_id], each.source.task_id
        usual = own[source] if source in own else drafts.get(source, [])
        moved = [moved_draft(draft, task, user, each) for draft in usual]
        rows += draft_rows(moved, task, user, uow.now)
    await add_reminders(uow, rows)


async def _own_reminders(
    uow: UnitOfWork, created: Sequence[tuple[NextOccurrence, TaskView]]
) -> dict[UUID, list[ReminderDraft]]:
    """Those that a series has in place of the source's, by source, through channels that exist.

    An undo, or an import, may have brought back the name of one that was deleted.
    """
    own: dict[UUID, list[ReminderDraft]] = {}
    for each, _ in created:
        reminders = decode_series_fields(each.source.series_fields).reminders
        if not isinstance(reminders, Unset):
            own[each.source.task_id] = list(reminders)
    names = {name for drafts in own.values() for each in drafts for name in each.channels or ()}
    ids = {found for name in names if (found := channel_id(name)) is not None}
    if not names - {EMAIL}:
        return own
    known = {EMAIL, *await channels.known_names(uow.connection, ids)}
    return {source: [_through(each, known) for each in drafts] for source, drafts in own.items()}


def _through(draft: ReminderDraft, known: Collection[str]) -> ReminderDraft:
    kept = tuple(name for name in draft.channels or () if name in known)
    return replace(draft, channels=kept or None)

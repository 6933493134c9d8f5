"""What an edit of a series does to its other open occurrences (policy `keep_each`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.commands.archives import silence_archived, wake
from shared.commands.changing import emit_updated
from shared.commands.editing import Reached, as_of_series, times_of
from shared.commands.ending import log_occurrences, slots_of
from shared.commands.moving import is_moved, move_all_reminders, moved_to, same_delta, with_start
from shared.commands.planning import columns_of_slot, shift_local_days
from shared.commands.reminder_lists import set_all_reminders
from shared.commands.undo_images import Change
from shared.db.repositories import task_sets, undo
from shared.db.repositories.tasks import SeriesView, TaskView
from shared.db.repositories.users import UserRow
from shared.db.session import UnitOfWork
from shared.domain.checklists import Checklist
from shared.domain.recurrence import Slot, days_between, slot_text
from shared.domain.recurrence.slots import kept_after
from shared.domain.tasks import Due, ReminderDraft, TaskPatch, Unset

_OF_ONE = frozenset({"position", "parent_id", "recurrence", "due"})
"""What an edit says of one occurrence's place and time, and of the series itself."""


@dataclass(frozen=True, slots=True)
class SharedEdit:
    """The edited occurrence before and after; `slots` are those of all, if the series moves.

    `zone` is that of the series afterwards; `series` is that series itself, if the edit changed it
    or began it.
    """

    before: TaskView
    task: TaskView
    patch: TaskPatch
    slots: Mapping[UUID, Slot] = field(default_factory=dict)
    zone: str | None = None
    series: SeriesView | None = None


async def reach_others(
    uow: UnitOfWork, user: UserRow, others: Sequence[TaskView], edit: SharedEdit
) -> Reached:
    """The other occurrences have the fields of the patch, and the slots that the edit gives them.

    One that was moved by itself keeps its time. The caller stores the edited one, whose slot may
    have gone to another by then. The same statements, however many there are.
    """
    after = [_after(each, edit, user, uow.now) for each in others]
    pairs = [(old, new) for old, new in zip(others, after, strict=True) if _differs(old, new, edit)]
    if not pairs:
        return Reached()
    rows = [(old.id, _row(old, new)) for old, new in pairs]
    moved = [number for number, row in rows if "slot" in row]
    if edit.task.slot != edit.before.slot:
        moved.append(edit.before.id)
    await task_sets.park_slots(uow.connection, moved)
    await task_sets.change_rows(uow.connection, rows, uow.now)
    if "labels" in edit.patch.changed:
        labels = {new.id: new.labels for _, new in pairs}
        await task_sets.set_labels(uow.connection, user.id, labels)
    await _log_moves(uow, pairs)
    kept = await _fit_reminders(uow, user, pairs, edit)
    if "project_id" in edit.patch.changed:  # they may have left an archive
        await wake(uow, user, [new for _, new in pairs])
    await silence_archived(uow, [new.id for _, new in pairs])
    for old, new in pairs:
        emit_updated(uow, new, _changed(old, new, edit))
    return Reached(tuple(Change(old, new) for old, new in pairs), kept)


def _differs(old: TaskView, new: TaskView, edit: SharedEdit) -> bool:
    has_reminders = "reminders" in edit.patch.changed
    is_alike = old.labels == new.labels and new.shows_rule_of(old)
    return has_reminders or not is_alike or bool(_row(old, new))


def _changed(old: TaskView, new: TaskView, edit: SharedEdit) -> set[str]:
    names = {name for name in edit.patch.changed if name not in _OF_ONE}
    if (old.due_at, old.due_on) != (new.due_at, new.due_on):
        names.add("due")
    if not new.shows_rule_of(old):
        names.add("recurrence")
    return names | ({"slot"} if old.slot != new.slot else set())


def _row(old: TaskView, new: TaskView) -> dict[str, Any]:
    return {
        name: value
        for name in task_sets.COLUMNS
        if (value := getattr(new, name)) != getattr(old, name)
    }


def _after(other: TaskView, edit: SharedEdit, user: UserRow, now: datetime) -> TaskView:
    task = replace(other, **_fields(other, edit), version=other.version + 1, updated_at=now)
    if edit.series is not None:  # one that stays where it is shows another rule, too
        task = replace(task, series=edit.series)
    task = _in_slot(other, task, edit, user)
    if "start" in edit.patch.changed:
        task = with_start(task, _start_of(other, edit), user)
    return as_of_series(other, task, edit.patch.changed)


def _fields(other: TaskView, edit: SharedEdit) -> dict[str, Any]:
    changed, edited = set(edit.patch.changed), edit.task
    plain = {"title", "notes", "priority", "labels"} & changed
    found: dict[str, Any] = {name: getattr(edited, name) for name in plain}
    if "checklist" in changed:
        found["checklist"] = _with_own_ticks(edited.checklist, other.checklist)
    project_id = edited.project_id if "project_id" in changed else other.project_id
    if project_id != other.project_id:
        found |= {"project_id": project_id, "section_id": None}
    if "section_id" in changed and project_id == edited.project_id:
        found["section_id"] = edited.section_id
    return found


def _with_own_ticks(steps: Checklist, own: Checklist) -> Checklist:
    done = {step.id for step in own if step.is_done}
    return tuple(replace(step, is_done=step.id in done) for step in steps)


def _in_slot(other: TaskView, task: TaskView, edit: SharedEdit, user: UserRow) -> TaskView:
    """The occurrence at its slot of the changed series; one moved by itself keeps its time."""
    slot, is_elsewhere = edit.slots.get(other.id), task.series_id != other.series_id
    has_zone = is_elsewhere or "due" in edit.patch.changed
    if slot is None or (slot_text(slot) == other.slot and not has_zone):
        return task
    if not is_moved(other):
        zone = edit.zone if has_zone else other.zone
        task = moved_to(task, columns_of_slot(slot, zone, user.zone), user)
    return replace(task, slot=slot_text(slot))


def _start_of(other: TaskView, edit: SharedEdit) -> Due | None:
    """As many days before or after its slot as the edited one now starts.

    Raises:
        InvalidInput: the calendar ends before.
    """
    days = days_between(edit.before.slot or "", other.slot or "")
    local, day = edit.task.start_local, edit.task.start_on
    if local is not None:
        return Due(local=kept_after(local, days, "/start"))
    return None if day is None else Due(on=kept_after(day, days, "/start"))


async def _log_moves(uow: UnitOfWork, pairs: Sequence[tuple[TaskView, TaskView]]) -> None:
    """The log tells of those that were moved by themselves at their new slots."""
    moved = [
        (old, new) for old, new in pairs if is_moved(old) and slots_of([old]) != slots_of([new])
    ]
    if moved:
        await undo.unlog_slots(uow.connection, slots_of([old for old, _ in moved]))
        await log_occurrences(uow, [new for _, new in moved if is_moved(new)], "moved")


async def _fit_reminders(
    uow: UnitOfWork,
    user: UserRow,
    pairs: Sequence[tuple[TaskView, TaskView]],
    edit: SharedEdit,
) -> tuple[UUID, ...]:
    """Their reminders are those of the patch, or fit the new times; answers those that stayed."""
    moved = [(old, new) for old, new in pairs if times_of(old) != times_of(new)]
    if isinstance(edit.patch.reminders, Unset):
        moves = [(new, same_delta(old, new, user)) for old, new in moved]
        return await move_all_reminders(uow, user, moves) if moves else ()
    drafts = edit.patch.reminders
    wanted = [(new, [_for_slot(each, edit.task, new, user) for each in drafts]) for _, new in pairs]
    await set_all_reminders(uow, user, wanted)
    await move_all_reminders(uow, user, [(new, _nowhere) for _, new in moved])
    return ()


def _nowhere(_at: datetime) -> None:
    """The patch has their instants."""


def _for_slot(
    draft: ReminderDraft, edited: TaskView, task: TaskView, user: UserRow
) -> ReminderDraft:
    if draft.at is None:
        return draft
    zone = task.zone or user.zone
    return replace(draft, at=shift_local_days(draft.at, zone, edited.slot or "", task.slot or ""))

"""Edits of a series: of this occurrence, of this and the following, or of all (docs/series.md)."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, datetime, time
from itertools import islice
from typing import Literal
from uuid import UUID

from shared.commands.changing import TaskNotRecurring, check_open, lock_task
from shared.commands.editing import (
    Edit,
    Reached,
    finish_edit,
    finish_plain_edit,
    patched,
)
from shared.commands.moving import is_moved, with_due
from shared.commands.planning import check_policy, columns_of_slot, rule_of, slot_texts
from shared.commands.reminders import row_of
from shared.commands.series_fields import SeriesFields, encode_series_fields
from shared.commands.series_others import SharedEdit, reach_others
from shared.commands.series_places import Move, check_goes_on, first_slot, new_slots
from shared.commands.splitting import change_whole, emit_series_updated, replace_rule
from shared.commands.subtasks import drafts_from
from shared.core.errors import InvalidInput
from shared.core.ids import new_uuid7
from shared.core.principal import Principal
from shared.db.repositories import series_edits as repository
from shared.db.repositories import task_sets
from shared.db.repositories.series_edits import StoredSeries
from shared.db.repositories.tasks import SeriesView, TaskView
from shared.db.repositories.users import UserRow
from shared.db.session import Database, UnitOfWork
from shared.domain.recurrence import Anchor, Slot, parse_slot, slot_text
from shared.domain.recurrence.moved_parts import cannot_move
from shared.domain.recurrence.moving import RuleMove, check_slot, move_rule
from shared.domain.recurrence.series import series_slots
from shared.domain.recurrence.slots import day_of, shifted
from shared.domain.stored_series import series_of
from shared.domain.tasks import UNSET, RecurrenceDraft, ReminderDraft, TaskPatch, Unset

Scope = Literal["this", "following", "all"]

_FIELDS = ("title", "notes", "priority", "labels", "project_id", "section_id", "checklist")


async def patch_series(
    db: Database,
    principal: Principal,
    task_id: UUID,
    scope: Scope,
    patch: TaskPatch,
    *,
    expected: int | None,
) -> TaskView:
    """The open occurrence, and as `scope` says its series, have the fields of the patch.

    Raises:
        NotFound: no such task of this user.
        TaskNotRecurring: it belongs to no series.
        TaskNotOpen: it was done or skipped.
        VersionMismatch: `expected` is not the stored version.
        InvalidInput: a value cannot be meant; nothing was changed.
    """
    async with db.unit_of_work() as uow:
        user, before = await lock_task(uow, principal, task_id, expected)
        if before.series is None or before.slot is None:
            raise TaskNotRecurring(f"Task {task_id} belongs to no series; edit the task itself.")
        check_open(before)
        if not patch.changed:
            return before
        if scope == "this":
            return await _edit_this(uow, user, before, patch)
        stored = await repository.load_series(uow.connection, before.series.id)
        if scope == "all":
            return await _edit_all(uow, user, before, patch, stored)
        return await _edit_following(uow, user, before, patch, stored)


async def _edit_this(
    uow: UnitOfWork, user: UserRow, before: TaskView, patch: TaskPatch
) -> TaskView:
    """The next occurrence gets the former values of what is changed here."""
    if not isinstance(patch.recurrence, Unset):
        message = "A rule is of a series: choose the scope following or all."
        raise InvalidInput("/recurrence", "recurrence_scope", message)
    task = await patched(uow, user, before, patch)
    drafts = () if isinstance(patch.reminders, Unset) else await _drafts_of(uow, before)
    start = before.start_local or before.start_on
    named = {*patch.changed, *({"section_id"} if "project_id" in patch.changed else ())}
    former = encode_series_fields(
        SeriesFields(
            **{name: getattr(before, name) for name in _FIELDS if name in named},
            reminders=UNSET if isinstance(patch.reminders, Unset) else drafts,
            start=UNSET if isinstance(patch.start, Unset) else start,
        )
    )
    fields = {**(former or {}), **(before.series_fields or {})}
    task = replace(task, series_fields=fields or None)
    return await finish_edit(uow, user, Edit(before, task, patch))


async def _drafts_of(uow: UnitOfWork, task: TaskView) -> tuple[ReminderDraft, ...]:
    wished = [row_of(each, task) for each in task.reminders if not each.snooze_of]
    return tuple(await drafts_from(uow, wished))


async def _edit_following(
    uow: UnitOfWork, user: UserRow, before: TaskView, patch: TaskPatch, stored: StoredSeries
) -> TaskView:
    """With another time or rule a new series goes on from here; else the fields are passed on.

    The open occurrences that come later have the fields too, and are of the new series.
    """
    has_rule = not isinstance(patch.recurrence, Unset)
    if patch.due is None and not has_rule:
        raise InvalidInput("/due", "due_missing", "What comes back is due at some time.")
    open_ones = await task_sets.open_occurrences(uow.connection, stored.id)
    later = [each for each in open_ones if (each.slot or "") > (before.slot or "")]
    task = await patched(uow, user, before, patch)
    if patch.recurrence is None or (isinstance(patch.due, Unset) and not has_rule):
        reached = await reach_others(uow, user, later, SharedEdit(before, task, patch))
        return await finish_plain_edit(uow, user, Edit(before, task, patch, reached=reached))
    draft = patch.recurrence
    if isinstance(draft, Unset):
        draft = _rest_of(stored, before, task, user)
    split = await replace_rule(uow, user, task, draft)
    if not has_rule and split.task.slot:
        check_slot(parse_slot(split.task.slot), task.due_local or task.due_on or date.max)
    shared = SharedEdit(before, split.task, patch, {}, split.task.zone, split.task.series)
    reached = await _take_over(uow, user, later, shared)
    edit = Edit(before, split.task, patch, series=split.images, reached=reached)
    return await finish_edit(uow, user, edit)


async def _take_over(
    uow: UnitOfWork, user: UserRow, later: Sequence[TaskView], edit: SharedEdit
) -> Reached:
    """The later open occurrences are of the series that goes on, after the edited one."""
    if not later or edit.series is None:
        return Reached()
    made = await repository.load_series(uow.connection, edit.series.id)
    series = series_of(made, made.zone or user.zone, made.ends_before)
    old, gives_due = parse_slot(edit.before.slot or ""), not isinstance(edit.patch.due, Unset)
    move = Move(made.id, series, old, series.dtstart, gives_due=gives_due, begins=True)
    slots = await new_slots(uow, move, edit.task, later)
    return await reach_others(uow, user, later, replace(edit, slots=slots))


def _rest_of(
    stored: StoredSeries, before: TaskView, task: TaskView, user: UserRow
) -> RecurrenceDraft:
    """The rule from this occurrence on, moved as the occurrence is; COUNT counts what is left."""
    old, new = parse_slot(before.slot or ""), task.due_local or task.due_on or date.max
    zone = stored.zone or user.zone
    move, start = _move_of(stored, old, new, zone), _start_of(stored)
    return RecurrenceDraft(
        _with_count_left(move.rule.text, stored, old, zone),
        _anchor(stored),
        _policy(stored.missed_policy),
        stored.reset_subtasks,
        stored.auto_skip_minutes,
        [move.placed(slot, start) for slot in map(parse_slot, stored.exdates) if slot > old],
        [move.placed_extra(slot) for slot in map(parse_slot, stored.rdates) if slot > old],
    )


def _move_of(stored: StoredSeries, old: Slot, new: Slot, zone: str) -> RuleMove:
    if old != new and slot_text(old) in stored.rdates:
        raise cannot_move("This date was added to the rule by itself.")
    return move_rule(stored.rrule, old, new, anchor=_anchor(stored), zone=zone)


def _anchor(stored: StoredSeries) -> Anchor:
    return "completion" if stored.anchor == "completion" else "schedule"


def _start_of(stored: StoredSeries) -> Slot:
    return stored.dtstart.date() if stored.all_day else stored.dtstart


def _policy(name: str) -> Literal["collapse", "keep_each", "auto_skip"]:
    if name == "keep_each":
        return "keep_each"
    return "auto_skip" if name == "auto_skip" else "collapse"


def _with_count_left(rule: str, stored: StoredSeries, slot: Slot, zone: str) -> str:
    parts = [part.partition("=") for part in rule.split(";")]
    count = next((value for name, _, value in parts if name.upper() == "COUNT"), None)
    if count is None:
        return rule
    used = stored.completions
    if stored.anchor == "schedule":
        bare = replace(series_of(stored, zone, stored.ends_before), exdates=(), rdates=())
        used = sum(1 for each in islice(series_slots(bare, None), int(count)) if each < slot)
    left = max(1, int(count) - used)
    return ";".join(
        f"{name}{eq}{left if name.upper() == 'COUNT' else value}" for name, eq, value in parts
    )


async def _edit_all(
    uow: UnitOfWork, user: UserRow, before: TaskView, patch: TaskPatch, stored: StoredSeries
) -> TaskView:
    """The series itself has the new time or rule; its open occurrences stay the tasks they are."""
    if patch.due is None and patch.recurrence is not None:
        raise InvalidInput("/due", "due_missing", "What comes back is due at some time.")
    open_ones = await task_sets.open_occurrences(uow.connection, stored.id)
    others = [each for each in open_ones if each.id != before.id]
    task = await patched(uow, user, before, patch)
    has_due, has_rule = (not isinstance(each, Unset) for each in (patch.due, patch.recurrence))
    if patch.recurrence is None or not (has_due or has_rule):
        reached = await reach_others(uow, user, others, SharedEdit(before, task, patch))
        return await finish_plain_edit(uow, user, Edit(before, task, patch, reached=reached))
    old = parse_slot(before.slot or "")
    new: Slot = (task.due_local or task.due_on or old) if has_due else old
    changed = _changed_series(stored, (old, new), task.zone, patch, user)
    if changed.all_day is not stored.all_day:  # the slots of a series are of one kind
        changed = replace(changed, id=new_uuid7(uow.now), version=0)
    series = series_of(changed, changed.zone or user.zone, changed.ends_before)
    move = Move(changed.id, series, old, new, gives_due=has_due)
    if has_due and not has_rule:
        check_slot(first_slot(move), new)
    slots = await new_slots(uow, move, before, others)
    await check_goes_on(uow, move, open_ones, slots)
    target = slots[before.id]
    if has_due or not is_moved(before):
        task = with_due(task, columns_of_slot(target, task.zone, user.zone))
    task = replace(task, slot=slot_text(target), series=_view_of(changed))
    first = min(each.slot or "" for each in open_ones)
    images = await change_whole(uow, stored, changed, first)
    names = [name for name in patch.changed if name in {"due", "recurrence"}]
    emit_series_updated(uow, stored, names, None if len(images) == 1 else changed.id)
    edit = SharedEdit(before, task, patch, slots, changed.zone, task.series)
    reached = await reach_others(uow, user, others, edit)
    return await finish_edit(uow, user, Edit(before, task, patch, series=images, reached=reached))


def _changed_series(
    stored: StoredSeries,
    move: tuple[Slot, Slot],
    zone: str | None,
    patch: TaskPatch,
    user: UserRow,
) -> StoredSeries:
    """The stored series after the edit: with the rule of the patch, or its own that moves along."""
    draft = patch.recurrence
    zone = stored.zone if isinstance(patch.due, Unset) else zone
    if isinstance(draft, Unset) or draft is None:
        moved, start = _move_of(stored, *move, zone or user.zone), _start_of(stored)
        return replace(
            _started(stored, moved.placed_start(start), zone),
            rrule=moved.rule.text,
            exdates=slot_texts(moved.placed(parse_slot(each), start) for each in stored.exdates),
            rdates=slot_texts(moved.placed_extra(parse_slot(each)) for each in stored.rdates),
        )
    start = shifted(_start_of(stored), *move)
    changed = _started(stored, start, zone)
    check_policy(draft)
    return replace(
        changed,
        rrule=rule_of(draft, start, user.week_start),
        anchor=draft.anchor,
        missed_policy=draft.missed_policy,
        reset_subtasks=draft.reset_subtasks,
        auto_skip_minutes=draft.auto_skip_minutes,
        exdates=slot_texts(draft.exdates),
        rdates=slot_texts(draft.rdates),
    )


def _started(stored: StoredSeries, start: Slot, zone: str | None) -> StoredSeries:
    is_timed = isinstance(start, datetime)
    dtstart = start if isinstance(start, datetime) else datetime.combine(start, time())
    end = stored.ends_before
    if end is not None and is_timed is stored.all_day:
        day = day_of(parse_slot(end))
        end = slot_text(datetime.combine(day, time()) if is_timed else day)
    return replace(stored, dtstart=dtstart, all_day=not is_timed, zone=zone, ends_before=end)


def _view_of(changed: StoredSeries) -> SeriesView:
    names = [each.name for each in fields(SeriesView)]
    view = SeriesView(**{name: getattr(changed, name) for name in names})
    return replace(view, version=changed.version + 1)

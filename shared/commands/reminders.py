"""Planning of reminders; called inside the transaction of the command that moved the task."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from shared.core.ids import new_uuid7
from shared.db.repositories import reminders as repository
from shared.db.repositories.reminder_results import Nagging
from shared.db.repositories.reminders import ReminderRow
from shared.db.repositories.tasks import ReminderView, TaskView
from shared.db.repositories.undo import ReminderState
from shared.db.repositories.users import UserRow
from shared.db.session import UnitOfWork
from shared.domain.reminders import fire_at_for, parse_nag_interval, parse_offset
from shared.domain.tasks import ReminderDraft
from shared.events.reminders import ReminderCancelled, ReminderScheduled

WAITING = frozenset({"scheduled", "deferred", "idle"})
_OVER = frozenset({"sent", "failed", "skipped"})
_AS_IT_IS = _OVER | {"scheduled", "deferred"}
"""States that a reminder keeps while its instant is the same; it may be on its way just now."""
_GIVEN_UP = frozenset({"postponed", "snoozed", "snooze_taken_back", "taken_back"})
"""Why a cancelled reminder does not come back with its task while nothing has moved."""


def plan(
    lead: str | None,
    at: datetime | None,
    task: TaskView,
    user: UserRow,
    now: datetime,
    *,
    relative_to: str = "due",
) -> tuple[datetime | None, str, str | None]:
    """Instant, state and reason of a reminder of `task`, as seen at `now`.

    `lead` makes it relative to the due or start time; without one it is absolute, at `at`. A
    relative one without that time is idle; an instant that has passed is skipped, not sent.
    """
    fire_at = at if lead is None else _relative_instant(lead, relative_to, task, user)
    if fire_at is None and relative_to == "start":
        return None, "idle", "no_start"
    if fire_at is None:
        return None, "idle", "no_due"
    if fire_at <= now:
        return fire_at, "skipped", "past"
    return fire_at, "scheduled", None


def _relative_instant(
    lead: str, relative_to: str, task: TaskView, user: UserRow
) -> datetime | None:
    if relative_to == "start":
        moment = task.start_local or task.start_on
    else:
        moment = task.due_local or task.due_on
    if moment is None:
        return None
    zone = task.zone or user.zone
    return fire_at_for(moment, parse_offset(lead), zone, user.all_day_reminder_time)


def draft_rows(
    drafts: Sequence[ReminderDraft] | None,
    task: TaskView,
    user: UserRow,
    now: datetime,
    *,
    of_project: Sequence[str] | None = None,
) -> list[ReminderRow]:
    """The rows of these drafts, each time once; the default ones when nothing was said.

    `of_project` are the offsets of the task's project, which take the place of the owner's for a
    task with a due time.
    """
    if drafts is None:
        drafts = default_drafts(task, user, of_project)
    return [_draft_row(each, task, user, now) for each in merge_drafts(drafts, user)]


def default_drafts(
    task: TaskView, user: UserRow, of_project: Sequence[str] | None = None
) -> list[ReminderDraft]:
    """What a task gets whose owner said nothing: users expect to be reminded (5.8)."""
    if task.due_at is not None:
        leads = user.default_reminders if of_project is None else of_project
    else:
        leads = user.all_day_default_reminders if task.due_on else ()
    return [ReminderDraft(lead=lead) for lead in leads]


def merge_drafts(drafts: Sequence[ReminderDraft], user: UserRow) -> list[ReminderDraft]:
    """Each kind and time once: channels united, urgent if one is, nagging as the first that does.

    PT60M and PT1H are the same time.
    """
    merged: dict[TimeKey, ReminderDraft] = {}
    for draft in drafts:
        key = time_key(draft.lead, draft.at, draft.relative_to)
        known = merged.get(key)
        merged[key] = draft if known is None else _united(known, draft, user)
    return list(merged.values())


TimeKey = tuple[object, str]


def time_key(lead: str | None, at: datetime | None, relative_to: str) -> TimeKey:
    """The same for reminders that mean the same time, however it is written."""
    return (at, "") if lead is None else (parse_offset(lead), relative_to)


def _united(one: ReminderDraft, other: ReminderDraft, user: UserRow) -> ReminderDraft:
    nagging = one if one.nag_every else other
    return replace(
        one,
        channels=_channels_of(one, other, user),
        nag_every=nagging.nag_every,
        nag_max=nagging.nag_max,
        urgent=one.urgent or other.urgent,
    )


def _channels_of(one: ReminderDraft, other: ReminderDraft, user: UserRow) -> tuple[str, ...] | None:
    if one.channels is None and other.channels is None:
        return None
    usual = tuple(user.default_channels)
    return tuple(dict.fromkeys((one.channels or usual) + (other.channels or usual)))


def _draft_row(draft: ReminderDraft, task: TaskView, user: UserRow, now: datetime) -> ReminderRow:
    kind = "absolute" if draft.at else "relative"
    fire_at, state, reason = plan(
        draft.lead, draft.at, task, user, now, relative_to=draft.relative_to
    )
    return ReminderRow(
        new_uuid7(now),
        task.user_id,
        task.id,
        kind,
        draft.lead,
        fire_at,
        tuple(dict.fromkeys(draft.channels or user.default_channels)),
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
        uow.emit(cancelled(row))


async def replan_many(
    uow: UnitOfWork,
    tasks: Sequence[TaskView],
    user: UserRow,
    *,
    past_reason: str = "past",
    snooze_reason: str | None = None,
) -> None:
    """Every reminder of these tasks of one owner fits their present times, or says why it cannot.

    Absolute ones that were sent stay as they are; relative ones whose instant moved are planned
    anew, and their nagging begins again. With a `snooze_reason`, because the due time has moved,
    snoozes end; without one they come back with their task.
    """
    by_id = {task.id: task for task in tasks}
    rows = await repository.reminders_of(uow.connection, list(by_id))
    changed = []
    for row in rows:
        new = replanned(
            row,
            by_id[row.task_id],
            user,
            uow.now,
            past_reason=past_reason,
            snooze_reason=snooze_reason,
        )
        if _differs(new, row):
            changed.append(new)
    await store_plans(uow, changed)


async def store_plans(uow: UnitOfWork, rows: Sequence[ReminderRow]) -> None:
    """Time, state, reason and nagging are as in `rows`, and the scheduler learns of it."""
    announce(uow, await repository.replan_reminders(uow.connection, rows, uow.now))


def replanned(
    row: ReminderRow,
    task: TaskView,
    user: UserRow,
    now: datetime,
    *,
    past_reason: str = "past",
    snooze_reason: str | None = None,
) -> ReminderRow:
    """The reminder as it should stand for `task` as it is now; the same if nothing changes."""
    is_lost = row.state == "cancelled" and row.reason in _GIVEN_UP
    if row.snooze_of is not None and snooze_reason is not None:
        ends = row.state not in _OVER and not is_lost
        return replace(row, state="cancelled", reason=snooze_reason) if ends else row
    if row.kind == "absolute":
        at, is_same = row.fire_at, True
    else:
        at = _relative_instant(row.lead or "", row.relative_to, task, user)
        is_same = at is not None and is_of_chain(row, at)
    if is_same and (is_lost or row.state in _AS_IT_IS):
        return row
    fire_at, state, reason = plan(
        None, row.fire_at if is_same else at, task, user, now, relative_to=row.relative_to
    )
    return replace(
        row,
        fire_at=fire_at,
        state=state,
        reason=past_reason if reason == "past" else reason,
        nag_sent=row.nag_sent if is_same else 0,
    )


def is_of_chain(row: ReminderRow | ReminderState, at: datetime) -> bool:
    """Whether the reminder is planned for `at`, or nags since then."""
    if row.fire_at is None or row.fire_at == at:
        return row.fire_at == at
    if row.nag_every is None or row.nag_sent == 0 or row.fire_at < at:
        return False
    interval = parse_nag_interval(row.nag_every, pointer="/nag/every")
    return not (row.fire_at - at) % interval


def _differs(new: ReminderRow, old: ReminderRow) -> bool:
    return (new.fire_at, new.state, new.reason, new.nag_sent) != (
        old.fire_at,
        old.state,
        old.reason,
        old.nag_sent,
    )


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
            uow.emit(cancelled(row))


def announce_nags(uow: UnitOfWork, rows: Iterable[Nagging]) -> None:
    """The scheduler learns when each of these comes again."""
    for row in rows:
        uow.emit(
            ReminderScheduled.model_construct(
                user_id=row.user_id,
                reminder_id=row.reminder_id,
                task_id=row.task_id,
                reminder_version=row.version,
                fire_at=row.fire_at,
            )
        )


def cancelled(row: ReminderRow) -> ReminderCancelled:
    """The news that this version of the reminder will not fire."""
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


def row_of(view: ReminderView, task: TaskView) -> ReminderRow:
    """The reminder of `task` as commands write it."""
    return ReminderRow(
        view.id,
        task.user_id,
        task.id,
        view.kind,
        view.lead,
        view.fire_at,
        view.channels,
        view.state,
        view.reason,
        view.version,
        view.relative_to,
        view.snooze_of,
        view.nag_every,
        view.nag_max,
        view.nag_sent,
        view.urgent,
    )

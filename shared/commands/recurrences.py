"""The next occurrence of completed tasks, for a whole batch in a handful of statements."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from shared.commands.planning import columns_of_slot, shift_local_days
from shared.commands.reminders import add_reminders, plan
from shared.commands.snapshots import about, emit_change
from shared.core.ids import new_uuid7
from shared.db.repositories import reminders as reminders_repository
from shared.db.repositories import series as repository
from shared.db.repositories.reminders import ReminderRow
from shared.db.repositories.series import DoneOccurrence, LogEntry, NextOccurrence
from shared.db.repositories.tasks import SeriesView, TaskView
from shared.db.repositories.users import UserRow
from shared.db.session import UnitOfWork
from shared.domain.recurrence import Roll, Series, parse_slot, roll, slot_text
from shared.domain.tasks import TaskStatus
from shared.events.tasks import TaskCreated


@dataclass(frozen=True, slots=True)
class Completion:
    """A task that was completed, and when: what tells this completion from another of it."""

    user_id: UUID
    task_id: UUID
    completed_at: datetime


@dataclass(frozen=True, slots=True)
class RollResult:
    """How many occurrences came to be, how many completions were stale, seconds a rule took."""

    created: int
    stale: int
    rule_seconds: tuple[float, ...]


async def roll_completions(
    uow: UnitOfWork, completions: Sequence[Completion], monotonic: Callable[[], float]
) -> RollResult:
    """Every completed occurrence has its next one, with reminders, and its missed slots logged.

    Safe to call again with the same completions: a slot is filled once. A completion whose task
    was reopened or deleted since is stale and does nothing; one that was edited since is not.
    """
    users = await uow.lock_users(each.user_id for each in completions)
    moments = {each.task_id: each.completed_at for each in completions}
    done = await repository.find_done_occurrences(uow.connection, list(moments))
    current = [each for each in done if each.completed_at == moments[each.task_id]]
    rolls: list[tuple[DoneOccurrence, Roll]] = []
    seconds: list[float] = []
    for each in current:
        started = monotonic()
        rolls.append((each, _roll(each, users[each.user_id], uow.now)))
        seconds.append(monotonic() - started)
    await repository.log_slots(uow.connection, _missed(rolls), uow.now)
    created = await _create_next(uow, users, rolls)
    return RollResult(created, len(done) - len(current), tuple(seconds))


def series_of(done: DoneOccurrence, zone: str) -> Series:
    """The rule of this occurrence for the domain; `zone` is what floating times follow."""
    dtstart = done.dtstart.date() if done.all_day else done.dtstart
    return Series(
        rrule=done.rrule,
        dtstart=dtstart,
        zone=zone,
        anchor="completion" if done.anchor == "completion" else "schedule",
        exdates=tuple(parse_slot(text) for text in done.exdates),
        rdates=tuple(parse_slot(text) for text in done.rdates),
    )


def _roll(done: DoneOccurrence, user: UserRow, now: datetime) -> Roll:
    zone = done.series_zone or user.zone
    return roll(
        series_of(done, zone),
        parse_slot(done.slot),
        completed_at=done.completed_at,
        now=now,
        zone=zone,
        completions=done.completions,
    )


def _missed(rolls: Sequence[tuple[DoneOccurrence, Roll]]) -> list[LogEntry]:
    """A row a missed slot; the last one stands for all that exceed the cap of the domain."""
    entries: dict[tuple[UUID, str], LogEntry] = {}
    for done, result in rolls:
        beyond = result.missed_total - len(result.missed)
        for index, slot in enumerate(result.missed):
            last = index == len(result.missed) - 1
            entry = LogEntry(
                done.series_id,
                slot_text(slot),
                done.user_id,
                "missed",
                count=1 + beyond if last else 1,
            )
            entries[entry.series_id, entry.slot] = entry
    return list(entries.values())


async def _create_next(
    uow: UnitOfWork, users: dict[UUID, UserRow], rolls: Sequence[tuple[DoneOccurrence, Roll]]
) -> int:
    wanted = [
        _next(done, result.next_slot, users[done.user_id], uow.now)
        for done, result in rolls
        if result.next_slot is not None
    ]
    if not wanted:
        return 0
    labels = await repository.insert_next_occurrences(uow.connection, wanted, uow.now)
    created = [
        (each, _task_of(each, labels[each.id], uow.now)) for each in wanted if each.id in labels
    ]
    for _, task in created:
        emit_change(uow, task, "created", TaskCreated.model_construct(**about(task)))
    await _copy_reminders(uow, users, created)
    return len(created)


def _next(
    done: DoneOccurrence, slot: date | datetime, user: UserRow, now: datetime
) -> NextOccurrence:
    columns = columns_of_slot(slot, done.task_zone, user.zone)
    return NextOccurrence(
        id=new_uuid7(now),
        source=done,
        slot=slot_text(slot),
        due_on=columns.due_on,
        due_at=columns.due_at,
        due_local=columns.due_local,
    )


def _task_of(each: NextOccurrence, labels: tuple[str, ...], now: datetime) -> TaskView:
    done = each.source
    return TaskView(
        id=each.id,
        user_id=done.user_id,
        title=done.title,
        notes=done.notes,
        priority=done.priority,
        status=TaskStatus.OPEN,
        completed_at=None,
        due_on=each.due_on,
        due_at=each.due_at,
        due_local=each.due_local,
        zone=done.task_zone,
        slot=each.slot,
        version=1,
        created_at=now,
        updated_at=now,
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


async def _copy_reminders(
    uow: UnitOfWork,
    users: dict[UUID, UserRow],
    created: Sequence[tuple[NextOccurrence, TaskView]],
) -> None:
    by_source = {each.source.task_id: (each, task) for each, task in created}
    rows = await reminders_repository.reminders_of(uow.connection, list(by_source))
    copies = [
        _copy(row, *by_source[row.task_id], users[row.user_id], uow.now)
        for row in rows
        if row.snooze_of is None  # a snooze belongs to the occurrence that was put off
    ]
    await add_reminders(uow, copies)


def _copy(
    row: ReminderRow, each: NextOccurrence, task: TaskView, user: UserRow, now: datetime
) -> ReminderRow:
    """The same reminder for the next occurrence; an absolute one moves by whole local days."""
    at = row.fire_at
    if row.kind == "absolute" and at is not None:
        at = shift_local_days(at, task.zone or user.zone, each.source.slot, each.slot)
    fire_at, state, reason = plan(row.lead, at, task, user, now, relative_to=row.relative_to)
    return replace(
        row,
        id=new_uuid7(now),
        task_id=task.id,
        fire_at=fire_at,
        state=state,
        reason=reason,
        version=1,
        nag_sent=0,
    )

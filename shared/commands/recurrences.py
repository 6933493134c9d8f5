"""What follows completed and skipped occurrences, for a whole batch in a handful of statements.

The occurrence with the latest slot of a series is its head; only the head rolls. An older one that
is done later (a reopened one, or one that `keep_each` kept) is logged and brings nothing: what
comes after it exists already.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from shared.commands.occurrences import bring_occurrences, occurrence_at
from shared.db.repositories import series as repository
from shared.db.repositories.series import DoneOccurrence, LogEntry, NextOccurrence
from shared.db.repositories.tasks import TaskView
from shared.db.repositories.users import UserRow
from shared.db.session import UnitOfWork
from shared.domain.recurrence import Roll, Slot, parse_slot, roll, slot_text
from shared.domain.stored_series import is_latest, series_of
from shared.domain.zones import to_instant
from shared.events.tasks import TaskMissed

MOST_KEPT = 50
"""Open occurrences of one series with the policy `keep_each`; what is missed beyond is logged."""


@dataclass(frozen=True, slots=True)
class Completion:
    """A task that was done or skipped, and when: what tells this completion from another of it."""

    user_id: UUID
    task_id: UUID
    completed_at: datetime


@dataclass(frozen=True, slots=True)
class RollResult:
    """How many occurrences came to be, how many completions were stale, seconds a rule took."""

    created: int
    stale: int
    rule_seconds: tuple[float, ...]
    ahead_seconds: tuple[float, ...] = ()
    """From now to each occurrence that came to be; 0 for one in the past."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What becomes of the slots behind one occurrence."""

    done: DoneOccurrence
    brought: tuple[Slot, ...] = ()
    """Slots that become occurrences, ascending: the kept ones, then the next."""
    missed: tuple[Slot, ...] = ()
    missed_total: int = 0
    also_done: Slot | None = None


async def roll_completions(
    uow: UnitOfWork, completions: Sequence[Completion], monotonic: Callable[[], float]
) -> RollResult:
    """Every head that was done or skipped has what follows it, and the missed slots are logged.

    Safe to call again with the same completions: a slot is filled once. A completion whose task
    was reopened or deleted since, or is another user's, is stale and does nothing; one that was
    edited since is not.
    """
    owners = (each.user_id for each in completions)
    users = await uow.lock_users(owners, even_disabled=True)
    moments = {each.task_id: (each.user_id, each.completed_at) for each in completions}
    done = await repository.find_done_occurrences(uow.connection, list(moments), uow.now)
    current = [
        each
        for each in done
        if (each.user_id, each.completed_at) == moments[each.task_id] and each.user_id in users
    ]
    outcomes: list[_Outcome] = []
    seconds: list[float] = []
    for each in current:
        user = users[each.user_id]
        started = monotonic()
        if is_latest(each.slot, each.near_slots, each.series_zone or user.zone):
            outcomes.append(_outcome(each, _roll(each, user, uow.now)))
        seconds.append(monotonic() - started)
    logged = await repository.log_slots(uow.connection, _entries(outcomes), uow.now)
    created = await bring_occurrences(uow, users, _wanted(outcomes, users, uow.now))
    _emit_missed(uow, outcomes, logged)
    ahead = tuple(seconds_ahead(each, users[each.user_id], uow.now) for each in created)
    return RollResult(len(created), len(done) - len(current), tuple(seconds), ahead)


def seconds_ahead(task: TaskView, user: UserRow, now: datetime) -> float:
    """From now to the time of the task; a day without a time begins with it."""
    at = task.due_at
    if at is None and task.due_on is not None:
        at = to_instant(datetime.combine(task.due_on, time()), task.zone or user.zone)
    return max((at - now).total_seconds(), 0.0) if at is not None else 0.0


def _roll(done: DoneOccurrence, user: UserRow, now: datetime) -> Roll:
    zone = done.series_zone or user.zone
    return roll(
        series_of(done, zone, done.ends_before),
        parse_slot(done.slot),
        completed_at=done.completed_at,
        now=now,
        zone=zone,
        completions=done.completions,
    )


def _outcome(done: DoneOccurrence, result: Roll) -> _Outcome:
    following, also_done = result.next_slot, result.also_done
    keeps_each = done.missed_policy == "keep_each"
    if also_done is not None and (done.was_skipped or keeps_each):
        # Only doing an overdue day counts for today's; else that stays to be done, and what lies
        # behind it comes in its turn.
        following, also_done = also_done, None
    last = () if following is None else (following,)
    if not keeps_each:
        return _Outcome(done, last, result.missed, result.missed_total, also_done)
    room = max(0, MOST_KEPT - done.open_occurrences)
    kept, rest = result.missed[:room], result.missed[room : room + 1]
    return _Outcome(done, (*kept, *last), rest, result.missed_total - len(kept) if rest else 0)


def _entries(outcomes: Sequence[_Outcome]) -> list[LogEntry]:
    """A row a missed slot; the last one stands for all that exceed the cap.

    Each names the occurrence that brought it, so that reopening that takes it back.
    """
    entries: list[LogEntry] = []
    for each in outcomes:
        done, last = each.done, len(each.missed) - 1
        beyond = each.missed_total - len(each.missed)
        for index, slot in enumerate(each.missed):
            count = 1 + beyond if index == last else 1
            entries.append(_entry(done, slot, "missed", count))
        if each.also_done is not None:
            entries.append(_entry(done, each.also_done, "done", 1))
    return entries


def _entry(done: DoneOccurrence, slot: Slot, outcome: str, count: int) -> LogEntry:
    return LogEntry(done.series_id, slot_text(slot), done.user_id, outcome, done.task_id, count)


def _wanted(
    outcomes: Sequence[_Outcome], users: dict[UUID, UserRow], now: datetime
) -> list[NextOccurrence]:
    return [
        occurrence_at(each.done, slot, users[each.done.user_id], now, each.done.task_id)
        for each in outcomes
        for slot in each.brought
    ]


def _emit_missed(
    uow: UnitOfWork, outcomes: Sequence[_Outcome], logged: set[tuple[UUID, str]]
) -> None:
    """Says what was missed, unless that was said before."""
    for each in outcomes:
        slots = tuple(slot_text(slot) for slot in each.missed)
        if any((each.done.series_id, slot) in logged for slot in slots):
            uow.emit(
                TaskMissed.model_construct(
                    user_id=each.done.user_id,
                    task_id=each.done.task_id,
                    task_version=each.done.version,
                    series_id=each.done.series_id,
                    slot=each.done.slot,
                    slots=slots,
                    total=each.missed_total,
                )
            )

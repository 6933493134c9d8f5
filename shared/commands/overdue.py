"""Occurrences that nobody does: skipped by policy or vacation, or followed although still open.

- `auto_skip`: skipped `auto_skip_minutes` after the due time (24 hours if not said); one with a
  date alone that long after the end of its day (at once if not said).
- a vacation that skips occurrences: those that fall into it are skipped once they are overdue.
- `keep_each`: each slot becomes an occurrence when its time comes, while fewer than 50 are open.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from uuid import UUID

from shared.commands.occurrences import bring_occurrences, occurrence_at
from shared.commands.recurrences import (
    MOST_KEPT,
    Completion,
    RollResult,
    roll_completions,
)
from shared.commands.reminders import cancel_reminders
from shared.db.repositories import leases
from shared.db.repositories import overdue as repository
from shared.db.repositories import series as series_repository
from shared.db.repositories.overdue import DEFAULT_GRACE_MINUTES, Candidate
from shared.db.repositories.series import DoneOccurrence, LogEntry, NextOccurrence
from shared.db.repositories.users import UserRow
from shared.db.session import Database, UnitOfWork
from shared.domain.recurrence import next_slots, parse_slot, slot_instant
from shared.domain.stored_series import is_latest, series_of
from shared.domain.zones import to_instant, to_local
from shared.events.tasks import TaskChanged, TaskSkipped

Reason = Literal["auto_skip", "vacation"]


class NotOwner(Exception):
    """The lease has a newer epoch: another process looks after overdue occurrences now."""


@dataclass(frozen=True, slots=True)
class Passed:
    """What was done about some candidates, by what it was: auto_skip, vacation, kept."""

    counts: Mapping[str, int]
    rolled: RollResult
    """What followed those that were skipped."""


async def pass_overdue(
    db: Database,
    candidates: Sequence[Candidate],
    held: Mapping[str, int],
    monotonic: Callable[[], float],
) -> Passed:
    """Each candidate that is still open and overdue is skipped or followed; one transaction.

    Safe beside completions and other edits: their owners are locked first, and what is not open
    any more is left alone.

    Raises:
        NotOwner: a lease of `held` was lost; nothing was changed.
    """
    async with db.unit_of_work() as uow:
        if not await leases.are_held(uow.connection, held):
            raise NotOwner
        users = await uow.lock_users(each.user_id for each in candidates)
        found = await series_repository.find_open_occurrences(
            uow.connection, [each.task_id for each in candidates], uow.now
        )
        vacations = await repository.vacations_of(uow.connection, list(users), only_skipping=True)
        skips: dict[UUID, tuple[DoneOccurrence, Reason]] = {}
        wanted: list[NextOccurrence] = []
        for each in found:
            user = users.get(each.user_id)
            if user is None:  # disabled or deleted since it was found
                continue
            reason = skip_reason(each, user, vacations.get(user.id, ()), uow.now)
            if reason is not None:
                skips[each.task_id] = (each, reason)
            elif each.missed_policy == "keep_each" and is_latest(
                each.slot, each.near_slots, each.series_zone or user.zone
            ):
                wanted += _come_due(each, user, uow.now)
        kept = await bring_occurrences(uow, users, wanted)
        rolled = await _skip(uow, skips, monotonic)
        counts = Counter[str](reason for _, reason in skips.values())
        counts["kept"] = len(kept)
        return Passed(counts, rolled)


def skip_reason(
    each: DoneOccurrence, user: UserRow, vacations: Sequence[tuple[date, date]], now: datetime
) -> Reason | None:
    """Why this open occurrence is to be skipped at `now`; None if it is not."""
    since, day = _overdue_since(each, user)
    if since is None or day is None or since > now:
        return None
    if any(first <= day <= last for first, last in vacations):
        return "vacation"
    if each.missed_policy != "auto_skip":
        return None
    usual = 0 if each.due_at is None else DEFAULT_GRACE_MINUTES
    minutes = usual if each.auto_skip_minutes is None else each.auto_skip_minutes
    return "auto_skip" if since + timedelta(minutes=minutes) <= now else None


def _overdue_since(each: DoneOccurrence, user: UserRow) -> tuple[datetime | None, date | None]:
    """From when on it is overdue, and the owner's day it falls on; a date is when it has ended."""
    if each.due_at is not None:
        return each.due_at, to_local(each.due_at, user.zone).date()
    if each.due_on is None:
        return None, None
    end = datetime.combine(each.due_on + timedelta(days=1), time())
    return to_instant(end, each.series_zone or user.zone), each.due_on


def _come_due(each: DoneOccurrence, user: UserRow, now: datetime) -> list[NextOccurrence]:
    """The slots after this one whose time has come, as far as there is room for them."""
    if each.anchor == "completion":  # nothing comes before it is done
        return []
    zone = each.series_zone or user.zone
    room = max(0, MOST_KEPT - each.open_occurrences)
    today = to_local(now, zone).date()
    occurrences = []
    for slot in next_slots(series_of(each, zone, each.ends_before), parse_slot(each.slot), room):
        is_ahead = slot_instant(slot, zone) > now if isinstance(slot, datetime) else slot > today
        if is_ahead:
            break
        occurrences.append(occurrence_at(each, slot, user, now, None))
    return occurrences


async def _skip(
    uow: UnitOfWork,
    skips: Mapping[UUID, tuple[DoneOccurrence, Reason]],
    monotonic: Callable[[], float],
) -> RollResult:
    """These are skipped and what follows them exists."""
    if not skips:
        return RollResult(0, 0, ())
    ids = await repository.mark_skipped(uow.connection, list(skips), uow.now)
    await cancel_reminders(uow, sorted(ids), "task_skipped")
    entries = [
        LogEntry(each.series_id, each.slot, each.user_id, "skipped", each.task_id)
        for each, _ in skips.values()
    ]
    await series_repository.log_slots(uow.connection, entries, uow.now)
    for each, reason in skips.values():
        _emit_skipped(uow, each, reason)
    completions = [Completion(each.user_id, each.task_id, uow.now) for each, _ in skips.values()]
    return await roll_completions(uow, completions, monotonic)


def _emit_skipped(uow: UnitOfWork, each: DoneOccurrence, reason: Reason) -> None:
    said: dict[str, Any] = {
        "user_id": each.user_id,
        "task_id": each.task_id,
        "task_version": each.version + 1,
        "series_id": each.series_id,
        "slot": each.slot,
    }
    uow.emit(TaskSkipped.model_construct(**said, skipped_at=uow.now, reason=reason))
    uow.emit(TaskChanged.model_construct(**said, change="deleted", task=None))

"""Putting reminders off. A snooze moves no task: it is a reminder of its own, linked to the first.

A chain is an original and its snoozes, of which one waits at most: putting off again moves that
one. What waited of the original (its next message, if it nags) stops, and the snooze goes on with
the original's channels, urgency and nagging, whose limit counts on.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from shared.commands.changing import Alongside, lock_owner
from shared.commands.reminders import announce
from shared.commands.undo_images import Change, record_undo
from shared.core.errors import Conflict, NotFound
from shared.core.ids import new_uuid7
from shared.core.principal import Principal
from shared.db.repositories import reminders as repository
from shared.db.repositories import snoozes, task_sets, undo
from shared.db.repositories.reminders import ReminderRow
from shared.db.repositories.snoozes import ChainLink
from shared.db.session import Database, UnitOfWork
from shared.domain.nagging import goes_on_at
from shared.domain.snooze import Snooze, snoozed_until
from shared.domain.zones import readable_zone
from shared.events.reminders import ReminderSnoozed

MOST_AT_ONCE = 100
STOPPED = "snoozed"
TAKEN_BACK = "snooze_taken_back"

_WAITING = frozenset({"scheduled", "deferred"})


class NothingToRemindOf(Conflict):
    """The task of this reminder is done, skipped or deleted, so that it cannot be put off."""

    code = "reminder.task_not_open"
    title = "The task is not open"

    def __init__(self, reminder_id: UUID) -> None:
        super().__init__(f"The task of reminder {reminder_id} is done or deleted.")
        self.reminder_id = reminder_id


async def snooze_reminder(
    db: Database,
    principal: Principal,
    reminder_id: UUID,
    wanted: Snooze,
    *,
    alongside: Alongside | None = None,
) -> ReminderRow:
    """As `snooze_reminders`, for one."""
    (row,) = await snooze_reminders(db, principal, [reminder_id], wanted, alongside=alongside)
    return row


async def snooze_reminders(
    db: Database,
    principal: Principal,
    reminder_ids: Sequence[UUID],
    wanted: Snooze,
    *,
    alongside: Alongside | None = None,
) -> list[ReminderRow]:
    """Each of them comes again then, once a chain, in the order of the ids; or none does.

    Raises:
        NotFound: one is no reminder of this user.
        NothingToRemindOf: a task is done or deleted.
        InvalidInput: the moment has passed or is too far away.
        Unauthenticated: the account is gone.
    """
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        if alongside is not None:
            await alongside(uow)
        chains = _in_order(
            await snoozes.chains_of(uow.connection, user.id, reminder_ids), reminder_ids
        )
        until = snoozed_until(wanted, uow.now, user.zone, user.all_day_reminder_time)
        stopped = [link.row.id for chain in chains for link in chain if not link.row.snooze_of]
        ids = sorted({link.row.task_id for chain in chains for link in chain})
        before = await task_sets.load_tasks(uow.connection, user.id, ids)
        announce(uow, await snoozes.stop_reminders(uow.connection, stopped, STOPPED, uow.now))
        rows = await _put_off(uow, chains, until)
        changes = [Change(task, task) for task in before.values()]
        await record_undo(uow, "snooze", changes, snoozes=[row.id for row in rows])
        _tell(uow, rows)
        return rows


def _in_order(links: Sequence[ChainLink], wanted: Sequence[UUID]) -> list[list[ChainLink]]:
    """The chains of these reminders, each once.

    Raises:
        NotFound: one of them is not there.
        NothingToRemindOf: its task is not open.
    """
    chains: dict[UUID, list[ChainLink]] = {}
    for link in links:
        chains.setdefault(link.original_id, []).append(link)
    by_id = {link.row.id: link for link in links}
    found: dict[UUID, list[ChainLink]] = {}
    for identifier in wanted:
        named = by_id.get(identifier)
        if named is None or named.row.reason == "removed":
            raise NotFound("reminder", identifier)
        if not named.is_open:
            raise NothingToRemindOf(identifier)
        found[named.original_id] = chains[named.original_id]
    return list(found.values())


async def _put_off(
    uow: UnitOfWork, chains: Sequence[Sequence[ChainLink]], until: datetime
) -> list[ReminderRow]:
    """One waiting snooze a chain, in their order: the one there is, moved, or a new one."""
    wanted = [_snooze_of(chain, until, uow.now) for chain in chains]
    new = [row for row in wanted if row.version == 1]
    moved = [row for row in wanted if row.version > 1]
    await repository.insert_reminders(uow.connection, new, uow.now)
    stored = await repository.replan_reminders(uow.connection, moved, uow.now)
    by_id = {row.id: row for row in (*new, *stored)}
    return [by_id[row.id] for row in wanted]


def _snooze_of(chain: Sequence[ChainLink], until: datetime, now: datetime) -> ReminderRow:
    """The snooze of this chain; its version is above 1 if it is one that waits already."""
    rows = [link.row for link in chain]
    sent = max(row.nag_sent for row in rows)
    waiting = next((row for row in rows if row.snooze_of and row.state in _WAITING), None)
    if waiting is not None:
        moved = replace(waiting, version=waiting.version + 1)
        return replace(moved, fire_at=until, state="scheduled", reason=None, nag_sent=sent)
    original = next((row for row in rows if row.snooze_of is None), rows[0])
    return replace(
        original,
        id=new_uuid7(now),
        kind="absolute",
        lead=None,
        fire_at=until,
        state="scheduled",
        reason=None,
        version=1,
        relative_to="due",
        snooze_of=original.snooze_of or original.id,
        nag_sent=sent,
    )


def _tell(uow: UnitOfWork, rows: Sequence[ReminderRow]) -> None:
    announce(uow, rows)
    for row in rows:
        assert row.snooze_of is not None
        assert row.fire_at is not None
        uow.emit(
            ReminderSnoozed.model_construct(
                user_id=row.user_id,
                reminder_id=row.id,
                task_id=row.task_id,
                reminder_version=row.version,
                snooze_of=row.snooze_of,
                until=row.fire_at,
            )
        )


async def take_back_snooze(
    db: Database,
    principal: Principal,
    reminder_id: UUID,
    *,
    alongside: Alongside | None = None,
) -> ReminderRow:
    """The waiting snooze of this chain is gone; what it stopped of the original goes on.

    That is its instant if it is still ahead, and else the next one of its nagging; or the end of
    quiet hours, which hold it back. Answers the original.

    Raises:
        NotFound: no such reminder of this user, or nothing of it waits as a snooze.
        Unauthenticated: the account is gone.
    """
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        if alongside is not None:
            await alongside(uow)
        chain = await snoozes.chains_of(uow.connection, user.id, [reminder_id])
        waiting = [each.row.id for each in chain if each.row.snooze_of]
        stopped = await snoozes.stop_reminders(uow.connection, waiting, TAKEN_BACK, uow.now)
        if not stopped:
            raise NotFound("waiting snooze of reminder", reminder_id)
        announce(uow, stopped)
        await undo.settle_snooze(uow.connection, user.id, stopped[0].id, uow.now)
        first = next(each for each in chain if each.row.snooze_of is None)
        zone = readable_zone(user.zone)
        resumed = _resumed(first, max(each.row.nag_sent for each in chain), zone, uow.now)
        if resumed is None:
            return first.row
        (stored,) = await repository.replan_reminders(uow.connection, [resumed], uow.now)
        announce(uow, [stored])
        return stored


def _resumed(first: ChainLink, sent: int, zone: str, now: datetime) -> ReminderRow | None:
    """The original as it waits again; None if it did not wait, or nothing of it is ahead."""
    original = first.row
    if original.reason != STOPPED or original.fire_at is None:
        return None
    if first.is_held:
        return replace(original, state="deferred", reason=None, nag_sent=sent)
    left = (original.nag_max or 0) - sent
    at = goes_on_at(original.fire_at, original.nag_every, left, now, zone)
    if at is None:
        return None
    return replace(original, fire_at=at, state="scheduled", reason=None, nag_sent=sent)

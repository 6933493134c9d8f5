"""The history of a series as its owner sees it. Reads alone; nothing is changed."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast
from uuid import UUID

from shared.commands.changing import account_gone
from shared.core.errors import NotFound
from shared.core.principal import Principal
from shared.db.connection import Connection
from shared.db.repositories import history as repository
from shared.db.repositories.history import SeriesRule, SlotFilter, SlotRow
from shared.db.repositories.overdue import vacations_of
from shared.db.repositories.tasks import load_task
from shared.db.repositories.users import find_user
from shared.db.session import Database
from shared.domain.recurrence import next_slots, parse_slot
from shared.domain.recurrence.numbering import (
    Numbering,
    number_of_completion,
    number_of_slot,
)
from shared.domain.schedule_dates import slot_at
from shared.domain.stored_series import series_of
from shared.domain.streaks import Outcome, SlotRecord, Streak, heatmap_of, rate_of, streak_of
from shared.domain.zones import to_local


@dataclass(frozen=True, slots=True)
class SeriesHistory:
    """Counts, streak, rates and map of days; slots that were summed up count each."""

    counts: dict[str, int]
    streak: Streak
    rate_30d: float | None
    rate_90d: float | None
    heatmap: list[tuple[date, Outcome, int]]
    first_slot: str | None
    slot_number: Numbering | None
    """Which of how many the task is; None in a series without an end that can be counted to."""


async def read_history(db: Database, principal: Principal, task_id: UUID) -> SeriesHistory:
    """The history of the task's series, and of the series that it goes on from.

    Of more than 20,000 slots the latest count. A task that does not recur has none.

    Raises:
        NotFound: no such task of this user.
        Unauthenticated: the account is gone.
    """
    async with db.read() as connection:
        user = await find_user(connection, principal.user_id)
        if user is None:
            raise account_gone()
        chain = await recurring_chain(connection, principal.user_id, task_id)
        newest_first = await repository.list_slots(
            connection, chain, SlotFilter(), limit=repository.MOST_SLOTS
        )
        rule = await repository.find_rule(connection, principal.user_id, task_id)
        vacations = await vacations_of(connection, [principal.user_id], only_skipping=False)
    # In a thread, so that a long history holds up nobody else.
    return await asyncio.to_thread(
        _told,
        newest_first[::-1],
        rule,
        vacations.get(principal.user_id, []),
        user.zone,
        db.clock.now(),
    )


def _told(
    rows: Sequence[SlotRow],
    rule: SeriesRule | None,
    free: Sequence[tuple[date, date]],
    owner_zone: str,
    now: datetime,
) -> SeriesHistory:
    zone = (rule.zone if rule else None) or owner_zone
    records = [record_of(row, zone) for row in rows]
    today = to_local(now, owner_zone).date()
    counts: Counter[str] = Counter()
    for record in records:
        counts[record.outcome] += record.count
    return SeriesHistory(
        dict(counts),
        streak_of(
            records,
            now,
            _following_at(rule, rows, zone),
            lambda day: any(first <= day <= last for first, last in free),
        ),
        rate_of(records, today - timedelta(days=29), today),
        rate_of(records, today - timedelta(days=89), today),
        heatmap_of(records, today),
        rows[0].slot if rows else None,
        None if rule is None else _number(rule, zone),
    )


async def recurring_chain(connection: Connection, user_id: UUID, task_id: UUID) -> list[UUID]:
    """The series of the task and those before it; none for a task that does not recur.

    Raises:
        NotFound: no such task of this user.
    """
    if await load_task(connection, user_id, task_id) is None:
        raise NotFound("task", task_id)
    return await repository.chain_of(connection, user_id, task_id)


def record_of(row: SlotRow, zone: str) -> SlotRecord:
    """The slot on the calendar of `zone`."""
    slot = parse_slot(row.slot)
    ended = row.ended_at if row.outcome == "done" else None
    return SlotRecord(
        at=slot_at(slot, zone),
        day=date(slot.year, slot.month, slot.day),
        outcome=cast("Outcome", row.outcome),
        count=row.count,
        done_at=ended,
        done_on=None if ended is None else to_local(ended, zone).date(),
    )


def _following_at(rule: SeriesRule | None, rows: Sequence[SlotRow], zone: str) -> datetime | None:
    """When the slot after the last known one comes; None if none does, or nobody knows yet."""
    if rule is None or not rows or rule.anchor == "completion" or rows[-1].series_id != rule.id:
        return None
    following = next_slots(series_of(rule, zone, rule.ends_before), parse_slot(rows[-1].slot), 1)
    return slot_at(following[0], zone) if following else None


def _number(rule: SeriesRule, zone: str) -> Numbering | None:
    """With the completion anchor only the open one has a number: that of its completion to come."""
    found: Numbering | None = None
    if rule.anchor == "completion":
        if rule.is_open:
            found = number_of_completion(rule.rrule, rule.completions)
    else:
        found = number_of_slot(series_of(rule, zone, rule.ends_before), parse_slot(rule.slot))
    return found if found is not None and found.of is not None else None

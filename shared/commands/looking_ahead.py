"""What series bring in the days that a calendar shows. Reads alone; nothing is changed."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Final
from uuid import UUID

from shared.commands.changing import account_gone
from shared.core.errors import InvalidInput
from shared.core.principal import Principal
from shared.db.repositories.latest_tasks import LatestTaskRow, latest_tasks
from shared.db.repositories.users import UserRow, find_user
from shared.db.repositories.vacations import VacationRow, vacations_of
from shared.db.session import Database
from shared.domain.recurrence import Slot, parse_slot
from shared.domain.recurrence.steps import Steps, TimedSteps
from shared.domain.schedule_dates import slot_at
from shared.domain.slots_ahead import DaysShown, LatestTask, end_of, slots_ahead
from shared.domain.stored_series import series_of

MOST_DAYS: Final = 62
"""Two long months: more than any page of a calendar has."""
MOST_SERIES: Final = 500
MOST_OF_SERIES: Final = 200
MOST_AHEAD: Final = 2000
_SECONDS: Final = 0.5


@dataclass(frozen=True, slots=True)
class SlotAhead:
    """A slot that will get a task when its time comes. `zone` is where its local time holds.

    It `is_certain` if the rule alone says so; otherwise it depends on when the task is done.
    """

    task_id: UUID
    series_id: UUID
    title: str
    priority: int
    project_id: UUID | None
    slot: Slot
    zone: str
    at: datetime
    is_certain: bool


@dataclass(frozen=True, slots=True)
class Ahead:
    """What comes, the earliest first; not complete when limits or a broken series cut it."""

    slots: list[SlotAhead]
    is_complete: bool


async def look_ahead(db: Database, principal: Principal, first: date, last: date) -> Ahead:
    """The slots from `first` to `last`, in days of the account, that have no task yet.

    Raises:
        InvalidInput: the days are too many, or in the wrong order.
        Unauthenticated: the account is gone.
    """
    _check_days(first, last)
    async with db.read() as connection:
        user = await find_user(connection, principal.user_id)
        if user is None:
            raise account_gone()
        rows = await latest_tasks(connection, user.id, MOST_SERIES + 1)
        vacations = await vacations_of(connection, [user.id], first)
    shown = DaysShown(first, last, user.zone, db.clock.now())
    steps = TimedSteps(_SECONDS, db.clock.monotonic)
    # In a thread, so that rules that take the whole time hold up nobody else.
    found = await asyncio.to_thread(_expand, rows[:MOST_SERIES], user, vacations, shown, steps)
    return found if len(rows) <= MOST_SERIES else Ahead(found.slots, is_complete=False)


def _check_days(first: date, last: date) -> None:
    if last < first:
        raise InvalidInput("/query/to", "days_order", "The last day is the first one or later.")
    if last - first >= timedelta(days=MOST_DAYS):
        raise InvalidInput("/query/to", "days_too_many", f"At most {MOST_DAYS} days at once.")


def _expand(
    rows: Sequence[LatestTaskRow],
    user: UserRow,
    vacations: Sequence[VacationRow],
    shown: DaysShown,
    steps: Steps,
) -> Ahead:
    found: list[SlotAhead] = []
    is_complete = True
    for row in rows:
        try:
            own = list(islice(_of_series(row, user, shown, steps), MOST_OF_SERIES + 1))
        except InvalidInput:  # a zone that this server does not know (any more)
            is_complete = False
            continue
        is_complete = is_complete and len(own) <= MOST_OF_SERIES
        found += own[:MOST_OF_SERIES]
    kept = [each for each in found if not _is_off(each, vacations, shown)]
    kept.sort(key=lambda each: (each.at, each.task_id))
    is_complete = is_complete and len(kept) <= MOST_AHEAD and not steps.is_exhausted
    return Ahead(kept[:MOST_AHEAD], is_complete)


def _of_series(
    row: LatestTaskRow, user: UserRow, shown: DaysShown, steps: Steps
) -> Iterable[SlotAhead]:
    zone = row.zone or user.zone
    series = series_of(row, zone, row.ends_before)
    slot = parse_slot(row.slot)
    task = LatestTask(
        series=series,
        slot=slot,
        floor=row.due_at or end_of(row.due_on or slot, zone),
        completions=row.completions,
        taken=frozenset(parse_slot(each) for each in row.taken),
        keeps_each=row.missed_policy == "keep_each",
    )
    for each in slots_ahead(task, shown, steps):
        yield SlotAhead(
            row.id,
            row.series_id,
            row.title,
            row.priority,
            row.project_id,
            each,
            zone,
            slot_at(each, zone),
            is_certain=series.anchor == "schedule",
        )


def _is_off(found: SlotAhead, vacations: Sequence[VacationRow], shown: DaysShown) -> bool:
    """Whether it falls into a vacation that skips what falls into it."""
    day = shown.day_of(found.slot, found.zone)
    return any(
        each.skips_occurrences and each.starts_on <= day <= each.ends_on for each in vacations
    )

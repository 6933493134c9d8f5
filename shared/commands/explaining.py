"""What will happen next to a task, as its owner reads it. Reads alone; nothing is changed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from shared.commands.changing import account_gone
from shared.commands.recurrences import MOST_KEPT
from shared.core.errors import NotFound
from shared.core.principal import Principal
from shared.db.repositories import schedule as repository
from shared.db.repositories.schedule import ChannelState, SeriesState
from shared.db.repositories.tasks import ReminderView, TaskView, load_task
from shared.db.repositories.users import UserRow, find_user
from shared.db.repositories.vacations import VacationRow, vacations_of
from shared.db.session import Database
from shared.domain.recurrence import parse_slot
from shared.domain.schedule_facts import (
    ChannelFacts,
    DaysOff,
    Explanation,
    Reader,
    ReminderFacts,
    SeriesFacts,
    Status,
    TaskFacts,
)
from shared.domain.schedule_words import explain
from shared.domain.stored_series import is_latest, series_of
from shared.domain.zones import to_local


async def explain_schedule(db: Database, principal: Principal, task_id: UUID) -> Explanation:
    """What happens next to this task and why, in five statements at most.

    Raises:
        NotFound: no such task of this user, or it is deleted.
        Unauthenticated: the account is gone.
    """
    async with db.read() as connection:
        user = await find_user(connection, principal.user_id)
        if user is None:
            raise account_gone()
        task = await load_task(connection, user.id, task_id)
        if task is None:
            raise NotFound("task", task_id)
        now = db.clock.now()
        since = (to_local(now, user.zone) - timedelta(days=1)).date()
        state = await repository.find_state(connection, user.id, task.id) if task.series else None
        vacations = await vacations_of(connection, [user.id], since)
        channels = await repository.channels_of(connection, user.id) if task.reminders else []
    return explain(
        _reader(user, vacations, now),
        _task(task),
        _series(task, state, user) if state else None,
        [_reminder(each) for each in task.reminders],
        _channels(channels),
    )


def _reader(user: UserRow, vacations: Sequence[VacationRow], now: datetime) -> Reader:
    quiet = None
    if user.quiet_from is not None and user.quiet_until is not None:
        quiet = (user.quiet_from, user.quiet_until)
    return Reader(
        zone=user.zone,
        now=now,
        clock=user.time_format,
        quiet=quiet,
        vacations=[
            DaysOff(each.starts_on, each.ends_on, each.skips_occurrences) for each in vacations
        ],
    )


def _task(task: TaskView) -> TaskFacts:
    return TaskFacts(
        status=cast("Status", str(task.status)),
        due_on=task.due_on,
        due_at=task.due_at,
        zone=task.zone,
        priority=task.priority,
        ended_at=task.completed_at or task.skipped_at,
    )


def _series(task: TaskView, state: SeriesState, user: UserRow) -> SeriesFacts:
    view = task.series
    assert view is not None
    assert task.slot is not None
    zone = view.zone or user.zone
    return SeriesFacts(
        series=series_of(view, zone, state.ends_before),
        slot=parse_slot(task.slot),
        is_floating=view.zone is None,
        missed_policy=view.missed_policy,
        auto_skip_minutes=view.auto_skip_minutes,
        completions=state.completions,
        is_latest=is_latest(task.slot, state.near_slots, zone),
        is_over=state.ended_at is not None and state.ends_before is None,
        goes_on_from_another=state.follows,
        room=max(0, MOST_KEPT - state.others_open),
        ended=frozenset(parse_slot(each) for each in state.ended_slots),
    )


def _reminder(view: ReminderView) -> ReminderFacts:
    return ReminderFacts(
        id=view.id,
        state=view.state,
        reason=view.reason,
        fire_at=view.fire_at,
        lead=view.lead,
        relative_to=view.relative_to,
        channels=view.channels,
        nag_every=view.nag_every,
        nag_max=view.nag_max,
        nag_sent=view.nag_sent,
        urgent=view.urgent,
        is_snooze=view.snooze_of is not None,
    )


def _channels(rows: Sequence[ChannelState]) -> dict[str, ChannelFacts]:
    return {str(row.id): ChannelFacts(row.name, row.is_enabled) for row in rows}

"""What a signed link of a message does, once."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from shared.commands.changing import Alongside
from shared.commands.snoozing import snooze_reminder, take_back_snooze
from shared.commands.tasks import complete_task, reopen_task
from shared.core.ids import UserId
from shared.core.links import LinkAction, LinkClaims
from shared.core.principal import Principal
from shared.db.repositories import links as repository
from shared.db.repositories.schedule import SeriesState, find_state
from shared.db.repositories.tasks import TaskView
from shared.db.session import Database, UnitOfWork
from shared.domain.recurrence import parse_slot, roll
from shared.domain.snooze import Snooze
from shared.domain.stored_series import is_latest, series_of
from shared.domain.zones import to_instant

_SNOOZES: Final = {
    LinkAction.SNOOZE_10M: Snooze(preset="10m"),
    LinkAction.SNOOZE_1H: Snooze(preset="1h"),
    LinkAction.SNOOZE_TOMORROW: Snooze(preset="tomorrow"),
}


class LinkUsed(Exception):
    """This link has done what it does; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Followed:
    """What came of it: when the task comes again, or the reminder."""

    next_due: date | None = None
    until: datetime | None = None


async def follow_link(db: Database, claims: LinkClaims, zone: str) -> Followed:
    """The link's effect has happened, and the link is used; both in one transaction.

    `zone` is the owner's. A link that only opens has no effect to follow.

    Raises:
        LinkUsed: it was followed before.
        NotFound: its task or reminder is gone.
        Unauthenticated: its account is gone.
        Conflict: the task is not in a state for it.
    """
    principal = Principal(UserId(claims.user_id))

    async def use(uow: UnitOfWork) -> None:
        used = await repository.use_link(
            uow.connection, claims.fingerprint, claims.expires_at, uow.now
        )
        if not used:
            raise LinkUsed("This link was used before.")

    match claims.action:
        case LinkAction.DONE:
            return await _complete(db, claims, zone, use)
        case LinkAction.REOPEN:
            await reopen_task(db, principal, claims.task_id, None, alongside=use)
        case LinkAction.TAKE_BACK:
            await take_back_snooze(db, principal, claims.reminder_id, alongside=use)
        case LinkAction.OPEN:
            raise ValueError("a link that opens has no effect")
        case action:
            wish = _SNOOZES[action]
            row = await snooze_reminder(db, principal, claims.reminder_id, wish, alongside=use)
            return Followed(until=row.fire_at)
    return Followed()


async def _complete(db: Database, claims: LinkClaims, zone: str, use: Alongside) -> Followed:
    before: SeriesState | None = None

    async def use_and_look(uow: UnitOfWork) -> None:
        nonlocal before
        await use(uow)
        before = await find_state(uow.connection, claims.user_id, claims.task_id)

    principal = Principal(UserId(claims.user_id))
    task = await complete_task(db, principal, claims.task_id, None, alongside=use_and_look)
    return Followed(next_due=_next_due(task, before, zone, db.clock.now()))


def _next_due(task: TaskView, before: SeriesState | None, zone: str, now: datetime) -> date | None:
    """When a series brings this task again: a day, or an instant; None if nobody can say yet.

    The recurrence worker makes the occurrence a moment later, by the same rule; it makes none for
    one that has a later one already. `before` is the series before this completion.
    """
    series, slot, done_at = task.series, task.slot, task.completed_at
    if before is None or series is None or slot is None or done_at is None:
        return None
    if series.anchor == "completion" and "COUNT" in series.rrule.upper():
        return None  # how many completions there were is the worker's to know
    rule_zone = series.zone or zone
    is_over = before.ended_at is not None and before.ends_before is None
    if is_over or not is_latest(slot, before.near_slots, rule_zone):
        return None
    found = roll(
        series_of(series, rule_zone, before.ends_before),
        parse_slot(slot),
        completed_at=done_at,
        now=now,
        zone=rule_zone,
        completions=0,
    ).next_slot
    return to_instant(found, task.zone or zone) if isinstance(found, datetime) else found

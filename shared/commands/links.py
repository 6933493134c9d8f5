"""What a signed link of a message does, once."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from shared.commands.snoozing import snooze_reminder, take_back_snooze
from shared.commands.tasks import complete_task, reopen_task
from shared.core.ids import UserId
from shared.core.links import LinkAction, LinkClaims
from shared.core.principal import Principal
from shared.db.repositories import links as repository
from shared.db.repositories.tasks import TaskView
from shared.db.session import Database, UnitOfWork
from shared.domain.recurrence import Series, parse_slot, roll
from shared.domain.snooze import Snooze
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
            task = await complete_task(db, principal, claims.task_id, None, alongside=use)
            return Followed(next_due=_next_due(task, zone, db.clock.now()))
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


def _next_due(task: TaskView, zone: str, now: datetime) -> date | None:
    """When a series brings this task again: a day, or an instant; None if nobody can say yet.

    The recurrence worker makes the occurrence a moment later, by the same rule.
    """
    series, slot, done_at = task.series, task.slot, task.completed_at
    if series is None or slot is None or done_at is None:
        return None
    if series.anchor == "completion" and "COUNT" in series.rrule.upper():
        return None  # how many completions there were is the worker's to know
    rule_zone = series.zone or zone
    rule = Series(
        rrule=series.rrule,
        dtstart=series.dtstart.date() if series.all_day else series.dtstart,
        zone=rule_zone,
        anchor="completion" if series.anchor == "completion" else "schedule",
        exdates=tuple(parse_slot(each) for each in series.exdates),
        rdates=tuple(parse_slot(each) for each in series.rdates),
    )
    found = roll(
        rule, parse_slot(slot), completed_at=done_at, now=now, zone=rule_zone, completions=0
    ).next_slot
    return to_instant(found, task.zone or zone) if isinstance(found, datetime) else found

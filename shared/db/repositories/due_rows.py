"""What has come due, read for its message: reminders with their tasks, series and owners."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection
from shared.db.repositories.schedule import NEAR_SLOTS
from shared.domain.moments import Clock

NOTES_CHARS = 600
"""As much of a task's notes as is read for a message; one that is as long was cut."""


@dataclass(frozen=True, slots=True)
class DueSeries:
    """The series of a task that has come due, as far as its first sentence needs it.

    `near_slots` are those of its latest tasks, where the next date counts from a completion.
    """

    slot: str
    rrule: str
    dtstart: datetime
    all_day: bool
    zone: str | None
    anchor: str
    exdates: Sequence[str]
    rdates: Sequence[str]
    ends_before: str | None
    ended_at: datetime | None
    completions: int
    missed_policy: str
    near_slots: Sequence[str] | None


@dataclass(frozen=True, slots=True)
class DueRow:
    """A reminder with its task and its owner, as they are now.

    `days_off` are those days around now, by the owner's calendar, that lie in a vacation.
    `reason` says why the reminder is in its state. A task that does not recur has no `series`.
    `begun` are the instants of a chain of which some channel still has to bring the message.
    """

    reminder_id: UUID
    version: int
    state: str
    fire_at: datetime | None
    channels: Sequence[str]
    task_id: UUID
    title: str
    notes: str
    priority: int
    is_done: bool
    is_deleted: bool
    due_on: date | None
    due_at: datetime | None
    task_zone: str | None
    user_id: UUID
    email: str
    name: str
    zone: str
    is_skipped: bool = False
    snooze_of: UUID | None = None
    nag_every: str | None = None
    nag_max: int | None = None
    nag_sent: int = 0
    urgent: bool = False
    quiet_from: time | None = None
    quiet_until: time | None = None
    time_format: Clock = "24h"
    days_off: Sequence[date] = ()
    reason: str | None = None
    begun: Sequence[datetime] | None = None
    is_disabled: bool = False
    series: DueSeries | None = None


# Wherever the user is, it is one of three days; which one, the zone says, and not to PostgreSQL,
# whose zone data are others. Index ix_vacations_user_id_ends_on.
DAYS_OFF = """ARRAY(
    SELECT day FROM vacations v
    JOIN unnest(CAST(:days AS date[])) AS d (day) ON day BETWEEN v.starts_on AND v.ends_on
    WHERE v.user_id = u.id AND v.ends_on >= CAST(:first_day AS date))"""

BEGUN = """CASE WHEN r.nag_every IS NOT NULL THEN ARRAY(
    SELECT d.fire_at FROM deliveries d WHERE d.reminder_id = r.id AND d.state = 'sending') END"""

DUE_COLUMNS = f"""r.id, r.version, r.state, r.fire_at, r.channels, t.id, t.title,
    left(t.notes, :notes_chars), t.priority, t.status = 'done', t.deleted_at IS NOT NULL, t.due_on,
    t.due_at, t.zone, u.id, u.email, u.name, u.zone, t.status = 'skipped', r.snooze_of,
    r.nag_every, r.nag_max, r.nag_sent, r.urgent, u.quiet_from, u.quiet_until, u.time_format,
    {DAYS_OFF}, r.reason,
    {BEGUN}, u.disabled_at IS NOT NULL, t.slot, s.rrule, s.dtstart, s.all_day, s.zone, s.anchor,
    s.exdates, s.rdates, s.ends_before, s.ended_at, s.completions, s.missed_policy,
    CASE WHEN s.anchor = 'completion' THEN {NEAR_SLOTS} END"""
"""What `due_row` makes a `DueRow` of; `due_parameters` belong to it."""

DUE_JOINS = """JOIN tasks t ON t.id = r.task_id
    JOIN users u ON u.id = r.user_id AND u.erased_at IS NULL
    LEFT JOIN series s ON s.id = t.series_id"""
"""From reminders `r` to all that `DUE_COLUMNS` name, by primary keys.

Those of an account that is being deleted are as good as gone: nothing is sent any more.
"""


_OWN_COLUMNS = len(fields(DueRow)) - 1


def day_parameters(now: datetime) -> dict[str, Any]:
    """The parameters of `DAYS_OFF`."""
    today = now.astimezone(UTC).date()
    days = [today + timedelta(days=number) for number in (-1, 0, 1)]
    return {"days": days, "first_day": days[0]}


def due_parameters(now: datetime) -> dict[str, Any]:
    """The parameters of `DUE_COLUMNS`."""
    return {"notes_chars": NOTES_CHARS, **day_parameters(now)}


def due_row(values: Sequence[Any]) -> DueRow:
    """The row of these `DUE_COLUMNS`."""
    own, series = values[:_OWN_COLUMNS], values[_OWN_COLUMNS:]
    found: tuple[Any, ...] = (*own, DueSeries(*series) if series[0] is not None else None)
    return DueRow(*found)


_READ_DUE = text(
    f"""
    SELECT {DUE_COLUMNS}
    FROM unnest(CAST(:ids AS uuid[]), CAST(:user_ids AS uuid[])) AS w (id, user_id)
    JOIN reminders r ON r.id = w.id AND r.user_id = w.user_id
    {DUE_JOINS}
    """  # noqa: S608 - made of constants
)


async def read_due(
    connection: Connection, reminders: Collection[tuple[UUID, UUID]], now: datetime
) -> dict[UUID, DueRow]:
    """What is known of each (reminder, user); those that are gone, or another's, are left out."""
    parameters = {
        "ids": [reminder_id for reminder_id, _ in reminders],
        "user_ids": [user_id for _, user_id in reminders],
        **due_parameters(now),
    }
    rows = await connection.execute(_READ_DUE, parameters)
    return {row[0]: due_row(tuple(row)) for row in rows}

"""Whether a reminder that has come due is still to be sent. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from shared.db.repositories.deliveries import DueRow
from shared.events.reminders import ReminderDue

SkipReason = Literal["task_deleted", "task_done", "cancelled", "stale", "missed"]


@dataclass(frozen=True, slots=True)
class Rules:
    """What the decision depends on besides the reminder itself."""

    late_grace: timedelta
    """A reminder later than this is not sent any more; it was missed."""


def reason_to_skip(due: ReminderDue, row: DueRow, now: datetime, rules: Rules) -> SkipReason | None:
    """Why nothing is to be sent now; None if it is to be sent.

    What the owner did to the task says more than the version that it left behind, so it is named
    first.
    """
    is_current = (row.version, row.fire_at) == (due.reminder_version, due.fire_at)
    found: tuple[tuple[bool, SkipReason], ...] = (
        (row.is_deleted, "task_deleted"),
        (row.is_done, "task_done"),
        (row.state == "cancelled", "cancelled"),
        (not is_current, "stale"),
        (now - due.fire_at > rules.late_grace, "missed"),
    )
    return next((reason for applies, reason in found if applies), None)

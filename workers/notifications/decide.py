"""Whether what has come due is still to be sent, and now. Pure.

A vacation comes before everything: nothing is sent while it lasts, however urgent, and a chain of
messages ends with it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal

from shared.db.repositories.bundles import Carried
from shared.db.repositories.due_rows import DueRow
from shared.domain.delivery_reasons import REASONS
from shared.domain.quiet_hours import end_of_quiet
from shared.domain.zones import readable_zone, to_local
from workers.notifications.due import Due

SkipReason = Literal[
    "task_deleted",
    "task_done",
    "task_skipped",
    "cancelled",
    "stale",
    "account_disabled",
    "missed",
    "vacation",
]

_FIRST_PRIORITY: Final = 1


@dataclass(frozen=True, slots=True)
class Rules:
    """What the decision depends on besides the reminder itself."""

    late_grace: timedelta
    """A reminder later than this is not sent any more; it was missed."""


def _is_off(reader: DueRow, now: datetime) -> bool:
    if not reader.days_off:
        return False
    return to_local(now, readable_zone(reader.zone)).date() in reader.days_off


def reason_to_skip(due: Due, row: DueRow, now: datetime, rules: Rules) -> str | None:
    """Why nothing is to be sent; None if it is to be sent.

    What the owner did to the task says more than the version that it left behind, so it is named
    first; then what was done to the reminder, in the code that it was cancelled with.
    """
    is_current = (row.version, row.fire_at) == (due.version, due.fire_at)
    is_current = is_current or _is_begun(due, row)
    found: tuple[tuple[bool, SkipReason], ...] = (
        (row.is_deleted, "task_deleted"),
        (row.is_done, "task_done"),
        (row.is_skipped, "task_skipped"),
        (row.state == "cancelled", "cancelled"),
        (not is_current, "stale"),
        (row.is_disabled, "account_disabled"),
        (now - due.fire_at > rules.late_grace, "missed"),
        (_is_off(row, now), "vacation"),
    )
    reason = next((reason for applies, reason in found if applies), None)
    return _why_cancelled(row) if reason == "cancelled" else reason


def _is_begun(due: Due, row: DueRow) -> bool:
    """Whether another channel has brought this message of a chain, which has gone on since."""
    goes_on = row.nag_sent > 0 and row.fire_at is not None and row.fire_at > due.fire_at
    return goes_on and due.version < row.version and due.fire_at in (row.begun or ())


def _why_cancelled(row: DueRow) -> str:
    """The code that the reminder was cancelled with, if there are words for it in a receipt."""
    return row.reason if row.reason is not None and row.reason in REASONS else "cancelled"


def reason_to_drop(carried: Carried, now: datetime, rules: Rules) -> str | None:
    """Why a deferred delivery is not to be sent with its bundle; None if it is.

    Its time is the end of the quiet hours now. A chain has gone on since: that its reminder waits
    for a later instant does not make it stale.
    """
    row, at = carried.row, carried.carried_at
    is_later = row.fire_at is not None and row.fire_at > carried.key.fire_at
    goes_on = row.nag_every is not None and row.nag_sent > 0 and is_later
    seen = replace(row, fire_at=at if carried.is_latest or goes_on else None)
    due = Due(row.reminder_id, row.version, at, row.user_id, row.task_id)
    return reason_to_skip(due, seen, now, rules)


def held_until(row: DueRow, now: datetime) -> datetime | None:
    """When the quiet hours that hold this reminder back are over; None if none do.

    What is urgent, or of the first priority, comes through, and so does a snooze: its reader chose
    the instant.
    """
    comes_through = row.urgent or row.priority == _FIRST_PRIORITY or row.snooze_of is not None
    if comes_through or row.quiet_from is None or row.quiet_until is None:
        return None
    zone = readable_zone(row.zone)
    return end_of_quiet(now, zone, row.quiet_from, row.quiet_until)

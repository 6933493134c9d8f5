"""Whether what has come due is still to be sent, and now. Pure.

A vacation comes before everything: nothing is sent while it lasts, however urgent, and a chain of
messages ends with it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from shared.core.errors import InvalidInput
from shared.db.repositories.deliveries import DueRow
from shared.db.repositories.digests import DigestDueRow
from shared.domain.zones import load_zone, to_local
from workers.notifications.due import Due

SkipReason = Literal[
    "task_deleted",
    "task_done",
    "task_skipped",
    "cancelled",
    "stale",
    "missed",
    "vacation",
]

FALLBACK_ZONE: Final = "UTC"


@dataclass(frozen=True, slots=True)
class Rules:
    """What the decision depends on besides the reminder itself."""

    late_grace: timedelta
    """A reminder later than this is not sent any more; it was missed."""


def known_zone(zone: str | None) -> str | None:
    """The zone, if this machine's data knows it: a reminder in UTC is better than none."""
    if zone is None:
        return None
    try:
        load_zone(zone)
    except InvalidInput:
        return None
    return zone


def is_off(reader: DueRow | DigestDueRow, now: datetime) -> bool:
    """Whether the reader is on vacation, by their own calendar."""
    if not reader.days_off:
        return False
    return to_local(now, known_zone(reader.zone) or FALLBACK_ZONE).date() in reader.days_off


def reason_to_skip(due: Due, row: DueRow, now: datetime, rules: Rules) -> SkipReason | None:
    """Why nothing is to be sent; None if it is to be sent.

    What the owner did to the task says more than the version that it left behind, so it is named
    first.
    """
    is_current = (row.version, row.fire_at) == (due.version, due.fire_at)
    found: tuple[tuple[bool, SkipReason], ...] = (
        (row.is_deleted, "task_deleted"),
        (row.is_done, "task_done"),
        (row.is_skipped, "task_skipped"),
        (row.state == "cancelled", "cancelled"),
        (not is_current, "stale"),
        (now - due.fire_at > rules.late_grace, "missed"),
        (is_off(row, now), "vacation"),
    )
    return next((reason for applies, reason in found if applies), None)

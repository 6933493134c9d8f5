"""Accounts as their owners see them."""

from datetime import time

from api.schemas.common import Document
from shared.db.repositories.users import UserRow
from shared.domain.preferences import WEEKDAYS


def user_document(user: UserRow) -> Document:
    """The account as `UserOut`."""
    review = None
    if user.review_on is not None and user.review_at is not None:
        review = {"weekday": WEEKDAYS[user.review_on], "at": _time(user.review_at)}
    quiet = None
    if user.quiet_from is not None and user.quiet_until is not None:
        quiet = {"from": _time(user.quiet_from), "until": _time(user.quiet_until)}
    return {
        "id": str(user.id),
        "email": user.email,
        "name": user.name,
        "role": user.role,
        "zone": user.zone,
        "week_start": user.week_start,
        "time_format": user.time_format,
        "all_day_reminder_time": _time(user.all_day_reminder_time),
        "default_reminders": list(user.default_reminders),
        "all_day_default_reminders": list(user.all_day_default_reminders),
        "default_channels": list(user.default_channels),
        "quiet_hours": quiet,
        "digest_at": _time(user.digest_at) if user.digest_at is not None else None,
        "review": review,
    }


def _time(at: time) -> str:
    return at.isoformat("minutes")

"""What a person may set for all of their tasks. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import time
from typing import Final, Literal, get_args

from shared.core.errors import InvalidInput
from shared.domain.moments import Clock
from shared.domain.reminders import check_channel_names, parse_offset
from shared.domain.tasks import REMINDERS_MAX, UNSET, Unset
from shared.domain.zones import load_zone

Weekday = Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
TimeFormat = Clock
WEEKDAYS: Final[tuple[Weekday, ...]] = get_args(Weekday)
NAME_MAX: Final = 200
VACATION_DAYS_MAX: Final = 366


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From this wall time until that one, perhaps of the next day, nothing is sent."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Review:
    """The weekly review comes on this day at this wall time."""

    weekday: Weekday
    at: time


@dataclass(frozen=True, slots=True)
class PreferencesPatch:
    """Preferences to change (RFC 7396): UNSET stays, None switches off what can be off."""

    name: str | Unset = UNSET
    zone: str | Unset = UNSET
    week_start: Weekday | Unset = UNSET
    time_format: TimeFormat | Unset = UNSET
    all_day_reminder_time: time | Unset = UNSET
    default_reminders: Sequence[str] | Unset = UNSET
    all_day_default_reminders: Sequence[str] | Unset = UNSET
    default_channels: Sequence[str] | Unset = UNSET
    quiet_hours: QuietHours | Unset | None = UNSET
    digest_at: time | Unset | None = UNSET
    review: Review | Unset | None = UNSET

    def __post_init__(self) -> None:
        if not isinstance(self.name, Unset):
            _check_name(self.name)
        if not isinstance(self.zone, Unset):
            load_zone(self.zone)
        for field in ("default_reminders", "all_day_default_reminders"):
            offsets = getattr(self, field)
            if not isinstance(offsets, Unset):
                _check_offsets(offsets, f"/{field}")
        if not isinstance(self.default_channels, Unset):
            check_channel_names(self.default_channels, pointer="/default_channels")
        quiet = self.quiet_hours
        if isinstance(quiet, QuietHours) and quiet.start == quiet.end:
            message = "Quiet hours that end when they begin are none: send null."
            raise InvalidInput("/quiet_hours", "quiet_hours_equal", message)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to change."""
        return all(isinstance(getattr(self, field.name), Unset) for field in fields(self))


def _check_name(name: str) -> None:
    if not name.strip() or len(name) > NAME_MAX or any(ord(c) < ord(" ") for c in name):
        raise InvalidInput("/name", "name_invalid", f"1 to {NAME_MAX} characters in one line.")


def _check_offsets(offsets: Sequence[str], pointer: str) -> None:
    if len(offsets) > REMINDERS_MAX:
        message = f"At most {REMINDERS_MAX} reminders a task."
        raise InvalidInput(pointer, "reminders_too_many", message)
    for index, offset in enumerate(offsets):
        parse_offset(offset, pointer=f"{pointer}/{index}")

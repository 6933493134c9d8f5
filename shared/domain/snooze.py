"""How long a person puts a reminder off: a length, an instant, or a preset in their zone. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Literal

from shared.core.errors import InvalidInput
from shared.domain.reminders import fire_at_for, parse_offset
from shared.domain.zones import to_instant, to_local

Preset = Literal["10m", "1h", "this_evening", "tomorrow", "next_week"]

EVENING: Final = time(19)
LONGEST: Final = timedelta(days=366)

_LENGTHS: Final[dict[Preset, timedelta]] = {
    "10m": timedelta(minutes=10),
    "1h": timedelta(hours=1),
}
_EXAMPLES: Final = "PT30M, PT2H or P1D"
_DAY = timedelta(days=1)
_WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class Snooze:
    """What was asked for; exactly one of the three is set."""

    length: str | None = None
    """ISO 8601 duration; its days are calendar days."""
    until: datetime | None = None
    preset: Preset | None = None


def snoozed_until(wish: Snooze, now: datetime, zone: str, morning: time) -> datetime:
    """The instant that `wish` means at `now`, on a whole second and never earlier than meant.

    Raises:
        InvalidInput: `snooze_past`, or `snooze_range` (366 days).
    """
    if wish.preset is not None:
        return _whole_second(preset_instant(wish.preset, now, zone, morning))
    if wish.until is not None:
        return _checked(_whole_second(wish.until), now, "/until")
    offset = parse_offset(wish.length or "", pointer="/for", noun="A snooze", such_as=_EXAMPLES)
    return _checked(_whole_second(fire_at_for(now, offset, zone)), now, "/for")


def preset_instant(preset: Preset, now: datetime, zone: str, morning: time) -> datetime:
    """The instant that a preset means: always one ahead.

    An evening that has come already is the next one. Tomorrow is the next day of the calendar, also
    shortly after midnight, and next week its Monday; both at `morning`, the time of day at which
    the owner is told of whole days.

    >>> from datetime import UTC
    >>> now = datetime(2026, 3, 28, 18, 30, tzinfo=UTC)  # 19:30 in Berlin, a night before DST
    >>> preset_instant("this_evening", now, "Europe/Berlin", time(9)).isoformat()
    '2026-03-29T17:00:00+00:00'
    >>> preset_instant("next_week", now, "Europe/Berlin", time(9)).isoformat()
    '2026-03-30T07:00:00+00:00'
    """
    if preset in _LENGTHS:
        return now + _LENGTHS[preset]
    today = to_local(now, zone).date()
    if preset == "this_evening":
        evening = _at(today, EVENING, zone)
        return evening if evening > now else _at(today + _DAY, EVENING, zone)
    if preset == "tomorrow":
        return _at(today + _DAY, morning, zone)
    return _at(today + (_WEEK_DAYS - today.weekday()) * _DAY, morning, zone)


def _at(day: date, clock: time, zone: str) -> datetime:
    return to_instant(datetime.combine(day, clock), zone)


def _whole_second(instant: datetime) -> datetime:
    """Rounded up: a reminder is never early, and people see whole seconds."""
    rest = timedelta(microseconds=instant.microsecond)
    return instant + (timedelta(seconds=1) - rest) if rest else instant


def _checked(instant: datetime, now: datetime, pointer: str) -> datetime:
    if instant <= now:
        message = "A reminder can only be put off to a later moment."
        raise InvalidInput(pointer, "snooze_past", message)
    if instant > now + LONGEST + timedelta(seconds=1):  # a length of 366 days may be rounded up
        message = f"A reminder can be put off by {LONGEST.days} days at most."
        raise InvalidInput(pointer, "snooze_range", message)
    return instant

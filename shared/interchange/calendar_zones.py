"""What a zone means, as VTIMEZONE (RFC 5545 §3.6.5).

A zone whose clocks change by one rule a year, as nearly all do, is written with that rule, any
other change by change. What icalendar 7.3 makes of a zone are lists of dates: vobject 0.9.9 reads
the first date only, and for Africa/Casablanca 2027 is missing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import chain
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from shared.domain.recurrence.rule import WEEKDAYS

_FIRST_YEAR: Final = 1990
_LAST_YEAR: Final = 2037
"""Zone data says nothing of its own beyond; a rule goes on."""

_DAY: Final = timedelta(days=1)
_EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - wall time


@dataclass(frozen=True, slots=True)
class _Change:
    """Clocks go from one offset to another at this instant."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    is_daylight: bool

    @property
    def onset(self) -> datetime:
        """The wall time at which it happens, on the clocks of before (§3.6.5, DTSTART)."""
        return (self.at + self.before).replace(tzinfo=None)

    @property
    def rule(self) -> tuple[int, str, object]:
        """Month, day and time of it, whatever the year."""
        onset = self.onset
        is_last = (onset + 7 * _DAY).month != onset.month
        nth = -1 if is_last else (onset.day - 1) // 7 + 1
        return onset.month, f"{nth}{WEEKDAYS[onset.weekday()]}", (onset.time(), self.after)


@lru_cache(maxsize=512)
def timezone_text(zone: str) -> bytes:
    """The zone (IANA) as a component."""
    years = [list(_changes_in(ZoneInfo(zone), year)) for year in range(_FIRST_YEAR, _LAST_YEAR + 1)]
    return bytes(_written(zone, years).to_ical())


def _regular_from(years: Sequence[Sequence[_Change]]) -> tuple[_Change, ...] | None:
    """The changes of the year from which on they follow one rule; empty if there are none any more.

    None if the last years do not: a zone that changes its clocks by the moon, for example.
    """
    last = years[-1]
    if len(last) not in {0, 2}:
        return None
    first = last
    for changes in reversed(years):
        if [each.rule for each in changes] != [each.rule for each in last]:
            break
        first = changes
    is_long_enough = not last or _LAST_YEAR - first[0].at.year > 10  # noqa: PLR2004 - years
    return tuple(first) if is_long_enough else None


def _written(zone: str, years: Sequence[Sequence[_Change]]) -> Timezone:
    made = Timezone()
    made.add("tzid", zone)
    regular = _regular_from(years)
    if regular == ():
        at = datetime(_LAST_YEAR, 1, 1, tzinfo=ZoneInfo(zone))
        offset = at.utcoffset() or timedelta()
        name = at.tzname() or zone
        made.add_component(_observance(_EPOCH, offset, offset, name, is_daylight=False))
    for each in regular if regular is not None else chain.from_iterable(years):
        part = _observance(
            each.onset, each.before, each.after, each.name, is_daylight=each.is_daylight
        )
        if regular is not None:
            month, day, _ = each.rule
            part["RRULE"] = vRecur.from_ical(f"FREQ=YEARLY;BYMONTH={month};BYDAY={day}")
        made.add_component(part)
    return made


def _observance(
    onset: datetime, before: timedelta, after: timedelta, name: str, *, is_daylight: bool
) -> TimezoneStandard | TimezoneDaylight:
    part = TimezoneDaylight() if is_daylight else TimezoneStandard()
    part.add("dtstart", onset)
    part.add("tzoffsetfrom", before)
    part.add("tzoffsetto", after)
    part.add("tzname", name)
    return part


def _changes_in(zone: ZoneInfo, year: int) -> Iterator[_Change]:
    day, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    before = _offset(zone, day)
    while day < end:
        following = day + _DAY
        after = _offset(zone, following)
        if after != before:
            at = _instant_of_change(zone, day, following)
            local = at.astimezone(zone)
            yield _Change(at, before, after, local.tzname() or str(zone), bool(local.dst()))
            before = after
        day = following


def _instant_of_change(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The second from which on the offset is that of `high`."""
    wanted = _offset(zone, high)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        if _offset(zone, middle) == wanted:
            high = middle
        else:
            low = middle
    return high


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()

"""The dates of a series as a calendar reads them: where its rule begins, and where it ends.

A calendar counts DTSTART as an occurrence, and what a rule gives that does not hit its DTSTART is
undefined (RFC 5545 §3.8.5.3). The start of a series is the due time that its task was given, which
its rule may pass over; so its first slot is written in place of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from shared.domain.recurrence import Series, Slot, parse_rule
from shared.domain.recurrence.expand import expand_rule, expand_uncounted
from shared.domain.recurrence.series import is_within
from shared.domain.recurrence.steps import Steps
from shared.interchange.calendar_records import CalendarSeries

_DAY: Final = timedelta(days=1)
_LAST_SECOND: Final = datetime(9999, 12, 31, 23, 59, 59)  # noqa: DTZ001 - wall time


@dataclass(frozen=True, slots=True)
class CalendarDates:
    """DTSTART, RRULE if there is one, and RDATE; what was taken out is not looked at."""

    start: Slot
    rule: str | None
    more: Sequence[Slot] = ()


def dates_of(series: CalendarSeries) -> CalendarDates | None:
    """What gives a reader the slots of the series, and no other date; None if it has none.

    The start is the first slot of the rule, which is the first that COUNT counts, also where it was
    taken out.
    """
    ours = Series(series.rrule, series.dtstart, _zone(series).key, ends_before=series.ends_before)
    rule = parse_rule(series.rrule)
    first = next(expand_uncounted(rule, series.dtstart, _zone(series), None, Steps()), None)
    more = sorted(slot for slot in series.rdates if is_within(ours, slot))
    if first is not None and is_within(ours, first):
        return CalendarDates(first, rule_text(series), more)
    return CalendarDates(more[0], None, more[1:]) if more else None


def rule_text(series: CalendarSeries) -> str:
    """The rule as it was written, in capitals and FREQ first, which §3.3.10 asks of writers.

    It ends before what follows; UNTIL is in the form of its start.
    """
    rule = parse_rule(series.rrule)
    parts = sorted(rule.text.upper().split(";"), key=lambda part: not part.startswith("FREQ="))
    last = _last_of(series)
    if last is None:
        return ";".join(parts)
    until = f"UNTIL={_until_text(last, series)}"
    if not any(map(_is_end, parts)):
        return ";".join([*parts, until])
    return ";".join(until if _is_end(part) else part for part in parts)


def _is_end(part: str) -> bool:
    return part.startswith(("UNTIL=", "COUNT="))


def _last_of(series: CalendarSeries) -> Slot | None:
    """What UNTIL says; None if nothing or COUNT ends the rule."""
    rule = parse_rule(series.rrule)
    if series.ends_before is None:
        return rule.until
    last = _just_before(series.ends_before)
    is_cut = next(expand_rule(rule, series.dtstart, _zone(series), last), None) is not None
    return last if is_cut else rule.until


def _just_before(slot: Slot) -> Slot:
    return slot - (timedelta(seconds=1) if isinstance(slot, datetime) else _DAY)


def _until_text(until: Slot, series: CalendarSeries) -> str:
    if not isinstance(series.dtstart, datetime):
        return f"{until:%Y%m%d}"
    if not isinstance(until, datetime):
        until = datetime.combine(until, _LAST_SECOND.time())
    try:
        if series.zone is None:
            local = until.astimezone(_zone(series)) if until.tzinfo else until
            return f"{local:%Y%m%dT%H%M%S}"
        aware = until if until.tzinfo else until.replace(tzinfo=_zone(series))
        return f"{aware.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    except OverflowError:  # "for ever", away from Greenwich
        return f"{_LAST_SECOND:%Y%m%dT%H%M%S}{'Z' if series.zone else ''}"


def _zone(series: CalendarSeries) -> ZoneInfo:
    return ZoneInfo(series.zone or series.owner_zone)

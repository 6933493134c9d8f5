"""Events of iCalendar (RFC 5545 §3.6.1) that are over."""

from datetime import date, datetime, time, timedelta

from shared.core.errors import InvalidInput
from shared.domain.reminders import parse_offset
from shared.domain.tasks import Due
from shared.interchange.ics_lines import Component
from shared.interchange.ics_times import Times


def is_over(event: Component, begins: Due, times: Times, today: date) -> bool:
    """Whether the event, which begins then, has ended before the owner's day `today`."""
    midnight = datetime.combine(today, time())
    begin = _on_owners_clock(begins, times)
    return begin < midnight and _end(event, begins, begin, times) <= midnight


def _end(event: Component, begins: Due, begin: datetime, times: Times) -> datetime:
    """DTEND, or DTSTART and DURATION; else an event takes its day, or no time (§3.6.1)."""
    ends = times.due(event, "DTEND", begins.zone)
    if ends is not None:
        return _on_owners_clock(ends, times)
    if event.first("DURATION"):
        try:
            lasts = parse_offset(event.value("DURATION"))
            return begin + timedelta(days=lasts.days) + lasts.elapsed
        except (InvalidInput, OverflowError):
            return begin
    return begin + timedelta(days=begins.on is not None)


def _on_owners_clock(due: Due, times: Times) -> datetime:
    shown = times.shown(due, None) or due
    return shown.local or datetime.combine(shown.on or date.max, time())

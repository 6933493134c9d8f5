"""Rules of hours and minutes where clocks change, the slow way: look at each hour that passes.

An INTERVAL counts hours and minutes that pass; BYxxx parts are judged by what clocks show then. For
zones whose clocks change by whole hours.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import groupby, product, takewhile
from zoneinfo import ZoneInfo

from tools.try_rules.plain import at_positions, clock_numbers, day_tests, parts_of

_HOUR, _MINUTE = timedelta(hours=1), timedelta(minutes=1)


def elapsed_instants(
    text: str, start: datetime, zone: ZoneInfo, end: datetime
) -> Iterator[datetime]:
    """The instants, in UTC and before the instant `end`, of an HOURLY or MINUTELY rule."""
    parts = parts_of(text)
    begin = start.replace(tzinfo=zone).astimezone(UTC)
    unit = _HOUR if parts["FREQ"] == "HOURLY" else _MINUTE
    first = begin.replace(minute=0, second=0) if unit is _HOUR else begin.replace(second=0)
    interval = int(parts.get("INTERVAL", "1"))

    def period_of(instant: datetime) -> int:
        return (instant - first) // unit

    hits = (
        instant
        for instant in _shown_as_asked(parts, start, begin, end, zone)
        if period_of(instant) % interval == 0
    )
    picked = (
        instant
        for _, period in groupby(hits, key=period_of)
        for instant in at_positions(parts, list(period))
        if begin <= instant < end
    )
    is_within = _until(parts.get("UNTIL"), zone)
    left = int(parts["COUNT"]) if "COUNT" in parts else None
    for number, instant in enumerate(takewhile(is_within, picked)):
        if number == left:
            return
        yield instant


def _shown_as_asked(
    parts: dict[str, str], start: datetime, begin: datetime, end: datetime, zone: ZoneInfo
) -> Iterator[datetime]:
    """Every instant in the hours of `begin` to `end` at which clocks show what the parts ask."""
    tests = day_tests(parts, start)
    hours, minutes, seconds = clock_numbers(parts, start)
    hour = begin.replace(minute=0, second=0)
    while hour < end:
        shown = hour.astimezone(zone)
        if shown.hour in hours and all(test(shown.date()) for test in tests):
            for minute, second in product(minutes, seconds):
                yield hour.replace(minute=minute, second=second)
        hour += _HOUR


def _until(text: str | None, zone: ZoneInfo) -> Callable[[datetime], bool]:
    """UNTIL in UTC, or by the clocks of the zone; a date is that whole day."""
    if text is None:
        return lambda _: True
    written = datetime.fromisoformat(text.removesuffix("Z"))
    if "T" not in text:
        written = datetime.combine(written, time.max)
    last = written.replace(tzinfo=UTC if text.endswith("Z") else zone).astimezone(UTC)
    return lambda instant: instant <= last

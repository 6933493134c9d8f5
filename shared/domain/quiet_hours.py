"""Hours in which nobody wants to be told anything, as wall times in the reader's zone. Pure."""

from datetime import datetime, time, timedelta

from shared.domain.zones import to_instant, to_local

_DAY = timedelta(days=1)


def end_of_quiet(instant: datetime, zone: str, start: time, end: time) -> datetime | None:
    """When the quiet hours that `instant` lies in are over; None if it lies in none.

    They begin at `start` and are over at `end`, of the next day if that is not later on the clock.
    Where clocks skip one of the two, it comes as much later as they jump; where they show it twice,
    the first time counts, as for everything that has a wall time here.

    >>> from datetime import UTC
    >>> night = ("Europe/Berlin", time(22), time(7))
    >>> end_of_quiet(datetime(2026, 10, 24, 21, tzinfo=UTC), *night).isoformat()
    '2026-10-25T06:00:00+00:00'
    >>> end_of_quiet(datetime(2026, 10, 25, 6, tzinfo=UTC), *night) is None
    True

    Raises:
        InvalidInput: `zone_unknown`.
    """
    today = to_local(instant, zone).date()
    for day in (today - _DAY, today):
        begins_at = to_instant(datetime.combine(day, start), zone)
        last_day = day if start < end else day + _DAY
        ends_at = to_instant(datetime.combine(last_day, end), zone)
        if begins_at <= instant < ends_at:
            return ends_at
    return None

"""When a reminder that nags comes again. Pure."""

from datetime import datetime, timedelta
from typing import Final

from shared.domain.reminders import Offset, fire_at_for, parse_offset

SHORTEST: Final = timedelta(minutes=5)
"""Nobody is nagged more often, whatever a row says."""

_ON_TIME: Final = timedelta(minutes=1)
"""A message as late as this does not put off the next one."""


def next_nag(fire_at: datetime, every: str, after: datetime, zone: str) -> datetime:
    """The first instant in phase with `fire_at` that leaves peace for `SHORTEST` from `after` on.

    So after downtime there is one message, not the backlog. Days are calendar days in `zone`.

    >>> from datetime import UTC
    >>> nine = datetime(2026, 11, 26, 9, tzinfo=UTC)
    >>> next_nag(nine, "PT15M", nine, "UTC").time().isoformat()
    '09:15:00'
    >>> next_nag(nine, "PT15M", nine + timedelta(hours=3, minutes=7), "UTC").time().isoformat()
    '12:15:00'

    Raises:
        InvalidInput: `every` is no offset, or the zone is unknown.
    """
    step = _at_least_the_shortest(parse_offset(every))
    earliest = after + SHORTEST - _ON_TIME
    # A calendar day has 23 to 25 hours and rarely less: begin a little too early, and look.
    length = timedelta(days=step.days) + step.elapsed
    count = max(1, (earliest - fire_at) // length - 2)
    while True:
        nth = Offset(count * step.days, count * step.elapsed)
        instant = fire_at_for(fire_at, nth, zone)
        if instant >= earliest and instant > fire_at:
            return instant
        count += 1


def goes_on_at(
    fire_at: datetime, every: str | None, left: int, now: datetime, zone: str
) -> datetime | None:
    """When a reminder that was stopped comes after all; None if nothing of it is ahead.

    At its instant if that is still ahead, else as the next one of its chain, of which `left`
    messages are left.

    >>> from datetime import UTC
    >>> nine = datetime(2026, 11, 26, 9, tzinfo=UTC)
    >>> goes_on_at(nine, "PT15M", 2, nine + timedelta(minutes=20), "UTC").time().isoformat()
    '09:30:00'
    >>> goes_on_at(nine, "PT15M", 0, nine + timedelta(minutes=20), "UTC") is None
    True

    Raises:
        InvalidInput: as `next_nag`.
    """
    if fire_at > now:
        return fire_at
    if every is None or left <= 0:
        return None
    return next_nag(fire_at, every, now, zone)


def _at_least_the_shortest(step: Offset) -> Offset:
    if timedelta(days=step.days) + step.elapsed < SHORTEST:
        return Offset(0, SHORTEST)
    return step

"""When the next digest or review comes: a wall time of every day, or of one weekday. Pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from shared.domain.zones import to_instant, to_local

_DAY = timedelta(days=1)
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Each day at `at`, or each week on `weekday` (0 is Monday), by the clocks of `zone`."""

    at: time
    zone: str
    weekday: int | None = None

    def first_after(self, instant: datetime) -> datetime:
        """The first instant of this rhythm after `instant`.

        A wall time that clocks skip comes as much later as they jump; one that they show twice
        comes once, the first time.

        >>> from datetime import UTC
        >>> Rhythm(time(7), "Europe/Berlin").first_after(
        ...     datetime(2026, 10, 24, 12, tzinfo=UTC)).isoformat()
        '2026-10-25T06:00:00+00:00'

        Raises:
            InvalidInput: `zone_unknown`.
        """
        return next(each for each in self._around(instant) if each > instant)

    def last_until(self, instant: datetime) -> datetime:
        """The last instant of this rhythm that is not after `instant`.

        Raises:
            InvalidInput: `zone_unknown`.
        """
        return [each for each in self._around(instant) if each <= instant][-1]

    def _around(self, instant: datetime) -> list[datetime]:
        """Its instants in order, from at least one before `instant` to at least one after."""
        today = to_local(instant, self.zone).date()
        days = [today + number * _DAY for number in range(-_WEEK - 1, _WEEK + 2)]
        chosen = [day for day in days if self.weekday in {None, day.weekday()}]
        return [to_instant(datetime.combine(day, self.at), self.zone) for day in chosen]

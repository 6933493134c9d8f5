"""Reminders by the time they were due, around a change of who fires them. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cli.bench.observing import Sighting
from cli.bench.seed import Planned

ON_TIME_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a reminder was due, and when a consumer first had it; seconds since 1970."""

    due: float
    at: float

    @property
    def late_ms(self) -> float:
        """From the one to the other."""
        return (self.at - self.due) * 1000


def arrivals(planned: Iterable[Planned], seen: Sequence[Sighting]) -> list[Arrival]:
    """The reminders that arrived, in order of their due times; copies do not count."""
    first: dict[str, float] = {}
    for each in seen:
        first.setdefault(each.subject, each.arrived)
    found = [
        Arrival(each.fire_at_ms / 1000, first[str(each.reminder_id)])
        for each in planned
        if str(each.reminder_id) in first
    ]
    return sorted(found, key=lambda each: each.due)


def arrived_within(
    all_of_them: Iterable[Arrival], start: float, end: float | None
) -> list[Arrival]:
    """Those that arrived from `start` to before `end`: one that a change made late is its own."""
    return [each for each in all_of_them if start <= each.at and (end is None or each.at < end)]


def seconds_until_on_time(
    window: Iterable[Arrival], change: float, bound: float = ON_TIME_SECONDS
) -> float:
    """From the change to the arrival of the last one that was late by more than `bound`.

    0 if none was.
    """
    late = [each.at - change for each in window if each.at - each.due > bound]
    return max(late, default=0.0)

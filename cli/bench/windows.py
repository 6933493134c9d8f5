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


def due_within(all_of_them: Iterable[Arrival], start: float, end: float) -> list[Arrival]:
    """Those due from `start` to before `end`."""
    return [each for each in all_of_them if start <= each.due < end]


def seconds_until_on_time(
    all_of_them: Iterable[Arrival], change: float, end: float, bound: float = ON_TIME_SECONDS
) -> float:
    """From the change to the arrival of the last one that was late by more than `bound`.

    Those due up to `end` count; 0 if none was late.
    """
    late = [each.at for each in all_of_them if each.due < end and each.at - each.due > bound]
    return max((at - change for at in late if at > change), default=0.0)

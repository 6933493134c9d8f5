"""The slots of series that have no task yet, as a calendar shows them ahead. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import takewhile

from shared.domain.recurrence import Series, Slot, parse_rule
from shared.domain.recurrence.completion import next_after_completion
from shared.domain.recurrence.series import series_slots
from shared.domain.recurrence.steps import Steps
from shared.domain.zones import to_instant, to_local

_WIDEST_SHIFT = timedelta(days=2)
"""More than the clocks of two zones are ever apart."""


@dataclass(frozen=True, slots=True)
class LatestTask:
    """The latest open task of a series. `floor` is when it is due: of a day, the end of it.

    `taken` are later slots that have had a task. `keeps_each` makes a task of every slot, however
    late the one before is done; otherwise what lies before `floor` is summed up with it.
    """

    series: Series
    slot: Slot
    floor: datetime
    completions: int
    taken: frozenset[Slot] = frozenset()
    keeps_each: bool = False


@dataclass(frozen=True, slots=True)
class DaysShown:
    """Days of a reader's calendar, both included, and the moment at which it is looked at."""

    first: date
    last: date
    zone: str
    now: datetime

    def day_of(self, slot: Slot, zone: str) -> date:
        """The reader's day on which a slot lies; a date is the same day everywhere."""
        if not isinstance(slot, datetime):
            return slot
        return to_local(to_instant(slot, zone), self.zone).date()


def slots_ahead(task: LatestTask, shown: DaysShown, steps: Steps) -> Iterator[Slot]:
    """The slots after this task that lie in those days and are not past, ascending.

    With the completion anchor they are what comes if each is done when it is due.

    Raises:
        InvalidInput: the rule or the zone is not valid.
    """
    find = _of_rule if task.series.anchor == "schedule" else _chain
    zone = task.series.zone
    end = shown.last + _WIDEST_SHIFT
    for slot in takewhile(lambda slot: _day(slot) <= end, find(task, shown, steps)):
        if shown.first <= shown.day_of(slot, zone) <= shown.last and slot not in task.taken:
            yield slot


def _of_rule(task: LatestTask, shown: DaysShown, steps: Steps) -> Iterator[Slot]:
    series = task.series
    floor = shown.now if task.keeps_each else max(shown.now, task.floor)
    begin = max(shown.first, to_local(floor, shown.zone).date()) - _WIDEST_SHIFT
    after: Slot = begin if series.is_all_day else datetime.combine(begin, time())
    last_day = to_local(floor, series.zone).date()
    for slot in series_slots(series, max(after, task.slot), steps):
        if isinstance(slot, datetime):
            is_ahead = to_instant(slot, series.zone) > floor
        else:
            is_ahead = slot > last_day
        if is_ahead:
            yield slot


def _chain(task: LatestTask, shown: DaysShown, steps: Steps) -> Iterator[Slot]:
    series = task.series
    count = parse_rule(series.rrule).count
    left = None if count is None else count - task.completions - 1
    slot: Slot | None = task.slot
    moment = max(shown.now, task.floor)
    while slot is not None and (left is None or left > 0) and not steps.is_exhausted:
        slot = next_after_completion(series, slot, moment, series.zone, steps)
        if slot is None:
            return
        yield slot
        moment = end_of(slot, series.zone)
        left = None if left is None else left - 1


def end_of(slot: Slot, zone: str) -> datetime:
    """The instant of a slot; of a date the end of its day."""
    local = slot if isinstance(slot, datetime) else datetime.combine(slot, time(23, 59, 59))
    return to_instant(local, zone)


def _day(slot: Slot) -> date:
    return slot.date() if isinstance(slot, datetime) else slot

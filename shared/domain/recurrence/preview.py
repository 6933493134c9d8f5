"""What is to come, before anything is done."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import dropwhile, islice

from shared.domain.recurrence.completion import next_after_completion
from shared.domain.recurrence.parse import parse_rule
from shared.domain.recurrence.series import MOST_SLOTS, Series, series_slots
from shared.domain.recurrence.slots import Slot
from shared.domain.recurrence.steps import Steps
from shared.domain.zones import to_instant, to_local


def preview(series: Series, now: datetime, limit: int, steps: Steps | None = None) -> list[Slot]:
    """Up to `limit` slots (at most 1,000) that are not past at `now`; all-day ones from today on.

    With the completion anchor they are what follows if each is done when it is due. One budget
    covers all of them, however many links the chain of completions has.

    Raises:
        InvalidInput: the rule or the zone is not valid.
    """
    steps = steps or Steps()
    expand = _coming if series.anchor == "schedule" else _chain
    slots = expand(series, now, steps)
    return list(islice(slots, min(limit, MOST_SLOTS)))


def _coming(series: Series, now: datetime, steps: Steps) -> Iterator[Slot]:
    local = to_local(now, series.zone)
    if series.is_all_day:
        return series_slots(series, local.date() - timedelta(days=1), steps)

    def is_past(slot: Slot) -> bool:
        return isinstance(slot, datetime) and to_instant(slot, series.zone) <= now

    return dropwhile(is_past, series_slots(series, local - timedelta(days=1), steps))


def _chain(series: Series, now: datetime, steps: Steps) -> Iterator[Slot]:
    count = parse_rule(series.rrule).count
    slot = next(series_slots(series, None, steps), None)
    if slot is not None and _moment(slot, series.zone) <= now:
        slot = next_after_completion(series, slot, now, series.zone, steps)
    while slot is not None and (count is None or count > 0):
        yield slot
        count = None if count is None else count - 1
        if steps.is_exhausted:
            return
        slot = next_after_completion(series, slot, _moment(slot, series.zone), series.zone, steps)


def _moment(slot: Slot, zone: str) -> datetime:
    """When a slot is due: an all-day one at the end of its day."""
    end = slot if isinstance(slot, datetime) else datetime.combine(slot, time.max)
    return to_instant(end, zone)

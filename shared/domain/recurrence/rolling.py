"""What comes after an occurrence is done or skipped: the next slot, and the slots missed.

A skip rolls like a completion at the moment of the skip; with the completion anchor it is not
counted in `completions`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import dropwhile

from shared.domain.recurrence.completion import next_after_completion
from shared.domain.recurrence.parse import parse_rule
from shared.domain.recurrence.series import Series, series_slots
from shared.domain.recurrence.slots import Slot
from shared.domain.zones import instant_in, load_zone, local_in, to_local

MOST_MISSED = 500
MOST_MISSED_COUNTED = 10_000
# No zone ever moved its clocks by more: Samoa crossed the date line, a whole day.
_WIDEST_SHIFT = timedelta(hours=25)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Roll:
    """What follows an occurrence; `next_slot` is None when the series is over.

    `missed` are the slots passed over, ascending, at most 500; `missed_total` counts them all,
    where 10,000 means that many or more. `also_done` is today's slot of an all-day series when
    doing an overdue one satisfied it too; it is not among the missed.
    """

    next_slot: Slot | None
    missed: tuple[Slot, ...] = ()
    missed_total: int = 0
    also_done: Slot | None = None


def roll(
    series: Series,
    slot: Slot,
    *,
    completed_at: datetime,
    now: datetime,
    zone: str,
    completions: int,
) -> Roll:
    """What follows when the occurrence of `slot` is done at `completed_at`.

    Schedule anchor: the first slot later than `slot` that is not past at `now`; one at this very
    instant is past, and so is an all-day one of today. Completion anchor: the completion plus the
    interval, but later than `slot`. `zone` is the user's, in which today and the day of completion
    are judged; `completions` counts those of the series with this one, which is what COUNT limits
    with the completion anchor.

    Raises:
        InvalidInput: the rule or a zone is not valid.
    """
    if series.anchor == "completion":
        count = parse_rule(series.rrule).count
        if count is not None and completions >= count:
            return Roll(None)
        return Roll(next_after_completion(series, slot, completed_at, zone))
    moment = max(completed_at, now)
    if series.is_all_day:
        return _roll_days(series, slot, moment, zone)
    return _roll_times(series, slot, moment)


def _roll_days(series: Series, slot: Slot, moment: datetime, zone: str) -> Roll:
    today = to_local(moment, zone).date()
    found = _pass_over(series, slot, lambda other: other < today, today - _DAY)
    if found.next_slot != today:
        return found
    following = next(series_slots(series, today), None)
    return Roll(following, found.missed, found.missed_total, also_done=today)


def _roll_times(series: Series, slot: Slot, moment: datetime) -> Roll:
    zone = load_zone(series.zone)
    local = local_in(moment, zone)
    surely_past, surely_ahead = local - _WIDEST_SHIFT, local + _WIDEST_SHIFT

    def is_past(other: Slot) -> bool:
        if other < surely_past or other > surely_ahead:
            return other < surely_past
        assert isinstance(other, datetime)
        return instant_in(other, zone) <= moment

    return _pass_over(series, slot, is_past, surely_past)


def _pass_over(series: Series, slot: Slot, is_past: Callable[[Slot], bool], resume: Slot) -> Roll:
    """The first slot after `slot` that is not past; `resume` lies in the past but near its end."""
    missed: list[Slot] = []
    total = 0
    for other in series_slots(series, slot):
        if not is_past(other):
            return Roll(other, tuple(missed), total)
        total += 1
        if total <= MOST_MISSED:
            missed.append(other)
        if total == MOST_MISSED_COUNTED:
            break
    ahead = dropwhile(is_past, series_slots(series, max(resume, slot)))
    return Roll(next(ahead, None), tuple(missed), total)

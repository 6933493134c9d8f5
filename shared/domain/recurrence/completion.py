"""The completion anchor: the next slot counts from when the last one was done.

Product conventions 5.2. RFC 5545 has no such thing, so it lies beside the rule, not in it.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from shared.domain.recurrence.calendar_plan import plan_calendar
from shared.domain.recurrence.elapsed_plan import UNIT_SECONDS, new_elapsed
from shared.domain.recurrence.expand import within_until
from shared.domain.recurrence.parse import parse_rule
from shared.domain.recurrence.rule import Freq, Rule
from shared.domain.recurrence.series import Series, is_within
from shared.domain.recurrence.slots import Slot
from shared.domain.recurrence.steps import Steps
from shared.domain.zones import instant_in, load_zone, local_in, to_local

_UNITS = {
    Freq.DAILY: lambda units: relativedelta(days=units),
    Freq.WEEKLY: lambda units: relativedelta(weeks=units),
    Freq.MONTHLY: lambda units: relativedelta(months=units),
    Freq.YEARLY: lambda units: relativedelta(years=units),
}
_LONGEST_DAYS = {Freq.DAILY: 1, Freq.WEEKLY: 7, Freq.MONTHLY: 31, Freq.YEARLY: 366}


def next_after_completion(
    series: Series,
    slot: Slot,
    completed_at: datetime,
    zone: str,
    steps: Steps | None = None,
) -> Slot | None:
    """The slot that follows `slot` when it was done at `completed_at`; None after UNTIL.

    `steps` is a budget that several searches share.

    The day of completion in `zone` plus the interval, at the start's time of day; hours and
    minutes count from the instant. A rule that names days gives the first of them that lies
    later than the completion by more than interval - 1 units, so "every 2 weeks on Monday" done
    on a Wednesday is Monday in 12 days. It is always later than `slot`: done more than an
    interval early, it is the first multiple of the interval beyond it.

    Raises:
        InvalidInput: the rule or a zone is not valid.
    """
    rule, own_zone = parse_rule(series.rrule), load_zone(series.zone)
    day = to_local(completed_at, zone).date()
    steps = steps or Steps()
    if rule.is_sub_daily:
        candidates = _after_elapsed(rule, completed_at, slot, own_zone, steps)
    elif rule.picks_days:
        candidates = _after_named_days(rule, series.dtstart, day, slot, zone=own_zone, steps=steps)
    else:
        candidates = _after_interval(rule, series.dtstart, day, slot)
    fits = _later_than(slot, day, completed_at, own_zone)
    wanted = (other for other in candidates if other not in series.exdates and fits(other))
    following = next(wanted, None)
    if following and rule.until:
        within = within_until(rule, rule.until, series.dtstart, own_zone)
        following = following if within(following) else None
    extra = [other for other in series.rdates if fits(other)]
    found = min([following, *extra] if following else extra, default=None)
    return found if found is not None and is_within(series, found) else None


def _later_than(
    slot: Slot, day: date, completed_at: datetime, zone: ZoneInfo
) -> Callable[[Slot], bool]:
    """Tells whether a slot lies beyond both the one done and its completion."""
    if not isinstance(slot, datetime):
        last = max(slot, day)
        return lambda other: other > last
    floor = max(completed_at, instant_in(slot, zone))
    return lambda other: isinstance(other, datetime) and instant_in(other, zone) > floor


def _after_elapsed(
    rule: Rule, completed_at: datetime, slot: Slot, zone: ZoneInfo, steps: Steps
) -> Iterator[Slot]:
    """Hours and minutes: from the instant of completion plus the interval on."""
    stride = timedelta(seconds=rule.interval * UNIT_SECONDS[rule.freq])
    start = completed_at.replace(microsecond=0) + stride
    if rule.by_minute or rule.by_second:
        # The hour or minute that is reached counts whole; its parts are named by the rule.
        local = local_in(start, zone).replace(second=0)
        local = local.replace(minute=0) if rule.freq is Freq.HOURLY and rule.by_minute else local
        start = instant_in(local, zone)
    after = slot if isinstance(slot, datetime) else None
    return new_elapsed(rule, start, zone).slots(after, steps)


def _after_interval(rule: Rule, dtstart: Slot, day: date, slot: Slot) -> Iterator[Slot]:
    """The day of completion plus 1, 2, ... intervals; month ends are clamped, without drift."""
    times = plan_calendar(rule, dtstart).times
    gap = (_day_of(slot) - day).days
    step = max(1, gap // (rule.interval * _LONGEST_DAYS[rule.freq]))
    while (when := _shift(day, rule.freq, step * rule.interval)) is not None:
        if not times:
            yield when
        yield from (datetime.combine(when, at) for at in times)
        step += 1


def _after_named_days(
    rule: Rule, dtstart: Slot, day: date, slot: Slot, *, zone: ZoneInfo, steps: Steps
) -> Iterator[Slot]:
    """What the rule hits in any period, later than the completion plus interval - 1 units."""
    floor = _shift(day, rule.freq, rule.interval - 1)
    if floor is None:
        return iter(())
    after: Slot = floor
    if isinstance(slot, datetime):
        after = datetime.combine(floor, time.max)
    return plan_calendar(_each_period(rule), dtstart).slots(max(after, slot), zone, steps)


@lru_cache(maxsize=1024)
def _each_period(rule: Rule) -> Rule:
    return replace(rule, interval=1, count=None, until=None)


def _shift(day: date, freq: Freq, units: int) -> date | None:
    """The day this many units later, None beyond the calendar."""
    if units == 0:
        return day
    try:
        return day + _UNITS[freq](units)
    except (OverflowError, ValueError):
        return None


def _day_of(slot: Slot) -> date:
    return slot.date() if isinstance(slot, datetime) else slot

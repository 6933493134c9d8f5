"""The slots of one rule in order: the plan of its kind, cut by UNTIL and COUNT."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from shared.domain.recurrence.calendar_plan import plan_calendar
from shared.domain.recurrence.elapsed_plan import UNIT_SECONDS, plan_elapsed
from shared.domain.recurrence.rule import LAST_DAY, Rule, refused
from shared.domain.recurrence.slots import Slot, day_of
from shared.domain.recurrence.steps import STEPS_PER_COUNT, Steps
from shared.domain.zones import instant_in, local_in

_UTC = ZoneInfo("UTC")


def expand_rule(
    rule: Rule, dtstart: Slot, zone: ZoneInfo, after: Slot | None = None, steps: Steps | None = None
) -> Iterator[Slot]:
    """The slots of `rule` later than `after`, or from `dtstart` on, ascending and lazy.

    It ends with COUNT, UNTIL or the step budget (one budget for the whole iteration, spent only
    where the rule hits nothing). The start itself is a slot only if the rule hits it.

    Raises:
        InvalidInput: `subdaily_needs_time`, a rule of hours or minutes on an all-day start.
    """
    slots = expand_uncounted(rule, dtstart, zone, after, steps or Steps())
    if rule.count is None:
        return slots
    last = _last_slot(rule, dtstart, zone)
    return iter(()) if last is None else takewhile(_not_after(rule, last, zone), slots)


def expand_uncounted(
    rule: Rule, dtstart: Slot, zone: ZoneInfo, after: Slot | None, steps: Steps
) -> Iterator[Slot]:
    """As `expand_rule`, but as if the rule had no COUNT."""
    slots: Iterator[Slot]
    if not rule.is_sub_daily:
        slots = plan_calendar(rule, dtstart).slots(after, zone, steps)
    elif isinstance(dtstart, datetime):
        moment = after if isinstance(after, datetime) else None
        slots = plan_elapsed(rule, dtstart, zone).slots(moment, steps)
    else:
        message = "A rule of hours or minutes needs a start with a time of day."
        raise refused("subdaily_needs_time", message)
    if rule.until is None:
        return slots
    return takewhile(within_until(rule, rule.until, dtstart, zone), slots)


def within_until(rule: Rule, until: date, dtstart: Slot, zone: ZoneInfo) -> Callable[[Slot], bool]:
    """Tells whether a slot still lies within UNTIL, which is inclusive.

    A date for a timed series means the whole of that local day; a time for an all-day series
    means its date as written.
    """
    if not isinstance(dtstart, datetime):
        last_day = until.date() if isinstance(until, datetime) else until
        return lambda slot: slot <= last_day
    if not isinstance(until, datetime):
        return _not_after(rule, datetime.combine(until, time.max), zone)
    if until.tzinfo is not None:
        return lambda slot: _instant(slot, zone) <= until
    return _not_after(rule, until, zone)


def _not_after(rule: Rule, last: Slot, zone: ZoneInfo) -> Callable[[Slot], bool]:
    if not rule.is_sub_daily or day_of(last) > LAST_DAY:  # no slot comes near the end of time
        return lambda slot: slot <= last
    end = _instant(last, zone)
    return lambda slot: _instant(slot, zone) <= end


def _instant(slot: Slot, zone: ZoneInfo) -> datetime:
    assert isinstance(slot, datetime)
    return instant_in(slot, zone)


def is_countable(rule: Rule, dtstart: Slot) -> bool:
    """Whether the last slot that COUNT allows is found within the budget; without COUNT it is.

    Where clock changes can make hits rarer than in UTC, half the budget has to do.
    """
    if rule.count is None:
        return True
    limit = STEPS_PER_COUNT // (2 if _depends_on_zone(rule, dtstart) else 1)
    return _last_counted(rule, dtstart, _UTC, limit)[1] <= limit


def _last_slot(rule: Rule, dtstart: Slot, zone: ZoneInfo) -> Slot | None:
    """The last slot that COUNT allows, or the last within the budget."""
    where = zone if _depends_on_zone(rule, dtstart) else _UTC
    return _last_counted(rule, dtstart, where, STEPS_PER_COUNT)[0]


def _depends_on_zone(rule: Rule, dtstart: Slot) -> bool:
    return rule.is_sub_daily or plan_calendar(rule, dtstart).has_close_times


@lru_cache(maxsize=4096)
def _last_counted(rule: Rule, dtstart: Slot, zone: ZoneInfo, limit: int) -> tuple[Slot | None, int]:
    """The last slot that COUNT and these steps allow, and the steps that were spent.

    Counted from the start once, so that no later search is.
    """
    if rule.is_sub_daily and isinstance(dtstart, datetime) and not _is_filtered(rule):
        start = instant_in(dtstart.replace(microsecond=0, fold=0), zone)
        return _stepped(rule, start, zone), 1
    steps = Steps(limit, pays_hits=True)
    last = None
    for slot in islice(expand_uncounted(rule, dtstart, zone, None, steps), rule.count):
        last = slot
        if not steps.spend(1):
            break
    return last, steps.spent


def _is_filtered(rule: Rule) -> bool:
    parts = (rule.by_hour, rule.by_minute, rule.by_second, rule.by_set_pos)
    return rule.picks_days or any(parts)


def _stepped(rule: Rule, start: datetime, zone: ZoneInfo) -> datetime:
    """The slot that COUNT - 1 strides of elapsed time lead to, or the calendar's last."""
    stride = timedelta(seconds=rule.interval * UNIT_SECONDS[rule.freq])
    end = datetime.combine(rule.last_day, time.max, start.tzinfo)
    strides = min((rule.count or 1) - 1, (end - start) // stride)
    return local_in(start + strides * stride, zone)

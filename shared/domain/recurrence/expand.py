"""The slots of one rule in order: the plan of its kind, cut by UNTIL and COUNT."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from functools import lru_cache
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from shared.domain.recurrence.calendar_plan import plan_calendar
from shared.domain.recurrence.elapsed_plan import plan_elapsed
from shared.domain.recurrence.rule import Rule, refused
from shared.domain.recurrence.slots import Slot
from shared.domain.recurrence.steps import Steps
from shared.domain.zones import instant_in


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
    last = _last_counted(rule, dtstart, zone)
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
    if not rule.is_sub_daily:
        return lambda slot: slot <= last
    end = _instant(last, zone)
    return lambda slot: _instant(slot, zone) <= end


def _instant(slot: Slot, zone: ZoneInfo) -> datetime:
    assert isinstance(slot, datetime)
    return instant_in(slot, zone)


@lru_cache(maxsize=4096)
def _last_counted(rule: Rule, dtstart: Slot, zone: ZoneInfo) -> Slot | None:
    """The last slot that COUNT allows: counted from the start once, so that no later search is.

    At most `LARGEST_COUNT` slots and one step budget.
    """
    slots = islice(expand_uncounted(rule, dtstart, zone, None, Steps()), rule.count)
    last = None
    for last in slots:  # noqa: B007  # only the last one is wanted
        pass
    return last

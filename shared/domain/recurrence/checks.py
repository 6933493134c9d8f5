"""What a rule must satisfy beyond its syntax, with the reason for each refusal."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise, product
from math import gcd
from zoneinfo import ZoneInfo

from shared.domain.recurrence.elapsed_plan import days_part
from shared.domain.recurrence.expand import expand_uncounted, is_countable
from shared.domain.recurrence.rule import (
    SHORTEST_GAP_SECONDS,
    Freq,
    NthDay,
    Rule,
    check_start,
    refused,
)
from shared.domain.recurrence.slots import Slot
from shared.domain.recurrence.steps import Steps

_UTC = ZoneInfo("UTC")
_HORIZON = timedelta(days=3653)  # ten years
# The calendar repeats every 28 years, or 40 across a year such as 2100 without leap day: what
# has not hit until then never does.
_CYCLE = timedelta(days=40 * 366)
_CYCLE_START = datetime.fromisoformat("2024-01-01T00:00:00")
_ANY_DAY = tuple(NthDay(0, weekday) for weekday in range(7))


def check_parts(rule: Rule) -> None:
    """The parts go together as RFC 5545 §3.3.10 demands, and fire once in 5 minutes at most.

    Raises:
        InvalidInput: `part_not_allowed`, `setpos_alone`, `too_frequent`.
    """
    for reason in _conflicts(rule):
        raise refused("part_not_allowed", reason)
    names_time = rule.by_hour or rule.by_minute or rule.by_second
    if rule.by_set_pos and not (rule.picks_days or names_time):
        raise refused("setpos_alone", "BYSETPOS needs another BYxxx part to pick from.")
    if _is_too_frequent(rule):
        minutes = SHORTEST_GAP_SECONDS // 60
        raise refused("too_frequent", f"A rule may fire once in {minutes} minutes at most.")


def _conflicts(rule: Rule) -> Iterator[str]:
    if rule.by_week_no and rule.freq is not Freq.YEARLY:
        yield "BYWEEKNO goes with FREQ=YEARLY only."
    if rule.by_year_day and rule.freq in (Freq.DAILY, Freq.WEEKLY, Freq.MONTHLY):
        yield f"BYYEARDAY does not go with FREQ={rule.freq}."
    if rule.by_month_day and rule.freq is Freq.WEEKLY:
        yield "BYMONTHDAY does not go with FREQ=WEEKLY."
    if any(entry.nth for entry in rule.by_day):
        if rule.freq not in (Freq.MONTHLY, Freq.YEARLY):
            yield "Numbered days such as 2TU go with FREQ=MONTHLY and FREQ=YEARLY only."
        if rule.by_week_no:
            yield "Numbered days such as 2TU do not go with BYWEEKNO."


def _is_too_frequent(rule: Rule) -> bool:
    """Whether two hits may lie closer than the limit; BYSETPOS is not counted on to thin them."""
    if len(rule.by_second) > 1:
        return True
    least = SHORTEST_GAP_SECONDS // 60
    if rule.freq is Freq.MINUTELY and rule.interval >= least:
        return False
    if rule.freq is Freq.MINUTELY and not rule.by_minute:
        return True
    gaps = [later - earlier for earlier, later in pairwise(rule.by_minute)]
    if rule.by_minute and _hits_adjacent_hours(rule):
        gaps.append(60 + rule.by_minute[0] - rule.by_minute[-1])
    return min(gaps, default=least) < least


def _hits_adjacent_hours(rule: Rule) -> bool:
    if rule.is_sub_daily and not rule.by_hour:
        return rule.freq is Freq.MINUTELY or rule.interval == 1
    return any((hour + 1) % 24 in rule.by_hour for hour in rule.by_hour)


def check_hits(rule: Rule) -> None:
    """The parts can be met together on some day, whatever the start.

    Raises:
        InvalidInput: `rule_never_occurs`.
    """
    if rule.by_set_pos and min(map(abs, rule.by_set_pos)) > _most_in_period(rule):
        raise _never()
    if not (rule.picks_days or rule.by_set_pos):
        return
    # Periods of a day or less hold one day each, so BYSETPOS takes none away.
    daily = rule.is_sub_daily or rule.freq is Freq.DAILY
    free = days_part(rule) if daily else replace(rule, interval=1, until=None)
    free = _until(free, _CYCLE_START + _CYCLE)
    if rule.by_week_no and not (rule.by_day or rule.by_month_day or rule.by_year_day):
        # The weekday will be the start's.
        free = replace(free, by_day=_ANY_DAY)
    if next(expand_uncounted(free, _CYCLE_START, _UTC, None, Steps()), None) is None:
        raise _never()


def _most_in_period(rule: Rule) -> int:
    """How many slots a period may hold, for BYSETPOS to pick from."""
    minutes = max(1, len(rule.by_minute))
    match rule.freq:
        case Freq.MINUTELY:
            return 1
        case Freq.HOURLY:
            return minutes
        case Freq.DAILY:
            days = 1
        case Freq.WEEKLY:
            days = max(1, len(rule.by_day))
        case Freq.MONTHLY:
            days = 31
        case _:
            days = 366
    return days * minutes * max(1, len(rule.by_hour))


def check_occurs(rule: Rule, dtstart: Slot) -> None:
    """The rule hits something within ten years of its start, and its COUNT can be counted.

    Raises:
        InvalidInput: `rule_never_occurs`, `count_too_far`, `subdaily_needs_time`,
            `dtstart_range`, `dtstart_not_local`.
    """
    check_start(dtstart)
    if isinstance(dtstart, datetime) and not _meets_clock(rule, dtstart):
        raise _never()
    bounded = _until(rule, dtstart + _HORIZON)
    if next(expand_uncounted(bounded, dtstart, _UTC, None, Steps()), None) is None:
        raise _never()
    if not is_countable(rule, dtstart):
        message = (
            "COUNT is too large for a rule that occurs so rarely; give a smaller one or UNTIL."
        )
        raise refused("count_too_far", message)


def _until(rule: Rule, end: Slot) -> Rule:
    """The rule without COUNT, ending at `end` if not before."""
    ends_before = rule.until is not None and rule.until.toordinal() < end.toordinal()
    return replace(rule, count=None, until=rule.until if ends_before else end)


def _meets_clock(rule: Rule, dtstart: datetime) -> bool:
    """Whether an HOURLY or MINUTELY step from the start ever shows a wanted time of the week.

    Steps of `interval` reach every time of the week that differs from the start's by a multiple
    of gcd(interval, week): every 2 hours from 10:00 never meets 09:00.
    """
    if not rule.is_sub_daily:
        return True
    minutes = (0,) if rule.freq is Freq.HOURLY else rule.by_minute or range(60)
    unit = 60 if rule.freq is Freq.HOURLY else 1
    begin = 24 * 60 * dtstart.weekday() + 60 * dtstart.hour + (dtstart.minute if unit == 1 else 0)
    reach = gcd(rule.interval * unit, 7 * 24 * 60)
    days = {entry.weekday for entry in rule.by_day} or range(7)
    times = product(days, rule.by_hour or range(24), minutes)
    return any(
        (1440 * day + 60 * hour + minute - begin) % reach == 0 for day, hour, minute in times
    )


def _never() -> Exception:
    return refused("rule_never_occurs", "This rule has no date within ten years of its start.")

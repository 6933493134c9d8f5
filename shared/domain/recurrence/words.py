"""Rules as English sentences. Pure; every valid rule gets one, stiff where the rule is exotic.

Rules that hit different slots get different words; a property test holds that.
"""

from dataclasses import replace
from datetime import date, datetime

from shared.domain.recurrence.day_words import (
    conditions,
    monthly_days,
    on_weekdays,
    week_start_note,
    yearly_days,
)
from shared.domain.recurrence.patterns import Anchor
from shared.domain.recurrence.rule import Freq, Rule
from shared.domain.recurrence.slots import Slot
from shared.domain.recurrence.terms import (
    count_of,
    hours_text,
    join,
    minutes_text,
    months,
    nths,
    time_text,
    times_text,
    until_text,
    weekdays,
)

_UNITS = {
    Freq.YEARLY: "year",
    Freq.MONTHLY: "month",
    Freq.WEEKLY: "week",
    Freq.DAILY: "day",
    Freq.HOURLY: "hour",
    Freq.MINUTELY: "minute",
}


def rule_words(
    rule: Rule, start: Slot, anchor: Anchor = "schedule", *, says_time: bool = False
) -> str:
    """What the rule means for a series that starts at `start`, to stand inside a sentence.

    The time of day is said where the rule has one of its own, or with `says_time`.

    >>> from shared.domain.recurrence.parse import parse_rule
    >>> start = date(2026, 11, 27)
    >>> rule_words(parse_rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,FR"), start)
    'every 2 weeks on Monday, Wednesday and Friday'
    >>> rule_words(parse_rule("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"), start)
    'every weekday (Monday to Friday)'
    >>> rule_words(parse_rule("FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1"), start)
    'on the 30th of every month, or its last day'
    >>> rule_words(parse_rule("FREQ=DAILY;INTERVAL=3;COUNT=5"), start, "completion")
    '3 days after it is done, 5 completions in all'
    """
    if anchor == "completion":
        body = _after_done(rule, start, says_time=says_time)
    else:
        body = _on_schedule(rule, start, says_time=says_time)
    return body + _end(rule, start, anchor)


def _end(rule: Rule, start: Slot, anchor: Anchor) -> str:
    until = rule.until
    if until is not None:
        is_timed = isinstance(start, datetime)
        return f", until {until_text(until if is_timed else _day(until))}"
    if rule.count is None:
        return ""
    if anchor == "completion":
        return f", {count_of(rule.count, 'completion')} in all"
    return ", once" if rule.count == 1 else f", {rule.count} times"


def _day(until: date) -> date:
    return until.date() if isinstance(until, datetime) else until


def _on_schedule(rule: Rule, start: Slot, *, says_time: bool) -> str:
    if rule.is_sub_daily:
        body = f"every {_units(rule)}{_limits(rule, start)}"
        return body + _positions(rule)
    body, has_positions = _days(rule, start, is_single=_slots_a_day(rule, start) == 1)
    body += _times(rule, start, says_time=says_time)
    return body + ("" if has_positions else _positions(rule)) + week_start_note(rule, start)


def _slots_a_day(rule: Rule, start: Slot) -> int:
    if not isinstance(start, datetime):
        return 1
    sizes = (len(part) or 1 for part in (rule.by_hour, rule.by_minute, rule.by_second))
    hours, minutes, seconds = sizes
    return hours * minutes * seconds


def _days(rule: Rule, start: Slot, *, is_single: bool) -> tuple[str, bool]:
    """The sentence up to its days, and whether BYSETPOS is said in it."""
    match rule.freq:
        case Freq.YEARLY:
            return yearly_days(rule, start, is_single=is_single)
        case Freq.MONTHLY:
            return monthly_days(rule, start, is_single=is_single)
        case Freq.WEEKLY:
            return _weekly(rule, start), False
        case _:
            return _daily(rule, start), False


def _weekly(rule: Rule, start: date) -> str:
    days = [entry.weekday for entry in rule.by_day] or [start.weekday()]
    only = f", only in {months(rule.by_month)}" if rule.by_month else ""
    on_days = on_weekdays(days)
    if rule.interval == 1 and on_days.startswith("every "):
        return f"{on_days}{only}"
    return f"every {_units(rule)} on {on_days}{only}"


def _daily(rule: Rule, start: date) -> str:
    every = f"every {_units(rule)}"
    if not rule.picks_days:
        return every
    if rule.interval == 1 and not (rule.by_month or rule.by_month_day):
        return f"every {weekdays(entry.weekday for entry in rule.by_day)}"
    if not (rule.by_day or rule.by_month_day):
        only = " in " if rule.interval == 1 else ", only in "
        return f"{every}{only}{months(rule.by_month)}"
    return (
        f"{every} that is {conditions(rule, start)}"
        if rule.interval == 1
        else (f"{every}, only on a day that is {conditions(rule, start)}")
    )


def _limits(rule: Rule, start: date) -> str:
    """What the parts of a rule of hours or minutes add to its interval."""
    found = []
    if rule.by_minute:
        at = "at" if rule.freq is Freq.HOURLY else "only at"
        found.append(f"{at} {minutes_text(rule.by_minute)} of the hour")
    if rule.by_second:
        found.append(f"at second {join(map(str, rule.by_second))}")
    if rule.by_hour:
        found.append(f"only in {hours_text(rule.by_hour)}")
    if rule.picks_days:
        found.append(f"only on a day that is {conditions(rule, start)}")
    return "".join(f", {each}" for each in found)


def _times(rule: Rule, start: Slot, *, says_time: bool) -> str:
    if not isinstance(start, datetime):
        return ""
    if rule.by_hour or rule.by_minute or rule.by_second:
        return f" {times_text(rule, start)}"
    return f" at {time_text(start.time())}" if says_time else ""


def _positions(rule: Rule) -> str:
    if not rule.by_set_pos:
        return ""
    return f", only the {nths(rule.by_set_pos)} of these in each {_UNITS[rule.freq]}"


def _units(rule: Rule) -> str:
    unit = _UNITS[rule.freq]
    return unit if rule.interval == 1 else f"{rule.interval} {unit}s"


def _after_done(rule: Rule, start: Slot, *, says_time: bool) -> str:
    length = count_of(rule.interval, _UNITS[rule.freq])
    if rule.is_sub_daily:
        return f"{length} after it is done{_limits(rule, start)}{_positions(rule)}"
    if not rule.picks_days:
        return f"{length} after it is done{_times(rule, start, says_time=says_time)}"
    least = count_of(rule.interval - 1, _UNITS[rule.freq])
    after = "after it is done" if rule.interval == 1 else f"more than {least} after it is done"
    is_plain = not (rule.by_month or rule.by_month_day or rule.by_set_pos)
    if rule.freq in (Freq.WEEKLY, Freq.DAILY) and is_plain:
        days = weekdays((entry.weekday for entry in rule.by_day), "or")
        return f"on the first {days} {after}{_times(rule, start, says_time=says_time)}"
    each = _on_schedule(replace(rule, interval=1), start, says_time=says_time)
    return f"on the first date {after} out of “{each}”"


def sentence(text: str) -> str:
    """The words as a sentence of their own.

    >>> sentence("every 2 days")
    'Every 2 days.'
    """
    return f"{text[:1].upper()}{text[1:]}."

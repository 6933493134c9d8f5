"""Which days a rule names, in English: the part of its sentence that says on which days."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product

from shared.domain.recurrence.rule import Freq, NthDay, Rule
from shared.domain.recurrence.terms import (
    DAY_NAMES,
    MONTH_NAMES,
    count_of,
    day_of_month,
    join,
    months,
    nth,
    nth_days,
    nths,
    weekdays,
)

EVERY_MONTH = tuple(range(1, 13))
_SHORTEST = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LONGEST = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FEBRUARY = 2
_LEAP_DAY = 29
_LONGEST_MONTH = 31
_SURE_DAY = 28
_SURE_WEEKS = 4
_MOST_DATES = 4
_SKIPPED = " (skipped in months without it)"


def clamp_day(rule: Rule) -> int | None:
    """The day that a rule of months means by `BYMONTHDAY=28,...,d;BYSETPOS=-1`: d, or the last.

    >>> clamp_day(Rule("", "MONTHLY", by_month_day=(28, 29, 30), by_set_pos=(-1,)))
    30
    """
    days = rule.by_month_day
    is_clamp = rule.by_set_pos == (-1,) and len(days) > 1 and not rule.by_day
    is_run = is_clamp and days == tuple(range(_SURE_DAY, _SURE_DAY + len(days)))
    return days[-1] if is_run else None


def is_lacking(days: Sequence[int], of_months: Sequence[int]) -> bool:
    """Whether some of these months are without one of these days, in some years.

    >>> is_lacking((30,), (1, 3)), is_lacking((29,), (2,)), is_lacking((-1,), (2,))
    (False, True, False)
    """
    return any(abs(day) > _SHORTEST[month] for day in days for month in of_months)


def monthly_days(rule: Rule, start: date, *, is_single: bool) -> tuple[str, bool]:
    """The sentence of a MONTHLY rule up to its days, and whether BYSETPOS is said in it.

    `is_single`: one slot a day at most, so that positions are days.
    """
    days, tail, has_positions = _days_in_month(rule, start, is_single=is_single)
    names = months(rule.by_month) if rule.by_month else ""
    if rule.interval == 1:
        return f"on {days} of every {names or 'month'}{tail}", has_positions
    only = f", only in {names}" if names else ""
    tail = tail.replace("its last day", "the last day of the month")
    return f"every {rule.interval} months on {days}{tail}{only}", has_positions


def _days_in_month(rule: Rule, start: date, *, is_single: bool) -> tuple[str, str, bool]:
    """Days, what comes after the name of the month, and whether BYSETPOS is said."""
    of_months, numbers = rule.by_month or EVERY_MONTH, rule.by_month_day
    if rule.by_day and numbers:
        kind = nth_days(rule.by_day, "or", each="a")
        of_month = " of the month" if any(entry.nth for entry in rule.by_day) else ""
        return day_of_month(numbers, "or"), f" if that is {kind}{of_month}", False
    if rule.by_day:
        return _weekdays_in_month(rule, is_single=is_single)
    clamp = clamp_day(rule) if is_single else None
    if clamp == _LONGEST_MONTH:
        return "the last day", "", True
    if clamp:
        return f"the {nth(clamp)}", ", or its last day", True
    numbers = numbers or (start.day,)
    tail = ""
    if is_lacking(numbers, of_months):
        tail = _SKIPPED if len(numbers) == 1 else " (days that a month lacks are skipped)"
    return day_of_month(numbers), tail, False


def _weekdays_in_month(rule: Rule, *, is_single: bool) -> tuple[str, str, bool]:
    plain = {entry.weekday for entry in rule.by_day if not entry.nth}
    if is_single and rule.by_set_pos and len(plain) == len(rule.by_day):
        sure = _SURE_WEEKS * len(plain)
        tail = _SKIPPED if any(abs(place) > sure for place in rule.by_set_pos) else ""
        return f"the {nths(rule.by_set_pos)} {weekdays(plain, 'or')}", tail, True
    lacks = any(abs(entry.nth) > _SURE_WEEKS for entry in rule.by_day)
    return nth_days(rule.by_day), _SKIPPED if lacks else "", False


def yearly_days(rule: Rule, start: date, *, is_single: bool) -> tuple[str, bool]:
    """As `monthly_days`, for a YEARLY rule."""
    head = "every year" if rule.interval == 1 else f"every {count_of(rule.interval, 'year')}"
    if is_single and rule.by_month == (_FEBRUARY,) and clamp_day(rule) == _LEAP_DAY:
        return f"{head} on 29 February (28 February in other years)", True
    return f"{head} on {_days_in_year(rule, start)}", False


def _days_in_year(rule: Rule, start: date) -> str:
    given = [rule.by_week_no, rule.by_year_day, rule.by_month_day, rule.by_day]
    if not any(given):
        return _dates((start.day,), rule.by_month or (start.month,))
    if sum(map(bool, given)) == 1 and not (rule.by_week_no and rule.by_month):
        if rule.by_month_day:
            return _days_of_months(rule)
        if rule.by_day:
            span = months(rule.by_month) if rule.by_month else "the year"
            return f"{nth_days(rule.by_day)} of {span}"
        if rule.by_year_day and not rule.by_month:
            return f"the {nths(rule.by_year_day)} day of the year"
    if rule.by_week_no and not any((rule.by_month, rule.by_year_day, rule.by_month_day)):
        days = [entry.weekday for entry in rule.by_day] or [start.weekday()]
        return f"{_plural(days)} of {_weeks(rule.by_week_no)}"
    return f"each day that is {conditions(rule, start)}"


def _plural(days: Sequence[int]) -> str:
    """Weekdays after "on".

    >>> _plural([0, 2]), _plural([0, 1, 2, 3, 4])
    ('Monday and Wednesday', 'every weekday (Monday to Friday)')
    """
    text = weekdays(days)
    return f"every {text}" if text.startswith("weekday") else text


on_weekdays = _plural


def _days_of_months(rule: Rule) -> str:
    numbers, of_months = rule.by_month_day, rule.by_month
    if of_months and min(numbers) > 0 and len(numbers) * len(of_months) <= _MOST_DATES:
        return _dates(numbers, of_months)
    tail = ""
    if is_lacking(numbers, of_months or EVERY_MONTH):
        tail = " (days that a month lacks are skipped)"
    return f"{day_of_month(numbers)} of {months(of_months) if of_months else 'every month'}{tail}"


def _dates(days: Sequence[int], of_months: Sequence[int]) -> str:
    found = [
        f"{day} {MONTH_NAMES[month]}"
        for month, day in product(sorted(of_months), days)
        if day <= _LONGEST[month]
    ]
    text = join(found)
    if _FEBRUARY in of_months and _LEAP_DAY in days:
        text += " (29 February in leap years only)" if len(found) > 1 else " (leap years only)"
    return text


def _weeks(numbers: Sequence[int], word: str = "and") -> str:
    """Weeks of a year.

    >>> _weeks((20,)), _weeks((1, 20)), _weeks((-1, 5))
    ('week 20', 'weeks 1 and 20', 'week 5 and the last week')
    """
    ahead = [str(number) for number in numbers if number > 0]
    found = [("week " if len(ahead) == 1 else "weeks ") + join(ahead, word)] if ahead else []
    found += [f"the {nth(number)} week" for number in sorted(numbers) if number < 0]
    return join(found, word)


def conditions(rule: Rule, start: date) -> str:
    """What a day must be to be hit, every part that names days on its own; complete, but stiff."""
    return join(_conditions(rule, start))


def _conditions(rule: Rule, start: date) -> Iterator[str]:
    if rule.by_month:
        yield f"in {months(rule.by_month, 'or')}"
    if rule.by_week_no:
        yield f"in {_weeks(rule.by_week_no, 'or')}"
    if rule.by_year_day:
        yield f"the {nths(rule.by_year_day, 'or')} day of the year"
    if rule.by_month_day:
        yield f"{day_of_month(rule.by_month_day, 'or')} of the month"
    by_day = rule.by_day
    if rule.by_week_no and not (by_day or rule.by_year_day or rule.by_month_day):
        by_day = (NthDay(0, start.weekday()),)
    if by_day:
        is_in_month = rule.freq is Freq.MONTHLY or rule.by_month
        span = f" of the {'month' if is_in_month else 'year'}"
        has_numbers = any(entry.nth for entry in by_day)
        yield nth_days(by_day, "or", each="a") + (span if has_numbers else "")


def week_start_note(rule: Rule, start: date) -> str:
    """Says on which day weeks start, where another would give other days."""
    if rule.week_start == 0:
        return ""
    name = DAY_NAMES[rule.week_start]
    if rule.by_week_no:
        return f" (weeks start on {name})"
    if rule.freq is not Freq.WEEKLY:
        return ""
    days = {entry.weekday for entry in rule.by_day} or {start.weekday()}
    moves = rule.interval > 1 and _places(days, start, rule.week_start) != _places(days, start, 0)
    return f" (weeks start on {name})" if moves or rule.by_set_pos else ""


def _places(days: set[int], start: date, week_start: int) -> list[int]:
    """How many days after the start the days of its week lie."""
    into_week = (start.weekday() - week_start) % 7
    return sorted((day - week_start) % 7 - into_week for day in days)

"""Which parts of a rule change when one of its occurrences goes to another day (ADR 0026). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from shared.core.errors import InvalidInput
from shared.domain.recurrence.days import is_date_allowed, month_length, weekday_of
from shared.domain.recurrence.patterns import LAST_SAFE_DAY, month_day_parts
from shared.domain.recurrence.rule import WEEKDAYS, Freq, NthDay, Rule

_LEAP_YEAR: Final = 2000
_LAST_WEEK: Final = 4
_MONTHS: Final = tuple(range(1, 13))


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts by name, empty where one goes; `is_partial`: other days of the rule stay theirs."""

    values: dict[str, str] = field(default_factory=dict)
    is_partial: bool = False


def cannot_move(why: str) -> InvalidInput:
    """The error for a move that no rule can follow without a guess, ready to be raised."""
    way_out = "Move this one alone, or edit the rule."
    return InvalidInput("/due", "rule_cannot_move", f"{why} {way_out}")


def parts_of_days(rule: Rule, old: date, new: date) -> Parts | None:
    """What changes of a rule of days or longer; None: nothing that can be said does.

    Raises:
        InvalidInput: `rule_cannot_move`.
    """
    if rule.by_week_no and not rule.by_day:
        raise cannot_move("The rule takes the weekday of its start.")
    if rule.by_week_no or rule.by_year_day or (rule.by_day and rule.by_month_day):
        return None
    counts_months = rule.freq in (Freq.MONTHLY, Freq.YEARLY)
    months = _months(rule, old, new) if counts_months else Parts()
    if rule.by_day:
        found = _weekdays(rule, old, new)
    elif rule.by_month_day or counts_months:
        found = _month_days(rule, old, new, _named(months.values.get("BYMONTH"), rule.by_month))
    else:
        found = Parts()
    if found is None:
        return None
    if months.is_partial and found.values not in ({}, {"BYMONTHDAY": str(old.day)}):
        raise cannot_move("Its months and its day cannot both change.")
    if months.values and rule.by_month and found.is_partial:
        raise cannot_move("The rule has several days in its months.")
    return Parts({**months.values, **found.values}, months.is_partial or found.is_partial)


def _named(text: str | None, months: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(map(int, text.split(","))) if text else months


def _months(rule: Rule, old: date, new: date) -> Parts:
    """The months of a rule that counts by them."""
    months = rule.by_month
    if not months:
        is_bare_year = rule.freq is Freq.YEARLY and not (rule.by_day or rule.by_month_day)
        return Parts({"BYMONTH": str(new.month)} if is_bare_year else {})
    several = len(months) > 1
    if old.month == new.month or (several and _is_each_week(rule)):
        return Parts()
    if several and new.month in months:
        raise cannot_move("The rule has that month already.")
    named = sorted({*months, new.month} - {old.month})
    return Parts({"BYMONTH": ",".join(map(str, named))}, is_partial=several)


def _is_each_week(rule: Rule) -> bool:
    return bool(rule.by_day) and not any(each.nth for each in rule.by_day)


def _month_days(rule: Rule, old: date, new: date, months: tuple[int, ...]) -> Parts | None:
    numbers = rule.by_month_day or (old.day,)
    if rule.by_set_pos:
        if not rule.by_month_day:
            raise cannot_move("The rule picks times of its months.")
        if not _is_clamped(rule):
            return None
        numbers = (numbers[-1],)
        if new.day == min(numbers[0], month_length(new.year, new.month)):
            return Parts()
    if len(numbers) > 1:
        return _one_of_month_days(rule, old, new, months)
    (number,) = numbers
    from_end = _from_end(new)
    if number < -1 and -from_end <= LAST_SAFE_DAY:  # counted from the end, it stays so
        return Parts({"BYMONTHDAY": str(from_end)})
    if number in (new.day, from_end):
        return Parts({} if rule.by_month_day else {"BYMONTHDAY": str(number)})
    return Parts(_clamped(rule, new.day, months))


def _clamped(rule: Rule, day: int, months: tuple[int, ...]) -> dict[str, str]:
    """The day, or the last one of shorter months (product conventions, 5.1)."""
    text = month_day_parts(day, _longest(day, months))
    values = dict(each.split("=") for each in text.split(";"))
    if values.setdefault("BYSETPOS", "") and not _has_one_set_a_month(rule, months):
        raise cannot_move("Not every month of the rule has that day.")
    return values


def _is_clamped(rule: Rule) -> bool:
    """Whether it is the form of `month_day_parts` for the 29th, the 30th."""
    days = rule.by_month_day
    return (
        rule.by_set_pos == (-1,)
        and len(days) > 1
        and days == tuple(range(LAST_SAFE_DAY, days[-1] + 1))
        and _has_one_set_a_month(rule, rule.by_month)
    )


def _has_one_set_a_month(rule: Rule, months: tuple[int, ...]) -> bool:
    """Whether BYSETPOS counts the days of one month, and nothing else."""
    if any(len(times) > 1 for times in (rule.by_hour, rule.by_minute, rule.by_second)):
        return False
    return rule.freq is Freq.MONTHLY or (rule.freq is Freq.YEARLY and len(months) == 1)


def _longest(day: int, months: tuple[int, ...]) -> int:
    """As `month_day_parts` takes it."""
    lengths = [month_length(_LEAP_YEAR, month) for month in months or _MONTHS]
    shortest = min(length if length > LAST_SAFE_DAY + 1 else LAST_SAFE_DAY for length in lengths)
    return 0 if day <= shortest else max(lengths)


def _one_of_month_days(rule: Rule, old: date, new: date, months: tuple[int, ...]) -> Parts | None:
    numbers = rule.by_month_day
    own = [number for number in (old.day, _from_end(old)) if number in numbers]
    if len(own) != 1:
        return None
    (number,) = own
    if new.day == old.day and number > 0:
        return Parts(is_partial=True)
    if number < -1 or (number == -1 and _from_end(new) == -1):
        moved = _from_end(new)
    else:
        moved = int(_clamped_in_list(new.day, months))
    if moved == number:
        return Parts(is_partial=True)
    if moved < -LAST_SAFE_DAY:
        raise cannot_move("Not every month of the rule has that day.")
    others = {*numbers} - {number}
    if is_date_allowed(rule, new) or _may_be_one(moved, others):
        raise cannot_move("The rule has that day already.")
    days = sorted({*others, moved}, key=lambda day: (day < 0, day))
    return Parts({"BYMONTHDAY": ",".join(map(str, days))}, is_partial=True)


def _may_be_one(number: int, others: Iterable[int]) -> bool:
    """Whether the day is one of the others in a month of some length."""
    return any(
        each == number or each - number in (length + 1, -length - 1)
        for each in others
        for length in range(28, 32)
    )


def _clamped_in_list(day: int, months: tuple[int, ...]) -> str:
    """Beside other days only the last one can be said for all months."""
    text = month_day_parts(day, _longest(day, months))
    if ";" in text:
        raise cannot_move("Not every month of the rule has that day.")
    return text.partition("=")[2]


def _weekdays(rule: Rule, old: date, new: date) -> Parts | None:
    if rule.by_set_pos:
        return _picked_weekday(rule, old, new)
    own = [each for each in rule.by_day if _is_hit(each, old, rule)]
    if len(own) > 1:
        raise cannot_move("Two parts of the rule name this day.")
    if not own:
        return None
    others = [each for each in rule.by_day if each != own[0]]
    number = _number(new, own[0].nth, rule) if own[0].nth else 0
    moved = NthDay(number, new.weekday())
    counts_months = rule.freq in (Freq.MONTHLY, Freq.YEARLY)
    is_partial = bool(others) or (counts_months and not moved.nth)
    if moved == own[0]:
        return Parts(is_partial=is_partial)
    if any(each.weekday == moved.weekday and each.nth * moved.nth <= 0 for each in others) or (
        moved in others
    ):
        raise cannot_move("The rule has that day already.")
    days = [moved if each == own[0] else each for each in rule.by_day]
    return Parts({"BYDAY": ",".join(map(_day_text, days))}, is_partial)


def _picked_weekday(rule: Rule, old: date, new: date) -> Parts | None:
    """`BYDAY=MO;BYSETPOS=2` is what others write for the second Monday."""
    if len(rule.by_day) > 1 or len(rule.by_set_pos) > 1 or rule.by_day[0].nth:
        return None
    if not _has_one_set_a_month(rule, rule.by_month) or rule.by_day[0].weekday != old.weekday():
        return None
    number = _number(new, rule.by_set_pos[0], rule)
    return Parts({"BYDAY": WEEKDAYS[new.weekday()], "BYSETPOS": str(number)})


def _day_text(day: NthDay) -> str:
    return f"{day.nth or ''}{WEEKDAYS[day.weekday]}"


def _is_hit(entry: NthDay, day: date, rule: Rule) -> bool:
    return entry.weekday == day.weekday() and entry.nth in (0, *_numbers(day, rule))


def _numbers(day: date, rule: Rule) -> tuple[int, int]:
    """Which of its weekday the day is in its month or year, from the start and from the end."""
    if rule.freq is Freq.YEARLY and not rule.by_month:
        before, after = day.timetuple().tm_yday - 1, (date(day.year, 12, 31) - day).days
    else:
        before, after = day.day - 1, month_length(day.year, day.month) - day.day
    return before // 7 + 1, -(after // 7 + 1)


def _number(day: date, nth: int, rule: Rule) -> int:
    """The number of the day, from where `nth` counts; one that is not always there is at an end.

    The fifth of a month is the last then, as other calendars say it, and the fifth from the end is
    the first.
    """
    first, last = _numbers(day, rule)
    most = 52 if rule.freq is Freq.YEARLY and not rule.by_month else _LAST_WEEK
    if nth > 0:
        return first if first <= most else -1
    return last if -last <= most else 1


def _from_end(day: date) -> int:
    return day.day - month_length(day.year, day.month) - 1


def parts_of_times(rule: Rule, old: datetime, new: datetime) -> Parts:
    """What changes of the times that a rule names.

    Raises:
        InvalidInput: `rule_cannot_move`, with several times a day of which one cannot go alone.
    """
    fields = (
        ("BYHOUR", rule.by_hour, old.hour, new.hour),
        ("BYMINUTE", rule.by_minute, old.minute, new.minute),
        ("BYSECOND", rule.by_second, old.second, new.second),
    )
    changed = [each for each in fields if each[2] != each[3]]
    is_partial = any(len(each[1]) > 1 for each in fields)
    values = {}
    for name, named, was, becomes in changed:
        if is_partial and (len(named) <= 1 or len(changed) > 1 or not _can_go(named, was, becomes)):
            raise cannot_move("The rule has several times a day.")
        if named:
            values[name] = _replaced(named, was, becomes)
    return Parts(values, is_partial)


def _can_go(named: tuple[int, ...], was: int, becomes: int) -> bool:
    return was in named and becomes not in named


def _replaced(named: Iterable[int], was: int, becomes: int) -> str:
    return ",".join(map(str, sorted({*named, becomes} - {was})))


def period_of(rule: Rule, day: date) -> int:
    """The number of the day, week, month or year that INTERVAL counts.

    >>> weekly = Rule("", Freq.WEEKLY)
    >>> period_of(weekly, date(2026, 11, 30)) - period_of(weekly, date(2026, 11, 29))
    1
    """
    match rule.freq:
        case Freq.YEARLY:
            return day.year
        case Freq.MONTHLY:
            return day.year * 12 + day.month
        case Freq.WEEKLY:
            return (day.toordinal() - (weekday_of(day.toordinal()) - rule.week_start) % 7) // 7
        case _:
            return day.toordinal()

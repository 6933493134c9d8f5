"""Which days a rule hits within one month or one year (RFC 5545 §3.3.10, table of page 44).

Days are proleptic ordinals (`date.toordinal`): plain numbers, so a week is +7 and a weekday is
`(ordinal + 6) % 7` with Monday 0. Every given part is a set of days; a day is hit when it is in
all of them.
"""

from calendar import isleap
from collections.abc import Iterable
from datetime import date

from shared.domain.recurrence.rule import NthDay, Rule

_MONTH_LENGTHS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_EVERY_MONTH = tuple(range(1, 13))
# A week belongs to the year that has at least four of its days (ISO 8601, RFC 5545 BYWEEKNO).
_DAYS_BEFORE_NEW_YEAR = 3


def _twins() -> tuple[int, ...]:
    """The first year of its kind for each of the 400 after which the calendar repeats itself."""
    first: dict[tuple[int, bool, bool, bool], int] = {}
    return tuple(
        first.setdefault(
            (date(year, 1, 1).weekday(), isleap(year - 1), isleap(year), isleap(year + 1)), year
        )
        for year in range(2000, 2400)
    )


_TWINS = _twins()


def weekday_of(ordinal: int) -> int:
    """Monday is 0.

    >>> weekday_of(date(2026, 11, 27).toordinal())
    4
    """
    return (ordinal + 6) % 7


def month_length(year: int, month: int) -> int:
    """Days in the month.

    >>> month_length(2028, 2), month_length(2100, 2)
    (29, 28)
    """
    return 29 if month == 2 and isleap(year) else _MONTH_LENGTHS[month]  # noqa: PLR2004  # February


def twin_of_year(year: int) -> int:
    """A year of 2000 to 2399 on whose days every rule hits what it hits on those of `year`.

    What a rule of days looks at is the year's length, its first weekday and, for the weeks at
    its ends, the lengths of its neighbours; that makes 28 kinds of years.

    >>> twin_of_year(2026), twin_of_year(2037)
    (2026, 2009)
    """
    return _TWINS[year % 400]


def is_date_allowed(rule: Rule, day: date) -> bool:
    """Whether BYMONTH and BYMONTHDAY, where given, both name this date."""
    if rule.by_month and day.month not in rule.by_month:
        return False
    from_end = day.day - month_length(day.year, day.month) - 1
    numbers = rule.by_month_day
    return not numbers or day.day in numbers or from_end in numbers


def days_of_month(rule: Rule, start: date, year: int, month: int) -> tuple[int, ...]:
    """The days hit in one month by a MONTHLY rule, ascending.

    Without a part that names days it is the start's day of the month, in months that have it.
    """
    if rule.by_month and month not in rule.by_month:
        return ()
    first, length = date(year, month, 1).toordinal(), month_length(year, month)
    if not rule.by_month_day and not rule.by_day:
        return (first + start.day - 1,) if start.day <= length else ()
    found = _numbered(rule.by_month_day or range(1, length + 1), first, length)
    if rule.by_day:
        found &= _weekdays(rule.by_day, first, length)
    return tuple(sorted(found))


def days_of_year(rule: Rule, start: date, year: int) -> tuple[int, ...]:
    """The days hit in one calendar year by a YEARLY rule, ascending.

    Without a part that names days it is the start's day, in the start's month unless BYMONTH
    says otherwise; BYWEEKNO alone takes the start's weekday.
    """
    if not (rule.by_week_no or rule.by_year_day or rule.by_month_day or rule.by_day):
        return _anniversaries(rule, start, year)
    whole = (date(year, 1, 1).toordinal(), 366 if isleap(year) else 365)
    months = _months(rule.by_month or _EVERY_MONTH, year)
    sets: list[set[int]] = []
    if rule.by_month:
        sets.append(set().union(*(range(first, first + length) for first, length in months)))
    if rule.by_year_day:
        sets.append(_numbered(rule.by_year_day, *whole))
    if rule.by_month_day:
        sets.append(set().union(*(_numbered(rule.by_month_day, *month) for month in months)))
    if rule.by_week_no:
        sets.append(_days_of_weeks(rule, year, *whole))
    by_day = rule.by_day
    if not (by_day or rule.by_year_day or rule.by_month_day):
        by_day = (NthDay(0, start.weekday()),)
    if by_day:
        spans = months if rule.by_month else [whole]
        sets.append(set().union(*(_weekdays(by_day, *span) for span in spans)))
    return tuple(sorted(set.intersection(*sets)))


def _anniversaries(rule: Rule, start: date, year: int) -> tuple[int, ...]:
    months = sorted(rule.by_month or (start.month,))
    return tuple(
        date(year, month, start.day).toordinal()
        for month in months
        if start.day <= month_length(year, month)
    )


def _months(months: Iterable[int], year: int) -> list[tuple[int, int]]:
    """First day and length of each."""
    return [(date(year, month, 1).toordinal(), month_length(year, month)) for month in months]


def _numbered(numbers: Iterable[int], first: int, length: int) -> set[int]:
    """The days with these numbers in a span, counted from its end where negative."""
    return {
        first + (number - 1 if number > 0 else length + number)
        for number in numbers
        if abs(number) <= length
    }


def _weekdays(by_day: Iterable[NthDay], first: int, length: int) -> set[int]:
    """The weekdays in a span: all of a kind, or the nth from its start or end."""
    found: set[int] = set()
    last = first + length - 1
    for entry in by_day:
        earliest = first + (entry.weekday - weekday_of(first)) % 7
        latest = last - (weekday_of(last) - entry.weekday) % 7
        if entry.nth == 0:
            found.update(range(earliest, last + 1, 7))
            continue
        day = earliest + 7 * (entry.nth - 1) if entry.nth > 0 else latest + 7 * (entry.nth + 1)
        if first <= day <= last:
            found.add(day)
    return found


def _days_of_weeks(rule: Rule, year: int, first: int, length: int) -> set[int]:
    """The days of the numbered weeks; those at New Year also by the neighbours' numbering."""
    found: set[int] = set()
    for week_year in (year - 1, year, year + 1):
        begin = _first_week(week_year, rule.week_start)
        weeks = (_first_week(week_year + 1, rule.week_start) - begin) // 7
        for number in _numbered(rule.by_week_no, 0, weeks):
            found.update(range(begin + 7 * number, begin + 7 * number + 7))
    return {day for day in found if first <= day < first + length}


def _first_week(year: int, week_start: int) -> int:
    """The first day of week 1.

    >>> date.fromordinal(_first_week(2026, 0)), date.fromordinal(_first_week(2027, 0))
    (datetime.date(2025, 12, 29), datetime.date(2027, 1, 4))
    """
    new_year = date(year, 1, 1).toordinal()
    before = (weekday_of(new_year) - week_start) % 7
    return new_year - before + (0 if before <= _DAYS_BEFORE_NEW_YEAR else 7)

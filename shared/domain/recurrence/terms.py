"""The English terms of which sentences about rules are made: lists, ordinals, dates, times."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from itertools import product

from shared.domain.recurrence.rule import NthDay, Rule
from shared.domain.recurrence.slots import Slot

DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH_NAMES = (
    *("", "January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_WORKDAYS = frozenset(range(5))
_MOST_TIMES = 6
_TEENS = range(11, 14)
_SUFFIXES = "thstndrd" + 6 * "th"  # two letters for each last digit


def join(items: Iterable[str], word: str = "and") -> str:
    """The items as a list in a sentence.

    >>> join(["Monday", "Wednesday", "Friday"]), join(["1st", "2nd"], "or")
    ('Monday, Wednesday and Friday', '1st or 2nd')
    """
    *first, last = items
    return f"{', '.join(first)} {word} {last}" if first else last


def nth(number: int) -> str:
    """An ordinal; negative ones count from the end.

    >>> nth(1), nth(12), nth(23), nth(-1), nth(-3)
    ('1st', '12th', '23rd', 'last', '3rd to last')
    """
    if number == -1:
        return "last"
    size = abs(number)
    last = 0 if size % 100 in _TEENS else size % 10
    suffix = _SUFFIXES[2 * last : 2 * last + 2]
    return f"{size}{suffix}" + (" to last" if number < 0 else "")


def nths(numbers: Iterable[int], word: str = "and") -> str:
    """Ordinals as a list, those from the end after the others.

    >>> nths((-1, 1, 15))
    '1st, 15th and last'
    """
    return join((nth(number) for number in sorted(numbers, key=_from_start)), word)


def _from_start(number: int) -> tuple[bool, int]:
    return number < 0, number


def day_of_month(numbers: Sequence[int], word: str = "and") -> str:
    """Days of a month; the last is called a day.

    >>> day_of_month((1, 15)), day_of_month((-1,)), day_of_month((-3, 7))
    ('the 1st and 15th', 'the last day', 'the 7th and 3rd to last day')
    """
    return f"the {nths(numbers, word)}" + (" day" if min(numbers) < 0 else "")


def weekdays(days: Iterable[int], word: str = "and") -> str:
    """Names of weekdays, Monday first.

    >>> weekdays([4, 0]), weekdays([0, 1, 2, 3, 4])
    ('Monday and Friday', 'weekday (Monday to Friday)')
    """
    found = sorted(set(days))
    if frozenset(found) == _WORKDAYS:
        return "weekday (Monday to Friday)"
    return join((DAY_NAMES[day] for day in found), word)


def nth_days(entries: Iterable[NthDay], word: str = "and", *, each: str = "every") -> str:
    """BYDAY entries, all of a kind or numbered ones, or both.

    >>> nth_days([NthDay(2, 1), NthDay(-1, 4)]), nth_days([NthDay(0, 0)])
    ('the 2nd Tuesday and the last Friday', 'every Monday')
    """
    plain = [entry.weekday for entry in entries if entry.nth == 0]
    numbered = sorted(
        (entry for entry in entries if entry.nth),
        key=lambda entry: (_from_start(entry.nth), entry.weekday),
    )
    found = [f"the {nth(entry.nth)} {DAY_NAMES[entry.weekday]}" for entry in numbered]
    if plain:
        found.insert(0, f"{each} {weekdays(plain, word)}")
    return join(found, word)


def months(numbers: Iterable[int], word: str = "and") -> str:
    """Names of months.

    >>> months((1, 3))
    'January and March'
    """
    return join((MONTH_NAMES[number] for number in sorted(numbers)), word)


def count_of(number: int, unit: str) -> str:
    """A number of things.

    >>> count_of(1, "week"), count_of(3, "day")
    ('1 week', '3 days')
    """
    return f"{number} {unit}" + ("" if number == 1 else "s")


def day_text(day: date) -> str:
    """A date as people write it.

    >>> day_text(date(2026, 3, 29))
    '29 March 2026'
    """
    return f"{day.day} {MONTH_NAMES[day.month]} {day.year}"


def time_text(at: time) -> str:
    """A time of day; seconds only where there are some.

    >>> time_text(time(9)), time_text(time(9, 5, 30))
    ('09:00', '09:05:30')
    """
    return at.isoformat("seconds" if at.second else "minutes")


def slot_words(slot: Slot) -> str:
    """A slot with its weekday.

    >>> slot_words(date(2026, 3, 29)), slot_words(datetime(2026, 3, 29, 2, 30))
    ('Sunday 29 March 2026', 'Sunday 29 March 2026, 02:30')
    """
    day = f"{DAY_NAMES[slot.weekday()]} {day_text(slot)}"
    return f"{day}, {time_text(slot.time())}" if isinstance(slot, datetime) else day


def until_text(until: date) -> str:
    """Where UNTIL ends a rule.

    >>> until_text(date(2026, 12, 24)), until_text(datetime(2026, 12, 24, tzinfo=UTC))
    ('24 December 2026', '24 December 2026, 00:00 UTC')
    """
    if not isinstance(until, datetime):
        return day_text(until)
    zone = " UTC" if until.tzinfo is UTC else ""
    return f"{day_text(until)}, {time_text(until.time())}{zone}"


def times_text(rule: Rule, start: datetime) -> str:
    """The times of day at which a rule of days or longer hits.

    >>> start = datetime(2026, 3, 1, 9, 30)
    >>> times_text(Rule("", "DAILY", by_hour=(8, 20)), start)
    'at 08:30 and 20:30'
    """
    hours, minutes = rule.by_hour or (start.hour,), rule.by_minute or (start.minute,)
    seconds = rule.by_second or (start.second,)
    if len(hours) * len(minutes) * len(seconds) <= _MOST_TIMES:
        times = sorted(time(*parts) for parts in product(hours, minutes, seconds))
        return f"at {join(map(time_text, times))}"
    parts = f"at {minutes_text(minutes)} of {hours_text(hours)}"
    return parts + (f", second {join(map(str, seconds))}" if any(seconds) else "")


def minutes_text(minutes: Sequence[int]) -> str:
    """Minutes of an hour.

    >>> minutes_text((0, 20, 40)), minutes_text((5,))
    ('minutes 0, 20 and 40', 'minute 5')
    """
    return ("minute " if len(minutes) == 1 else "minutes ") + join(map(str, minutes))


def hours_text(hours: Sequence[int]) -> str:
    """Hours of a day.

    >>> hours_text((9, 10, 11, 12)), hours_text((9,)), hours_text((9, 17))
    ('the hours 9 to 12', 'the hour 9', 'the hours 9 and 17')
    """
    if len(hours) == 1:
        return f"the hour {hours[0]}"
    is_run = len(hours) > 2 and hours[-1] - hours[0] == len(hours) - 1  # noqa: PLR2004  # a to b
    return (
        f"the hours {hours[0]} to {hours[-1]}" if is_run else f"the hours {join(map(str, hours))}"
    )

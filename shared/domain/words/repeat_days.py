"""On which days something comes back: weekdays, days of months and of years, several of them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from shared.domain.words.amounts import read_number, read_ordinal, read_unit
from shared.domain.words.clocks import read_day_part
from shared.domain.words.reader import Found, Reader
from shared.domain.words.tokens import Kind
from shared.domain.words.tree import At, Repeat
from shared.domain.words.vocabulary import Unit

_MOST_ITEMS: Final = 12
_SHORT_NAME: Final = 4
_LONGEST_MONTH: Final = 31
_MOST_WEEKS: Final = 5
_WEEK: Final = 7
_QUARTER: Final = 3
_YEAR: Final = 12
Rest = Found[Repeat]


def _list(
    reader: Reader, place: int, rule: Callable[[Reader, int], Found[int] | None]
) -> Found[tuple[int, ...]] | None:
    """What the rule reads, several with commas and `and` between them."""
    first = rule(reader, place)
    if first is None:
        return None
    items, end = [first.value], first.end
    while len(items) < _MOST_ITEMS:
        after = end
        if reader.is_symbol(after, ",&/+"):
            after += 1
        after = reader.skip(after, reader.words.number.list_joins)
        after = (
            reader.skip(after, reader.words.repeat.on | reader.words.date.articles)
            if after > end
            else after
        )
        found = rule(reader, after)
        if found is None:
            break
        items.append(found.value)
        end = found.end
    return Found(tuple(items), end)


def _one_weekday(reader: Reader, place: int) -> Found[int] | None:
    name = reader.at(place).text if reader.at(place).kind is Kind.WORD else ""
    weekday = reader.words.weekdays.get(name, reader.words.plural_weekdays.get(name))
    if weekday is None:
        return None
    is_dotted = reader.is_symbol(place + 1, ".") and reader.is_glued(place + 1)
    is_short = len(name) <= _SHORT_NAME and is_dotted and not reader.ends(place + 1)
    return Found(weekday, place + 2 if is_short else place + 1)


def read_weekdays(reader: Reader, place: int) -> Found[tuple[int, ...]] | None:
    """Weekdays: a group, a range or a list."""
    group = reader.words.day_groups.get(reader.word(place))
    if group is not None:
        return Found(group, place + 1)
    ranged = read_weekday_range(reader, place)
    if ranged is not None:
        return ranged
    found = _list(reader, place, _one_weekday)
    if found is None:
        return None
    return Found(tuple(sorted(set(found.value))), found.end)


def read_weekday_range(reader: Reader, place: int) -> Found[tuple[int, ...]] | None:
    """From one weekday to another: mon-fri, tuesday through saturday."""
    first = _one_weekday(reader, reader.skip(place, reader.words.repeat.starts))
    if first is None:
        return None
    is_dash = reader.is_symbol(first.end, "-–")
    if not is_dash and not reader.is_word(first.end, reader.words.repeat.through):
        return None
    last = _one_weekday(reader, first.end + 1)
    if last is None or last.value == first.value:
        return None
    length = (last.value - first.value) % _WEEK
    days = ((first.value + offset) % _WEEK for offset in range(length + 1))
    return Found(tuple(sorted(days)), last.end)


def read_weekday_list(reader: Reader, place: int) -> Rest | None:
    """Every week on these days, at a part of the day if one is said."""
    days = read_weekdays(reader, place)
    if days is None:
        return None
    repeat = Repeat(Unit.WEEK, 1, tuple((0, day) for day in days.value))
    part = read_day_part(reader, days.end)
    if part is not None and isinstance(part.value, At):
        return Found(replace(repeat, at=part.value), part.end)
    return Found(repeat, days.end)


def _one_ordinal(reader: Reader, place: int) -> Found[int] | None:
    found = read_ordinal(reader, reader.skip(place, reader.words.date.articles))
    return found if found is not None and found.value else None


def read_nth_of_month(reader: Reader, place: int) -> Rest | None:
    """First monday (of the month), 1st and 3rd friday, last workday, last day of march."""
    ordinals = _list(reader, place, _one_ordinal)
    if ordinals is None or not all(
        -_MOST_WEEKS <= number <= _LONGEST_MONTH for number in ordinals.value
    ):
        return None
    after = ordinals.end
    unit = read_unit(reader, after)
    is_workday = reader.is_word(after, reader.words.repeat.weekday) or (
        unit is not None and unit.value[1] is Unit.WORKDAY
    )
    if is_workday:
        end = after + 1 if unit is None else unit.end
        return _of_month(reader, Found(Repeat(Unit.MONTH, workdays=ordinals.value), end))
    weekday = _one_weekday(reader, after)
    if weekday is not None and all(abs(number) <= _MOST_WEEKS for number in ordinals.value):
        nth = tuple((number, weekday.value) for number in ordinals.value)
        is_one = len(ordinals.value) == 1 and ordinals.value[0] > 1
        found = _of_month(reader, Found(Repeat(Unit.MONTH, nth_days=nth), weekday.end))
        is_said = found.end > weekday.end
        return Found(replace(found.value, is_also_interval=is_one and not is_said), found.end)
    return read_days_of_month(reader, place)


def read_days_of_month(reader: Reader, place: int) -> Rest | None:
    """1st and 15th, last day, 31st day of the month."""
    ordinals = _list(reader, place, _one_ordinal)
    if ordinals is None or not all(
        -_MOST_WEEKS <= number <= _LONGEST_MONTH for number in ordinals.value
    ):
        return None
    days = tuple(sorted(ordinals.value, key=lambda day: (day < 0, day)))
    found = Found(Repeat(Unit.MONTH, month_days=days), ordinals.end)
    if reader.is_word(ordinals.end, reader.words.repeat.days):
        of_month = _of_month(reader, Found(found.value, ordinals.end + 1))
        is_said = of_month.end > ordinals.end + 1
        return of_month if is_said or min(days) < 0 else None
    of_month = _of_month(reader, found)
    is_written = reader.at(ordinals.end - 1).kind is Kind.ORDINAL
    if of_month.end > found.end:
        return of_month
    is_free = reader.ends(found.end) and reader.word(found.end) not in reader.words.units
    return found if is_written and is_free else None


def _of_month(reader: Reader, found: Rest) -> Rest:
    """The months it is about: of the month, of every 2nd month, in march, of each quarter."""
    if not reader.is_word(found.end, reader.words.repeat.of):
        return found
    after = reader.skip(found.end + 1, reader.words.repeat.of_each)
    number = read_ordinal(reader, after) or read_number(reader, after)
    interval = 1
    if reader.is_word(after, reader.words.repeat.other):
        interval, after = 2, after + 1
    elif number is not None and number.value > 0:
        interval, after = number.value, number.end
    unit = read_unit(reader, after)
    if unit is not None and unit.value == (1, Unit.MONTH):
        return Found(replace(found.value, interval=interval), unit.end)
    if unit is not None and unit.value == (_QUARTER, Unit.MONTH):
        return _of_quarter(found, unit.end) if interval == 1 else found
    months = _list(reader, after, _one_month)
    if months is None:
        return found
    value = replace(found.value, unit=Unit.YEAR, months=tuple(sorted(set(months.value))))
    return Found(value, months.end)


def _of_quarter(found: Rest, end: int) -> Rest:
    """In the first month of each quarter, or in its last one if it is counted from the end."""
    value = found.value
    numbers = (*value.month_days, *value.workdays, *(nth for nth, _ in value.nth_days))
    first = 1 if min(numbers) > 0 else _QUARTER
    return Found(replace(value, months=tuple(range(first, _YEAR + 1, _QUARTER))), end)


def _one_month(reader: Reader, place: int) -> Found[int] | None:
    month = reader.words.months.get(reader.word(place))
    return Found(month, place + 1) if month else None


def read_month_dates(reader: Reader, place: int) -> Rest | None:
    """The 15th, the 1st and 15th of the month: with an article."""
    return (
        read_nth_of_month(reader, place + 1)
        if reader.is_word(place, reader.words.date.articles)
        else None
    )


def read_year_dates(reader: Reader, place: int) -> Rest | None:
    """March 3, 3rd of march, 24 december, 25/12; a month alone."""
    token = reader.at(place)
    if token.kind is Kind.NUMERIC and token.text.count("/") == 1:
        first, second = (int(part) for part in token.text.split("/"))
        return Found(Repeat(Unit.YEAR, numeric=(first, second)), place + 1)
    months = _list(reader, place, _one_month)
    if months is not None:
        after = reader.skip(months.end, reader.words.date.articles)
        number = reader.number(after)
        day = read_ordinal(reader, after) if number is None else Found(number, after + 1)
        is_day = day is not None and 1 <= day.value <= _LONGEST_MONTH
        days = (day.value,) if day is not None and is_day else ()
        end = day.end if day is not None and is_day else months.end
        return Found(Repeat(Unit.YEAR, month_days=days, months=tuple(sorted(months.value))), end)
    start = reader.skip(place, reader.words.date.articles)
    number = reader.number(start)
    day = read_ordinal(reader, start) if number is None else Found(number, start + 1)
    if day is None or not 1 <= day.value <= _LONGEST_MONTH:
        return None
    month = _one_month(reader, reader.skip(day.end, reader.words.date.of))
    if month is None:
        return None
    return Found(Repeat(Unit.YEAR, month_days=(day.value,), months=(month.value,)), month.end)

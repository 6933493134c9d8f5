"""How things come back: every other monday, weekly, the last day of each month, mondays."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from shared.domain.words.amounts import read_amount, read_number, read_ordinal, read_unit
from shared.domain.words.clocks import read_day_part
from shared.domain.words.reader import Found, Reader
from shared.domain.words.tokens import Kind
from shared.domain.words.tree import At, Impossible, Repeat
from shared.domain.words.vocabulary import Unit

_MOST_ITEMS: Final = 12
_EACH: Final = ("every", "each", "ev")
_AND: Final = ("and", "or")
_THROUGH: Final = ("to", "through", "thru", "till", "until")
_LONGEST_MONTH: Final = 31
_WEEK: Final = 7
Rest = Found[Repeat]
Clash = Found[Impossible]


def read_repeat(reader: Reader, place: int) -> Rest | None:
    """A repetition, to the end of what says on which days it comes."""
    found = (
        _every(reader, place)
        or _adverb(reader, place)
        or _plural(reader, place)
        or _times_a(reader, place)
        or _each_month(reader, place)
        or _after_each(reader, place)
    )
    return None if found is None else _completion(reader, found)


def _every(reader: Reader, place: int) -> Rest | None:
    if not reader.is_word(place, _EACH):
        return None
    after = place + 1
    is_after = reader.is_symbol(after, "!") and reader.is_glued(after)
    if is_after:
        after += 1
    after = reader.skip(after, ("single",))
    found = _what(reader, after)
    if found is None:
        return None
    value = replace(found.value, is_after_completion=is_after) if is_after else found.value
    return Found(value, found.end)


def _what(reader: Reader, place: int) -> Rest | None:
    if reader.is_word(place, ("other",)):
        return _interval(reader, place + 1, 2)
    for rule in (_nth_of_month, _weekday_list, _month_dates, _year_dates, _part_of_day):
        found = rule(reader, place)
        if found is not None:
            return found
    ordinal = read_ordinal(reader, place)
    if ordinal is not None and ordinal.value > 0:
        return _interval(reader, ordinal.end, ordinal.value) or _days_of_month(reader, place)
    number = read_number(reader, place)
    if number is not None and not reader.is_word(place, ("a", "an")):
        return _interval(reader, number.end, number.value)
    return _interval(reader, place, 1)


def _interval(reader: Reader, place: int, number: int) -> Rest | None:
    """So many units, on which of their days if it is said; or every other friday."""
    unit = _unit(reader, place)
    if unit is None:
        days = _weekdays(reader, place)
        if days is None or not number >= 1:
            return None
        nth = tuple((0, day) for day in days.value)
        return Found(Repeat(Unit.WEEK, number, nth), days.end)
    times, kind = unit.value
    whole = Repeat(kind, max(number, 0) * times)
    if kind is Unit.WORKDAY:
        if number != 1:
            return None
        return Found(Repeat(Unit.WEEK, 1, tuple((0, day) for day in range(5))), unit.end)
    return _on_days(reader, Found(whole, unit.end))


def _unit(reader: Reader, place: int) -> Found[tuple[int, Unit]] | None:
    token = reader.at(place)
    if token.is_glued and token.text in reader.words.short_units:
        return Found(reader.words.short_units[token.text], place + 1)
    return read_unit(reader, place)


def _on_days(reader: Reader, found: Rest) -> Rest:
    """On which days of it: weekly on mon and thu, monthly on the 15th, yearly on march 3."""
    after = reader.skip(found.end, ("on",))
    value = found.value
    if value.unit is Unit.WEEK:
        days = _weekdays(reader, after)
        if days is not None:
            nth = tuple((0, day) for day in days.value)
            return Found(replace(value, nth_days=nth), days.end)
    if value.unit is Unit.MONTH:
        other = _nth_of_month(reader, after) or (
            _days_of_month(reader, after) if after > found.end else None
        )
        if other is not None and other.value.unit is Unit.MONTH:
            whole = replace(other.value, interval=value.interval, is_also_interval=False)
            return Found(whole, other.end)
    if value.unit is Unit.YEAR:
        other = _yearly_nth(reader, after) or _year_dates(reader, after)
        if other is not None:
            return Found(replace(other.value, interval=value.interval), other.end)
    if value.unit is Unit.DAY:
        part = read_day_part(reader, found.end)
        if part is not None and isinstance(part.value, At) and value.interval == 1:
            return Found(replace(value, at=part.value), part.end)
    return found


def _yearly_nth(reader: Reader, place: int) -> Rest | None:
    found = _nth_of_month(reader, reader.skip(place, ("the",)))
    return found if found is not None and found.value.unit is Unit.YEAR else None


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
        after = reader.skip(after, _AND)
        after = reader.skip(after, ("on", "the")) if after > end else after
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
    is_short = len(name) <= 4 and is_dotted and not reader.ends(place + 1)
    return Found(weekday, place + 2 if is_short else place + 1)


def _weekdays(reader: Reader, place: int) -> Found[tuple[int, ...]] | None:
    """Weekdays: a group, a range or a list."""
    group = reader.words.day_groups.get(reader.word(place))
    if group is not None:
        return Found(group, place + 1)
    ranged = _weekday_range(reader, place)
    if ranged is not None:
        return ranged
    found = _list(reader, place, _one_weekday)
    if found is None:
        return None
    return Found(tuple(sorted(set(found.value))), found.end)


def _weekday_range(reader: Reader, place: int) -> Found[tuple[int, ...]] | None:
    first = _one_weekday(reader, reader.skip(place, ("from",)))
    if first is None:
        return None
    is_dash = reader.is_symbol(first.end, "-–")
    if not is_dash and not reader.is_word(first.end, _THROUGH):
        return None
    last = _one_weekday(reader, first.end + 1)
    if last is None or last.value == first.value:
        return None
    length = (last.value - first.value) % _WEEK
    days = ((first.value + offset) % _WEEK for offset in range(length + 1))
    return Found(tuple(sorted(days)), last.end)


def _weekday_list(reader: Reader, place: int) -> Rest | None:
    days = _weekdays(reader, place)
    if days is None:
        return None
    repeat = Repeat(Unit.WEEK, 1, tuple((0, day) for day in days.value))
    part = read_day_part(reader, days.end)
    if part is not None and isinstance(part.value, At):
        return Found(replace(repeat, at=part.value), part.end)
    return Found(repeat, days.end)


def _one_ordinal(reader: Reader, place: int) -> Found[int] | None:
    found = read_ordinal(reader, reader.skip(place, ("the",)))
    return found if found is not None and found.value else None


def _nth_of_month(reader: Reader, place: int) -> Rest | None:
    """First monday (of the month), 1st and 3rd friday, last workday, last day of march."""
    ordinals = _list(reader, place, _one_ordinal)
    if ordinals is None or not all(-5 <= number <= _LONGEST_MONTH for number in ordinals.value):
        return None
    after = ordinals.end
    unit = read_unit(reader, after)
    is_workday = reader.is_word(after, ("weekday",)) or (
        unit is not None and unit.value[1] is Unit.WORKDAY
    )
    if is_workday:
        end = after + 1 if unit is None else unit.end
        return _of_month(reader, Found(Repeat(Unit.MONTH, workdays=ordinals.value), end))
    weekday = _one_weekday(reader, after)
    if weekday is not None and all(abs(number) <= 5 for number in ordinals.value):
        nth = tuple((number, weekday.value) for number in ordinals.value)
        is_one = len(ordinals.value) == 1 and ordinals.value[0] > 1
        found = _of_month(reader, Found(Repeat(Unit.MONTH, nth_days=nth), weekday.end))
        is_said = found.end > weekday.end
        return Found(replace(found.value, is_also_interval=is_one and not is_said), found.end)
    return _days_of_month(reader, place)


def _days_of_month(reader: Reader, place: int) -> Rest | None:
    """1st and 15th, last day, 31st day of the month."""
    ordinals = _list(reader, place, _one_ordinal)
    if ordinals is None or not all(-5 <= number <= _LONGEST_MONTH for number in ordinals.value):
        return None
    days = tuple(sorted(ordinals.value, key=lambda day: (day < 0, day)))
    found = Found(Repeat(Unit.MONTH, month_days=days), ordinals.end)
    if reader.is_word(ordinals.end, ("day", "days")):
        of_month = _of_month(reader, Found(found.value, ordinals.end + 1))
        is_said = of_month.end > ordinals.end + 1
        return of_month if is_said or min(days) < 0 else None
    of_month = _of_month(reader, found)
    is_written = all(reader.at(each).kind is Kind.ORDINAL for each in (ordinals.end - 1,))
    if of_month.end > found.end:
        return of_month
    is_free = reader.ends(found.end) and reader.word(found.end) not in reader.words.units
    return found if is_written and is_free else None


def _of_month(reader: Reader, found: Rest) -> Rest:
    """The months it is about: of the month, of every 2nd month, in march, of each quarter."""
    if not reader.is_word(found.end, ("of", "in")):
        return found
    after = reader.skip(found.end + 1, ("the", "every", "each", "a"))
    number = read_ordinal(reader, after) or read_number(reader, after)
    interval = 1
    if reader.is_word(after, ("other",)):
        interval, after = 2, after + 1
    elif number is not None and number.value > 0:
        interval, after = number.value, number.end
    unit = read_unit(reader, after)
    if unit is not None and unit.value == (1, Unit.MONTH):
        return Found(replace(found.value, interval=interval), unit.end)
    if unit is not None and unit.value == (3, Unit.MONTH):
        return found
    months = _list(reader, after, _one_month)
    if months is None:
        return found
    value = replace(found.value, unit=Unit.YEAR, months=tuple(sorted(set(months.value))))
    return Found(value, months.end)


def _one_month(reader: Reader, place: int) -> Found[int] | None:
    month = reader.words.months.get(reader.word(place))
    return Found(month, place + 1) if month else None


def _month_dates(reader: Reader, place: int) -> Rest | None:
    """The 15th, the 1st and 15th of the month: with an article."""
    return _nth_of_month(reader, place + 1) if reader.is_word(place, ("the",)) else None


def _year_dates(reader: Reader, place: int) -> Rest | None:
    """March 3, 3rd of march, 24 december, 25/12; a month alone."""
    token = reader.at(place)
    if token.kind is Kind.NUMERIC and token.text.count("/") == 1:
        first, second = (int(part) for part in token.text.split("/"))
        return Found(Repeat(Unit.YEAR, numeric=(first, second)), place + 1)
    months = _list(reader, place, _one_month)
    if months is not None:
        after = reader.skip(months.end, ("the",))
        number = reader.number(after)
        day = read_ordinal(reader, after) if number is None else Found(number, after + 1)
        is_day = day is not None and 1 <= day.value <= _LONGEST_MONTH
        days = (day.value,) if day is not None and is_day else ()
        end = day.end if day is not None and is_day else months.end
        return Found(Repeat(Unit.YEAR, month_days=days, months=tuple(sorted(months.value))), end)
    start = reader.skip(place, ("the",))
    number = reader.number(start)
    day = read_ordinal(reader, start) if number is None else Found(number, start + 1)
    if day is None or not 1 <= day.value <= _LONGEST_MONTH:
        return None
    month = _one_month(reader, reader.skip(day.end, ("of",)))
    if month is None:
        return None
    return Found(Repeat(Unit.YEAR, month_days=(day.value,), months=(month.value,)), month.end)


def _part_of_day(reader: Reader, place: int) -> Rest | None:
    """Every morning, every night."""
    word = reader.word(place)
    if word not in reader.words.day_parts:
        return None
    return Found(Repeat(Unit.DAY, at=At(*reader.words.day_parts[word])), place + 1)


def _after_each(reader: Reader, place: int) -> Rest | None:
    """3 days after completion."""
    amount = read_amount(reader, place)
    if amount is None:
        return None
    number, unit = amount.value
    found = _completion(reader, Found(Repeat(unit, number), amount.end))
    return found if found.end > amount.end else None


def _adverb(reader: Reader, place: int) -> Rest | None:
    start = place
    if reader.is_word(place, ("bi", "semi")) and reader.is_symbol(place + 1, "-"):
        return _bi(reader, place)
    unit = reader.words.adverbs.get(reader.word(start))
    if unit is None:
        return None
    end = start + 1
    is_after = reader.is_symbol(end, "!") and reader.is_glued(end) and not reader.is_glued(end + 1)
    value = Repeat(unit[1], unit[0], is_after_completion=is_after, is_fragile=True)
    found = _on_days(reader, Found(value, end + 1 if is_after else end))
    is_more = found.end > end
    return Found(replace(found.value, is_fragile=not is_more), found.end)


def _bi(reader: Reader, place: int) -> Rest | None:
    unit = reader.words.adverbs.get("bi" + reader.at(place + 2).text)
    if unit is None or not reader.is_word(place, ("bi",)):
        return None
    return _on_days(reader, Found(Repeat(unit[1], unit[0]), place + 3))


def _plural(reader: Reader, place: int) -> Rest | None:
    """On mondays, weekdays, tuesdays and thursdays."""
    start = reader.skip(place, ("on",))
    word = reader.word(start)
    is_group = word in reader.words.day_groups and word.endswith("s")
    ranged = _weekday_range(reader, reader.skip(start, ("from",)))
    if ranged is not None:
        days = tuple((0, day) for day in ranged.value)
        return Found(Repeat(Unit.WEEK, 1, days), ranged.end)
    if word not in reader.words.plural_weekdays and not is_group:
        return None
    return _weekday_list(reader, start)


def _times_a(reader: Reader, place: int) -> Rest | None:
    """Once a week, once every 2 months."""
    if not reader.is_word(place, ("once",)):
        return None
    if reader.is_word(place + 1, ("a", "an", "per")):
        return _interval(reader, place + 2, 1)
    return _every(reader, place + 1)


def _each_month(reader: Reader, place: int) -> Rest | None:
    """On the 1st of every month, last friday of each month: `every` comes late."""
    start = reader.skip(place, ("on",))
    start = reader.skip(start, ("the",))
    found = _nth_of_month(reader, start)
    if found is None:
        return None
    for before in (2, 3, 4):
        if reader.is_word(found.end - before, _EACH) and found.end - before > start:
            return found
    return None


def _completion(reader: Reader, found: Rest) -> Rest:
    """After completion, behind a repetition."""
    for words in (
        ("after", "completion"), ("from", "completion"), ("after", "completing"),
        ("after", "i", "complete", "it"), ("after", "i", "finish", "it"), ("after", "i", "finish"),
        ("after", "finishing"), ("after", "i", "complete"), ("after", "done"),
        ("when", "done"), ("after", "it's", "done"), ("after", "it", "is", "done"),
        ("after", "i'm", "done"), ("since", "completion"), ("since", "last", "time"),
    ):  # fmt: skip
        end = reader.phrase(found.end, *words)
        if end is not None:
            return Found(replace(found.value, is_after_completion=True), end)
    return found

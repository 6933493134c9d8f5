"""How things come back: every other monday, weekly, the last day of each month, mondays."""

from dataclasses import replace
from typing import Final

from shared.domain.words.amounts import read_amount, read_number, read_ordinal, read_unit
from shared.domain.words.clocks import read_day_part
from shared.domain.words.reader import Found, Reader
from shared.domain.words.repeat_days import (
    Rest,
    read_days_of_month,
    read_month_dates,
    read_nth_of_month,
    read_weekday_list,
    read_weekday_range,
    read_weekdays,
    read_year_dates,
)
from shared.domain.words.tree import At, Repeat
from shared.domain.words.vocabulary import Unit

_WEEK: Final = 7
_YEAR: Final = 12
_WEEK_EDGES: Final = {"start": 0, "middle": 2, "end": 6}
_MONTH_EDGES: Final = {"start": 1, "middle": 15, "end": -1}
_MONTHS_OF: Final = {"month": (), "quarter": (1, 2, 3), "year": tuple(range(1, 13))}


def read_repeat(reader: Reader, place: int) -> Rest | None:
    """A repetition, to the end of what says on which days it comes: every monday, due weekly."""
    start = reader.skip(place, reader.words.date.due)
    found = (
        _every(reader, start)
        or _adverb(reader, start)
        or _plural(reader, start)
        or _times_a(reader, start)
        or _each_month(reader, start)
        or _each_edge(reader, start)
        or _after_each(reader, start)
    )
    return None if found is None else _completion(reader, _without(reader, found))


def _without(reader: Reader, found: Rest) -> Rest:
    """Every day except sunday: on the other weekdays."""
    value = found.value
    if not reader.is_word(found.end, reader.words.repeat.without) or value.interval != 1:
        return found
    days = read_weekdays(reader, found.end + 1)
    is_daily = value.unit is Unit.DAY
    said = tuple((0, day) for day in range(_WEEK)) if is_daily else value.nth_days
    if days is None or value.unit not in (Unit.DAY, Unit.WEEK):
        return found
    kept = tuple(each for each in said if each[1] not in days.value)
    return Found(replace(value, unit=Unit.WEEK, nth_days=kept), days.end) if kept else found


def _every(reader: Reader, place: int) -> Rest | None:
    if not reader.is_word(place, reader.words.repeat.each):
        return None
    after = place + 1
    is_after = reader.is_symbol(after, "!") and reader.is_glued(after)
    if is_after:
        after += 1
    after = reader.skip(after, reader.words.repeat.single)
    found = _what(reader, after)
    if found is None:
        return None
    value = replace(found.value, is_after_completion=is_after) if is_after else found.value
    return Found(value, found.end)


def _what(reader: Reader, place: int) -> Rest | None:
    if reader.is_word(place, reader.words.repeat.other):
        return _interval(reader, place + 1, 2)
    for rule in (
        read_nth_of_month,
        read_weekday_list,
        read_month_dates,
        read_year_dates,
        _part_of_day,
    ):
        found = rule(reader, place)
        if found is not None:
            return found
    ordinal = read_ordinal(reader, place)
    if ordinal is not None and ordinal.value > 0:
        return _interval(reader, ordinal.end, ordinal.value) or read_days_of_month(reader, place)
    number = read_number(reader, place)
    if number is not None and not reader.is_word(place, reader.words.number.one):
        return _interval(reader, number.end, number.value)
    return _interval(reader, place, 1)


def _interval(reader: Reader, place: int, number: int) -> Rest | None:
    """So many units, on which of their days if it is said; or every other friday."""
    unit = _unit(reader, place)
    if unit is None:
        days = read_weekdays(reader, place)
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
    after = reader.skip(found.end, reader.words.repeat.on)
    value = found.value
    if value.unit is Unit.WEEK:
        days = read_weekdays(reader, after)
        if days is not None:
            nth = tuple((0, day) for day in days.value)
            return Found(replace(value, nth_days=nth), days.end)
    if value.unit is Unit.MONTH:
        other = read_nth_of_month(reader, after) or (
            read_days_of_month(reader, after) if after > found.end else None
        )
        if other is not None and other.value.unit is Unit.MONTH:
            whole = replace(other.value, interval=value.interval, is_also_interval=False)
            return Found(whole, other.end)
    if value.unit is Unit.YEAR:
        other = _yearly_nth(reader, after) or read_year_dates(reader, after)
        if other is not None:
            return Found(replace(other.value, interval=value.interval), other.end)
    if value.unit is Unit.DAY:
        part = read_day_part(reader, found.end)
        if part is not None and isinstance(part.value, At) and value.interval == 1:
            return Found(replace(value, at=part.value), part.end)
    return found


def _yearly_nth(reader: Reader, place: int) -> Rest | None:
    found = read_nth_of_month(reader, reader.skip(place, reader.words.date.articles))
    return found if found is not None and found.value.unit is Unit.YEAR else None


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
    if unit is Unit.WORKDAY:
        return None
    found = _completion(reader, Found(Repeat(unit, number), amount.end))
    return found if found.end > amount.end else None


def _adverb(reader: Reader, place: int) -> Rest | None:
    start = place
    if reader.is_word(place, reader.words.repeat.two) and reader.is_symbol(place + 1, "-"):
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
    unit = reader.words.adverbs.get(reader.word(place) + reader.at(place + 2).text)
    if unit is None:
        return None
    return _on_days(reader, Found(Repeat(unit[1], unit[0]), place + 3))


def _plural(reader: Reader, place: int) -> Rest | None:
    """On mondays, weekdays, tuesdays and thursdays."""
    start = reader.skip(place, reader.words.repeat.on)
    word = reader.word(start)
    is_group = word in reader.words.repeat.plural_groups
    # From monday to wednesday is once, monday to wednesday every week.
    is_once = reader.is_word(start, reader.words.repeat.starts)
    ranged = None if is_once else read_weekday_range(reader, start)
    if ranged is not None:
        days = tuple((0, day) for day in ranged.value)
        return Found(Repeat(Unit.WEEK, 1, days), ranged.end)
    is_list = word in reader.words.weekdays and reader.is_symbol(start + 1, "/")
    if word not in reader.words.plural_weekdays and not is_group and not is_list:
        return None
    return read_weekday_list(reader, start)


def _often(reader: Reader, place: int) -> Rest | None:
    """Twice a day, three times a week; on which days of it, if as many are said."""
    words = reader.words.repeat
    number = words.often.get(reader.word(place), 0)
    end, joins = place + 1, words.per | words.each
    if not number:
        found = read_number(reader, place)
        if found is None or not _says_times(reader, found.end):
            return None
        number, end, joins = found.value, found.end + 1, words.per
    is_joined = reader.is_word(end, joins)
    each = _interval(reader, end + 1, 1) if is_joined else _adverb(reader, end)
    if each is None or number < 1:
        return None
    has_days = len(each.value.nth_days) == number
    return each if has_days else Found(replace(each.value, often=number), each.end)


def _says_times(reader: Reader, place: int) -> bool:
    words = reader.words.repeat
    is_sign = reader.is_glued(place) and reader.at(place).text == words.times_sign
    return is_sign or reader.is_word(place, words.times)


def _times_a(reader: Reader, place: int) -> Rest | None:
    """Once a week, once every 2 months."""
    if not reader.is_word(place, reader.words.repeat.once):
        return _often(reader, place)
    if reader.is_word(place + 1, reader.words.repeat.per):
        return _interval(reader, place + 2, 1)
    return _every(reader, place + 1)


def _each_edge(reader: Reader, place: int) -> Rest | None:
    """At the end of every month, at the start of each quarter or year."""
    words = reader.words
    start = reader.skip(reader.skip(place, words.date.at), words.date.articles)
    edge = words.date.edges.get(reader.word(start))
    after = reader.skip(start + 1, words.date.of)
    period = words.date.periods.get(reader.word(after + 1))
    if edge is None or period is None or not reader.is_word(after, words.repeat.each):
        return None
    if period == "week":
        return Found(Repeat(Unit.WEEK, 1, ((0, _WEEK_EDGES[edge]),)), after + 2)
    day, months = _MONTH_EDGES[edge], _MONTHS_OF[period]
    chosen = {"start": months[:1], "middle": months[1:2], "end": months[-1:]}[edge]
    each = tuple(range(chosen[0], _YEAR + 1, len(months))) if chosen else ()
    return Found(Repeat(Unit.MONTH, month_days=(day,), months=each), after + 2)


def _each_month(reader: Reader, place: int) -> Rest | None:
    """On the 1st of every month, last friday of each month: `every` comes late."""
    start = reader.skip(place, reader.words.repeat.on)
    start = reader.skip(start, reader.words.date.articles)
    found = read_nth_of_month(reader, start)
    if found is None:
        return None
    for before in (2, 3, 4):
        if (
            reader.is_word(found.end - before, reader.words.repeat.each)
            and found.end - before > start
        ):
            return found
    return None


def _completion(reader: Reader, found: Rest) -> Rest:
    """After completion, behind a repetition."""
    end = reader.phrases(found.end, reader.words.repeat.completion)
    if end is None:
        return found
    return Found(replace(found.value, is_after_completion=True), end)

"""Days: tomorrow, next friday, in 3 weeks, the end of the month; and those written in numbers."""

from dataclasses import replace
from typing import Final

from shared.domain.words.amounts import read_amounts, read_number, read_ordinal, read_unit
from shared.domain.words.reader import Found, Reader
from shared.domain.words.tokens import Kind
from shared.domain.words.tree import (
    Amount,
    At,
    Dated,
    FromToday,
    Impossible,
    Later,
    NthWeekday,
    OnDate,
    OnDayOfMonth,
    OnPeriod,
    OnWeekday,
)
from shared.domain.words.vocabulary import Edge, Unit
from shared.domain.words.written_dates import (
    read_several_days,
    read_which,
    read_written,
    read_year,
)

_SHORT_NAME: Final = 4
_QUARTERS: Final = 4
_MID_MONTH: Final = {"start": 1, "middle": 15, "end": -1}
_EXACT: Final = frozenset({Unit.SECOND, Unit.MINUTE, Unit.HOUR})


def read_date(reader: Reader, place: int, *, is_led: bool = False) -> Found[Dated] | None:
    """A day with its preposition, if there is one. Led: one of another kind stands before it."""
    return _read_date(reader, place, is_led=is_led, or_several=False)


def read_dates(reader: Reader, place: int) -> Found[Dated] | None:
    """A day, or the first of several: 20 December to 3 January."""
    return _read_date(reader, place, is_led=False, or_several=True)


def _read_date(
    reader: Reader, place: int, *, is_led: bool, or_several: bool
) -> Found[Dated] | None:
    if reader.is_word(place, reader.words.time.since):
        return _span(reader, place + 1)
    start = _lead(reader, place)
    if start is None:
        day = _day(reader, place, is_led=is_led)
        return _or_first(reader, day) if day is not None and or_several else day
    found = _day(reader, start, is_led=True) or _month(reader, place, start)
    if found is None:
        return None
    dated = found.value
    if reader.is_word(place, reader.words.date.purpose):
        # It may say what the title is about; a day that is said otherwise comes before it.
        is_strong = dated.is_strong and not isinstance(dated.day, OnWeekday)
        return Found(replace(dated, is_strong=is_strong), found.end)
    # On the 2nd floor: a preposition does not make a day of it.
    is_fragile = dated.is_fragile and isinstance(dated.day, OnDayOfMonth)
    is_before = reader.is_word(place, reader.words.date.before)
    strong = replace(dated, is_strong=True, is_fragile=is_fragile, is_before=is_before)
    return Found(strong, found.end)


def _or_first(reader: Reader, first: Found[Dated]) -> Found[Dated]:
    """The day, with the last one behind it if both are days of months."""
    if not isinstance(first.value.day, OnDate):
        return first
    last = _day(reader, first.end + 1, is_led=True)
    is_written = last is not None and isinstance(last.value.day, OnDate)
    return (_to_last(reader, first) if is_written else None) or first


def read_other_date(reader: Reader, place: int) -> Found[Dated] | None:
    """Or saturday, behind another day."""
    if not reader.is_word(place, reader.words.date.either):
        return None
    found = read_date(reader, place + 1, is_led=True)
    return Found(replace(found.value, is_other=True), found.end) if found else None


def _span(reader: Reader, place: int) -> Found[Dated] | None:
    """From 20 December to 3 January: its first day."""
    several = read_several_days(reader, place)
    if several is not None:
        return several
    first = _day(reader, place, is_led=True)
    if first is None:
        return None
    return _to_last(reader, first)


def _to_last(reader: Reader, first: Found[Dated]) -> Found[Dated] | None:
    """Behind the last of several days, if one is said."""
    is_dash = reader.is_symbol(first.end, "-–")
    if not is_dash and not reader.is_word(first.end, reader.words.time.until):
        return None
    last = _day(reader, first.end + 1, is_led=True)
    if last is None or isinstance(last.value.day, Impossible):
        return None
    return Found(replace(first.value, is_strong=True, is_fragile=False, has_end=True), last.end)


def _lead(reader: Reader, place: int) -> int | None:
    """Behind the preposition of a day, if there is one."""
    words = reader.words.date
    phrase = reader.phrases(place, words.by_phrases)
    if phrase is not None:
        return phrase
    if reader.is_word(place, words.due):
        after = reader.skip(place + 1, words.on)
        return after + 1 if reader.is_symbol(after, ":") else after
    if reader.is_word(place, words.on | words.before | words.purpose):
        return place + 1
    return None


def _day(reader: Reader, place: int, *, is_led: bool) -> Found[Dated] | None:
    return _later(reader, place) or _plain_day(reader, place, is_led=is_led)


def _month(reader: Reader, place: int, start: int) -> Found[Dated] | None:
    """By march, before June 2027: its first day."""
    words = reader.words
    found = read_month(reader, start)
    is_risky = reader.is_word(start, words.risky | words.date.risky_after_numbers)
    has_year = found is not None and found.end > start + 1
    if reader.is_word(place, words.date.purpose) or (is_risky and not has_year):
        return None
    return found


def read_month(reader: Reader, place: int, *, edge: Edge = "start") -> Found[Dated] | None:
    """The first day, or the last, of a month or a quarter: starting january, until Q2."""
    months = _months(reader, place)
    if months is None:
        return None
    first, last = months.value
    year = read_year(reader, months.end)
    month = last if edge == "end" else first
    value = OnDate(month, _MID_MONTH[edge], year.value if year else None)
    return Found(Dated(value), year.end if year else months.end)


def _months(reader: Reader, place: int) -> Found[tuple[int, int]] | None:
    """The first and the last month of what is said there: june, Q1."""
    month = reader.words.months.get(reader.word(place))
    if month is not None:
        return Found((month, month), place + 1)
    number = reader.number(place + 1)
    if number is None or not reader.is_word(place, reader.words.date.quarters):
        return None
    if not reader.is_glued(place + 1) or not 1 <= number <= _QUARTERS:
        return None
    return Found((number * 3 - 2, number * 3), place + 2)


def _plain_day(reader: Reader, place: int, *, is_led: bool) -> Found[Dated] | None:
    """A day that is not counted from another one."""
    return (
        _named(reader, place)
        or _in(reader, place)
        or _edge(reader, place)
        or _period(reader, place)
        or _nth_weekday(reader, place)
        or read_written(reader, place, is_led=is_led)
        or _weekday(reader, place, is_led=is_led)
    )


def _named(reader: Reader, place: int) -> Found[Dated] | None:
    words = reader.words
    for phrase, days in words.date.named.items():
        end = reader.phrase(place, *phrase)
        if end is not None:
            return Found(Dated(FromToday(days), is_strong=days != 0), end)
    word, after = reader.word(place), reader.word(place + 1)
    if word in words.date.this and after in words.day_parts:
        return Found(Dated(FromToday(0), part=At(*words.day_parts[after])), place + 2)
    if word in words.days:
        part = At(*words.times[word]) if word in words.times else None
        days = words.days[word]
        return Found(Dated(FromToday(days), part=part, is_fragile=days < 0), place + 1)
    if word in words.date.end_of_day:
        return _day_that_ends(reader, place + 1, 0)
    if word in words.date.short_edges:
        period, edge = words.date.short_edges[word]
        return Found(Dated(OnPeriod(period, 0, edge)), place + 1)
    return None


def _in(reader: Reader, place: int) -> Found[Dated] | None:
    """In 3 weeks, in january, in march 2027."""
    if not reader.is_word(place, reader.words.date.within):
        return None
    amounts = read_amounts(reader, place + 1)
    if amounts is not None:
        end = reader.phrases(amounts.end, reader.words.date.from_now) or amounts.end
        return Found(Dated(Later(amounts.value), is_strong=True), end)
    found = read_month(reader, place + 1)
    if found is None:
        return None
    is_risky = reader.is_word(place + 1, reader.words.risky)
    return Found(replace(found.value, is_strong=True, is_fragile=is_risky), found.end)


def _later(reader: Reader, place: int) -> Found[Dated] | None:
    """2 weeks from friday, 3 days after tomorrow, an hour from now, 2 days before christmas."""
    words = reader.words.date
    amounts = read_amounts(reader, place)
    if amounts is None or not reader.is_word(amounts.end, words.after | words.before):
        return None
    now = reader.phrases(amounts.end, words.from_now)
    if now is not None:
        return Found(Dated(Later(amounts.value), is_strong=True), now)
    base = _plain_day(reader, amounts.end + 1, is_led=True)
    if base is None or isinstance(base.value.day, Impossible) or _has_hours(amounts.value):
        return None
    sign = -1 if reader.is_word(amounts.end, words.before) else 1
    moved = tuple((sign * number, unit) for number, unit in amounts.value)
    return Found(Dated(Later(moved, base.value.day), is_strong=True), base.end)


def _has_hours(amounts: tuple[Amount, ...]) -> bool:
    return any(unit in _EXACT for _, unit in amounts)


def _edge(reader: Reader, place: int) -> Found[Dated] | None:
    """The end of next month, mid january, end of week, the end of the day."""
    words = reader.words.date
    start = reader.skip(reader.skip(place, words.at), words.articles)
    edge = words.edges.get(reader.word(start))
    if edge is None:
        return None
    after = start + 1
    if reader.is_symbol(after, "-") and reader.is_word(start, words.edge_joined):
        after += 1
    offset, after = read_which(reader, reader.skip(after, words.of))
    word = reader.at(after).text
    if word in words.day and edge == "end":
        return _day_that_ends(reader, after + 1, offset)
    if word in words.periods:
        day = OnPeriod(words.periods[word], offset, edge)
        return Found(Dated(day, is_strong=True), after + 1)
    found = read_month(reader, after, edge=edge)
    return Found(replace(found.value, is_strong=True), found.end) if found else None


def _day_that_ends(reader: Reader, place: int, offset: int) -> Found[Dated]:
    """The end of the day: of today, or of the day that is said behind it."""
    day = reader.words.days.get(reader.word(place))
    if day is not None:
        return Found(Dated(FromToday(day), is_strong=True), place + 1)
    weekday = _weekday(reader, place, is_led=True)
    return weekday or Found(Dated(FromToday(offset)), place)


def _period(reader: Reader, place: int) -> Found[Dated] | None:
    """Next week, next week on friday, next may, this weekend."""
    words = reader.words.date
    if reader.is_word(place, words.next):
        return _next(reader, place)
    if reader.is_word(place, words.this) and reader.is_word(place + 1, words.weekends):
        return Found(Dated(OnPeriod("weekend", 0), is_strong=True), place + 2)
    end = reader.phrases(place, words.the_weekend)
    return None if end is None else Found(Dated(OnPeriod("weekend", 0), is_fragile=True), end)


def _next(reader: Reader, place: int) -> Found[Dated] | None:
    words = reader.words
    week = reader.phrases(place, words.date.next_week)
    if week is not None:
        day = reader.skip(week, words.date.on)
        weekday = words.weekdays.get(reader.word(day))
        if weekday is not None:
            return Found(Dated(OnWeekday(weekday, "next"), is_strong=True), day + 1)
    name = reader.word(place + 1)
    period = "weekend" if name in words.date.weekends else words.date.periods.get(name)
    if period is not None:
        return Found(Dated(OnPeriod(period, 1), is_strong=True), place + 2)
    month = words.months.get(name)
    return None if month is None else Found(Dated(OnDate(month, 1), is_strong=True), place + 2)


def _nth_weekday(reader: Reader, place: int) -> Found[Dated] | None:
    """The first monday of next month, last friday in november, the last day of the year."""
    words = reader.words
    nth = read_ordinal(reader, reader.skip(place, words.date.articles))
    if nth is None or not reader.is_word(nth.end + 1, words.date.within_month):
        return None
    offset, after = read_which(reader, nth.end + 2)
    word = reader.word(after)
    period, month = words.date.periods.get(word), words.months.get(word)
    if reader.is_word(nth.end, words.date.day) and nth.value == -1:
        if period is not None:
            return Found(Dated(OnPeriod(period, offset, "end"), is_strong=True), after + 1)
        return Found(Dated(OnDate(month, -1), is_strong=True), after + 1) if month else None
    weekday = words.weekdays.get(reader.word(nth.end))
    if weekday is None or (month is None and period != "month"):
        return None
    day = NthWeekday(nth.value, weekday, month, 0 if month else offset)
    return Found(Dated(day, is_strong=True), after + 1)


def _weekday(reader: Reader, place: int, *, is_led: bool) -> Found[Dated] | None:
    words = reader.words
    is_next = reader.is_word(place, words.date.next)
    start = reader.skip(place, words.date.next | words.date.this)
    name = reader.word(start)
    weekday = words.weekdays.get(name)
    if weekday is None or reader.word(start - 1) in words.names_before_days:
        return None
    if reader.phrases(start, words.names) is not None:
        return None
    end = _behind_dot(reader, start)
    exact = read_written(reader, end + 1 if reader.is_symbol(end, ",") else end, is_led=True)
    if exact is not None:
        dated = replace(exact.value, is_strong=True, is_fragile=False, weekday=weekday)
        return Found(dated, exact.end)
    following = reader.phrases(end, words.date.next_week)
    if following is not None:
        return Found(Dated(OnWeekday(weekday, "next"), is_strong=True), following)
    weeks = _weeks_later(reader, end) or _week_later(reader, end)
    is_strong = is_led or start > place
    day = OnWeekday(weekday, "next" if is_next else "bare", weeks.value if weeks else 0)
    is_fragile = name in words.risky and not is_strong
    dated = Dated(day, is_strong=is_strong, is_fragile=is_fragile)
    return Found(dated, weeks.end if weeks else end)


def _behind_dot(reader: Reader, place: int) -> int:
    """Behind the short name of a weekday and its dot, unless the dot ends the sentence."""
    end = place + 1
    is_dotted = reader.is_symbol(end, ".") and reader.is_glued(end)
    is_short = len(reader.word(place)) <= _SHORT_NAME
    return end + 1 if is_dotted and is_short and reader.ends(end + 1) else end


def _week_later(reader: Reader, place: int) -> Found[int] | None:
    """Thursday week, where nothing of a title follows."""
    if not reader.is_word(place, reader.words.date.week):
        return None
    after = reader.at(place + 1)
    is_last = after.kind in (Kind.END, Kind.SYMBOL) or reader.is_word(
        place + 1, reader.words.time.at
    )
    return Found(1, place + 1) if is_last else None


def _weeks_later(reader: Reader, place: int) -> Found[int] | None:
    """In two weeks, behind a weekday."""
    if not reader.is_word(place, reader.words.date.within):
        return None
    number = read_number(reader, place + 1)
    unit = read_unit(reader, number.end) if number else None
    if number is None or unit is None or unit.value[1] is not Unit.WEEK:
        return None
    return Found(number.value * unit.value[0], unit.end)

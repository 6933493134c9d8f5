"""Where a repetition begins and ends: starting monday, until 1 june, for 3 weeks, 5 times."""

from typing import Final

from shared.domain.words.amounts import read_amount, read_number
from shared.domain.words.clocks import read_time
from shared.domain.words.dates import read_date, read_month
from shared.domain.words.reader import Found, Reader
from shared.domain.words.tree import At, Bound, When
from shared.domain.words.vocabulary import Edge, Unit

_SHORT: Final = frozenset({Unit.SECOND, Unit.MINUTE, Unit.HOUR})
"""For 10 minutes every day: how long it takes, not how long it goes on."""


def read_bound(reader: Reader, place: int) -> Found[Bound] | None:
    """A beginning or an end; it counts only where something repeats."""
    words = reader.words.repeat
    if reader.is_word(place, words.starts):
        return _start(reader, place + 1)
    if reader.is_word(place, words.ends):
        edge: Edge = "end" if reader.is_word(place, words.ends_with) else "start"
        when = _when(reader, reader.skip(place + 1, words.end_joins), edge)
        return Found(Bound(until=when.value), when.end) if when else None
    if reader.is_word(place, words.without):
        holidays = reader.phrases(place + 1, words.holidays)
        return None if holidays is None else Found(Bound(has_holidays_off=True), holidays)
    if reader.is_word(place, words.during):
        return _length(reader, reader.skip(place + 1, words.during_joins))
    return _times(reader, place)


def _start(reader: Reader, place: int) -> Found[Bound] | None:
    after = reader.skip(place, reader.words.repeat.start_joins)
    date = read_date(reader, after, is_led=True) or read_month(reader, after)
    if date is not None:
        return Found(Bound(start=When(date.value.day)), date.end)
    time = read_time(reader, place)
    if time is None or not isinstance(time.value, At):
        return None
    if time.value.is_fragile and after > place:
        return None
    return Found(Bound(start=When(at=time.value)), time.end)


def _length(reader: Reader, place: int) -> Found[Bound] | None:
    place = reader.skip(place, reader.words.repeat.during_joins)
    times = _times(reader, place)
    if times is not None:
        return times
    amount = read_amount(reader, place)
    if amount is None or amount.value[1] in _SHORT:
        return None
    return Found(Bound(length=amount.value), amount.end)


def _times(reader: Reader, place: int) -> Found[Bound] | None:
    number = read_number(reader, place)
    if number is None or not reader.is_word(number.end, reader.words.repeat.times):
        return None
    return Found(Bound(count=number.value), number.end + 1)


def _when(reader: Reader, place: int, edge: Edge) -> Found[When] | None:
    found = read_date(reader, place, is_led=True) or read_month(reader, place, edge=edge)
    if found is None:
        return None
    time = read_time(reader, found.end)
    if (
        time is not None
        and isinstance(time.value, At)
        and reader.is_word(found.end, reader.words.time.at)
    ):
        return Found(When(found.value.day, time.value), time.end)
    return Found(When(found.value.day), found.end)

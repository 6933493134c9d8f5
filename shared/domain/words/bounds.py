"""Where a repetition begins and ends: starting monday, until june, for 3 weeks, 5 times."""

from typing import Final

from shared.domain.words.amounts import read_amount, read_number
from shared.domain.words.clocks import read_time
from shared.domain.words.dates import read_date
from shared.domain.words.reader import Found, Reader
from shared.domain.words.tree import At, Bound, When

_STARTS: Final = ("starting", "start", "beginning", "from", "begins", "starts", "as")
_ENDS: Final = ("until", "till", "til", "through", "ending", "ends", "to")


def read_bound(reader: Reader, place: int) -> Found[Bound] | None:
    """A beginning or an end; it counts only where something repeats."""
    word = reader.word(place)
    if word in _STARTS:
        after = reader.skip(place + 1, ("on", "from", "of"))
        date = read_date(reader, after)
        if date is not None:
            return Found(Bound(start=When(date.value.day)), date.end)
        time = read_time(reader, place + 1)
        if (
            time is None
            or not isinstance(time.value, At)
            or (time.value.is_fragile
            and after > place + 1)
        ):
            return None
        return Found(Bound(start=When(at=time.value)), time.end)
    if word in _ENDS:
        when = _when(reader, reader.skip(place + 1, ("on",)))
        return Found(Bound(until=when.value), when.end) if when else None
    if word == "for":
        return _length(reader, reader.skip(place + 1, ("the", "next")))
    return _times(reader, place)


def _length(reader: Reader, place: int) -> Found[Bound] | None:
    place = reader.skip(place, ("next",))
    times = _times(reader, place)
    if times is not None:
        return times
    amount = read_amount(reader, place)
    return Found(Bound(length=amount.value), amount.end) if amount else None


def _times(reader: Reader, place: int) -> Found[Bound] | None:
    number = read_number(reader, place)
    if number is None or not reader.is_word(number.end, ("times", "occurrences")):
        return None
    return Found(Bound(count=number.value), number.end + 1)


def _when(reader: Reader, place: int) -> Found[When] | None:
    found = read_date(reader, place)
    if found is None:
        return None
    time = read_time(reader, found.end)
    if time is not None and isinstance(time.value, At) and reader.is_word(found.end, ("at",)):
        return Found(When(found.value.day, time.value), time.end)
    return Found(When(found.value.day), found.end)

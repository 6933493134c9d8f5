"""Reminders: remind me 1 day before, !30m, and an hour before."""

from typing import Final

from shared.domain.words.amounts import read_amounts
from shared.domain.words.clocks import read_day_part, read_time
from shared.domain.words.dates import read_date
from shared.domain.words.reader import Found, Reader
from shared.domain.words.tree import Amount, At, Later, Remind, When
from shared.domain.words.vocabulary import Unit

_MOST: Final = 5


def read_reminders(reader: Reader, place: int) -> Found[tuple[Remind, ...]] | None:
    """Reminders of one phrase, several with `and` between them."""
    start = _lead(reader, place)
    if start is None:
        return _marked(reader, place)
    first = _several(reader, start) or _one(reader, start)
    if first is None:
        return None
    found = [*first.value] if isinstance(first.value, tuple) else [first.value]
    end = first.end
    while len(found) < _MOST:
        after = end + 1 if reader.is_symbol(end, ",&+") else end
        after = reader.skip(after, reader.words.number.joins)
        if after == end:
            break
        is_whole = says_before(reader, after) or reader.is_word(after, reader.words.time.at)
        other = _one(reader, after) if is_whole else _at_due(reader, after)
        if other is None:
            break
        found.append(other.value)
        end = other.end
    return Found(tuple(found), end)


def _lead(reader: Reader, place: int) -> int | None:
    words = reader.words.remind
    start = reader.skip(reader.skip(place, words.joins), words.please)
    if reader.is_word(start, words.verbs) and reader.is_word(start + 1, words.persons):
        return reader.skip(start + 2, words.again)
    start = reader.skip(start, words.set)
    start = reader.skip(start, reader.words.number.one | reader.words.date.articles)
    if reader.is_word(start, words.nouns):
        after = start + 1
        if reader.is_symbol(after, ":"):
            after += 1
        return after
    return None


def _one(reader: Reader, place: int) -> Found[Remind] | None:
    return read_before(reader, place) or _at_due(reader, place) or _moment(reader, place)


def read_before(reader: Reader, place: int) -> Found[Remind] | None:
    """A length, and before; the day before at 9."""
    amounts = read_amounts(reader, reader.skip(place, reader.words.remind.at))
    if amounts is None:
        amounts = _the(reader, place)
    if amounts is None:
        return None
    if reader.is_word(amounts.end, reader.words.remind.after):
        return Found(Remind(after=amounts.value), _its_due(reader, amounts.end + 1))
    before = reader.phrases(amounts.end, reader.words.remind.before)
    if before is None:
        return None
    end = _its_due(reader, before)
    time = read_time(reader, end)
    is_day = all(unit in (Unit.DAY, Unit.WEEK) for _, unit in amounts.value)
    if time is not None and isinstance(time.value, At) and is_day:
        return Found(Remind(before=amounts.value, at=time.value), time.end)
    return Found(Remind(before=amounts.value), end)


def _the(reader: Reader, place: int) -> Found[tuple[Amount, ...]] | None:
    """The day before, the week before."""
    if not reader.is_word(place, reader.words.date.articles):
        return None
    after = reader.skip(place + 1, reader.words.remind.previous)
    unit = reader.words.units.get(reader.word(after))
    return Found((unit,), after + 1) if unit else None


def _several(reader: Reader, place: int) -> Found[tuple[Remind, ...]] | None:
    """1 day and 1 hour before: two of them, unlike 1 hour and 30 minutes."""
    whole = read_before(reader, place)
    if whole is None or len(whole.value.before) <= 1 or whole.value.at is not None:
        return None
    if whole.value.before[0][1] not in (Unit.DAY, Unit.WEEK, Unit.MONTH):
        return None
    if not any(reader.is_word(each, reader.words.number.joins) for each in range(place, whole.end)):
        return None
    return Found(tuple(Remind(before=(each,)) for each in whole.value.before), whole.end)


def _its_due(reader: Reader, place: int) -> int:
    """Behind what the reminder is before: it, the deadline, it's due."""
    end = reader.phrases(place, reader.words.remind.its_due)
    return place if end is None else end


def _at_due(reader: Reader, place: int) -> Found[Remind] | None:
    end = reader.phrases(place, reader.words.remind.at_due)
    return None if end is None else Found(Remind(), end)


def _moment(reader: Reader, place: int) -> Found[Remind] | None:
    """A day, a time or both; in 20 minutes."""
    date = read_date(reader, place)
    if date is not None:
        day = date.value.day
        time = read_time(reader, date.end, bare=True) or read_day_part(reader, date.end)
        if time is None or not isinstance(time.value, At) or isinstance(day, Later):
            return Found(Remind(when=When(day, date.value.part)), date.end)
        return Found(Remind(when=When(day, time.value)), time.end)
    time = read_time(reader, place)
    if time is None or not isinstance(time.value, At):
        return None
    date = read_date(reader, time.end)
    if date is not None:
        return Found(Remind(when=When(date.value.day, time.value)), date.end)
    return Found(Remind(when=When(None, time.value)), time.end)


def _marked(reader: Reader, place: int) -> Found[tuple[Remind, ...]] | None:
    """!30m, !1d, !9am."""
    if not reader.is_symbol(place, "!") or not reader.is_glued(place + 1):
        return None
    time = read_time(reader, place + 1)
    if time is not None and isinstance(time.value, At):
        return Found((Remind(when=When(None, time.value)),), time.end)
    amounts = read_amounts(reader, place + 1)
    if amounts is None:
        return None
    end = reader.phrases(amounts.end, reader.words.remind.before) or amounts.end
    return Found((Remind(before=amounts.value),), end)


def says_before(reader: Reader, place: int) -> bool:
    """Whether a length of time before something is said here."""
    return read_before(reader, place) is not None


def read_more(reader: Reader, place: int) -> Found[tuple[Remind, ...]] | None:
    """And an hour before: behind other pieces, where a reminder was said already."""
    after = place + 1 if reader.is_symbol(place, ",") else place
    after = reader.skip(after, reader.words.number.joins)
    found = read_before(reader, after)
    return Found((found.value,), found.end) if found and after > place else None

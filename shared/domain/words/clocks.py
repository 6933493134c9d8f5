"""Times of day: 5pm, at 17:30, half past three, noon, in the morning."""

from dataclasses import replace
from typing import Final

from shared.domain.words.amounts import read_number
from shared.domain.words.reader import Found, Reader
from shared.domain.words.tokens import Kind
from shared.domain.words.tree import At, Impossible
from shared.domain.words.vocabulary import Words

_LAST_HOUR: Final = 24
_NOON: Final = 12
_LAST_MINUTE: Final = 59
_HALF_HOUR: Final = 30
_QUARTER_HOUR: Final = 15
_HOUR_MINUTES: Final = 60
_TWO_DIGITS: Final = 2
_FIVE: Final = 5
"""Nobody says 9 to 5 for 4:51; those minutes are said without their name that clocks show."""
_MILITARY: Final = 4
Clock = At | Impossible


def read_time(reader: Reader, place: int, *, bare: bool = False) -> Found[Clock] | None:
    """A time of day with its preposition. A bare hour is one behind `at`, or if `bare` says so."""
    words = reader.words.time
    is_at = reader.is_symbol(place, "@") or reader.is_word(place, words.at)
    is_led = is_at or reader.is_word(place, words.before)
    if reader.is_word(place, words.between):
        return _range(reader, place + 1, reader.words.number.joins)
    start = place + 1 if is_led or reader.is_word(place, words.purpose) else place
    if is_at or reader.is_word(place, words.exact):
        start = reader.skip(start, words.about)
    return (
        _named(reader, start, is_led=is_led)
        or (None if reader.is_word(place, words.since) else _spoken(reader, start))
        or _range(reader, start, words.until)
        or _clock(reader, start, bare=bare or is_at)
    )


def _range(reader: Reader, place: int, joins: Words) -> Found[Clock] | None:
    """From 2 to 3 pm, 14:00-15:30: its beginning, in the half of the day that the end is in."""
    number = reader.number(place) or 0
    first = _clock(reader, place, bare=True)
    if first is None and 1 <= number < _LAST_HOUR:
        first = Found(At(number, is_sure=number > _NOON), place + 1)
    if first is None or not isinstance(first.value, At):
        return None
    if not reader.is_symbol(first.end, "-–") and not reader.is_word(first.end, joins):
        return None
    last = _clock(reader, first.end + 1, bare=True)
    if last is None or not isinstance(last.value, At) or last.value.is_fragile:
        return None
    at, end = first.value, last.value
    if not at.is_sure and at.hour < _NOON <= end.hour and at.hour + _NOON <= end.hour:
        at = replace(at, hour=at.hour + _NOON)
    is_sure = at.is_sure or end.is_sure
    return Found(replace(at, is_sure=is_sure, is_fragile=False, has_end=True), last.end)


def _named(reader: Reader, place: int, *, is_led: bool) -> Found[Clock] | None:
    times = reader.words.times
    word = reader.word(place)
    if word in times:
        return Found(At(*times[word], is_fragile=not is_led), place + 1)
    for lead in reader.words.time.part_leads:
        end = reader.phrase(place, *lead)
        if end is not None and reader.word(end) in reader.words.day_parts:
            return Found(At(*reader.words.day_parts[reader.word(end)]), end + 1)
    if is_led and word in reader.words.day_parts:
        return Found(At(*reader.words.day_parts[word]), place + 1)
    return None


def read_day_part(reader: Reader, place: int) -> Found[Clock] | None:
    """A part of the day right behind a day: morning, evening; also at night, in the evening."""
    word = reader.word(place)
    if word in reader.words.day_parts:
        return Found(At(*reader.words.day_parts[word]), place + 1)
    return _named(reader, place, is_led=False)


def _spoken(reader: Reader, place: int) -> Found[Clock] | None:
    """Half past three, quarter to 5, 10 minutes past 8."""
    words = reader.words.time
    minutes = _spoken_minutes(reader, place)
    if minutes is None or not reader.is_word(minutes.end, words.past | words.to):
        return None
    hour = read_number(reader, minutes.end + 1)
    if hour is None or not 1 <= hour.value <= _NOON:
        return None
    at = At(hour.value, minutes.value, is_sure=False)
    if reader.is_word(minutes.end, words.to):
        at = At(hour.value - 1 or _NOON, _HOUR_MINUTES - minutes.value, is_sure=False)
    return _with_meridiem(reader, hour.end, at)


def _spoken_minutes(reader: Reader, place: int) -> Found[int] | None:
    words = reader.words.time
    if reader.is_word(place, words.half):
        return Found(_HALF_HOUR, place + 1)
    quarter = reader.skip(place, reader.words.number.one)
    if reader.is_word(quarter, words.quarter):
        return Found(_QUARTER_HOUR, quarter + 1)
    number = read_number(reader, place)
    if number is None or not 0 < number.value <= _LAST_MINUTE:
        return None
    end = reader.skip(number.end, words.minutes)
    is_spoken = end > number.end or reader.number(place) is None
    return Found(number.value, end) if is_spoken or not number.value % _FIVE else None


def _clock(reader: Reader, place: int, *, bare: bool) -> Found[Clock] | None:
    token = reader.at(place)
    if token.kind is Kind.CLOCK:
        hour, minute, second = (int(part) for part in f"{token.text}:0".split(":")[:3])
        if minute % _FIVE and reader.word(place - 1) in reader.words.names_before_verses:
            return None
        at = At(hour, minute, second, is_sure=token.text.startswith("0"), is_clock=True)
        return _with_meridiem(reader, place + 1, at)
    number = reader.number(place)
    if number is not None:
        return _hour(reader, place, number, bare=bare)
    word = reader.words.number.cardinals.get(reader.word(place), 0)
    if 1 <= word <= _NOON:
        end = reader.skip(place + 1, reader.words.time.o_clock)
        if end > place + 1 or bare:
            return _with_meridiem(reader, end, At(word, is_sure=False))
        return _needs_meridiem(reader, place + 1, At(word, is_sure=False))
    return None


def _hour(reader: Reader, place: int, number: int, *, bare: bool) -> Found[Clock] | None:
    text = reader.at(place).text
    if _is_dotted(reader, place):
        return _dotted(reader, place, number, bare=bare)
    if len(text) == _MILITARY and (bare or _is_hours(reader, place + 1)):
        end = place + 2 if _is_hours(reader, place + 1) else place + 1
        return _checked(At(number // 100, number % 100), end)
    at = At(number, is_sure=len(text) == _TWO_DIGITS and text.startswith("0"))
    end = reader.skip(place + 1, reader.words.time.o_clock)
    if end > place + 1:
        return _with_meridiem(reader, end, at)
    is_sign = reader.at(place + 1).text == reader.words.time.hour_sign
    if bare and is_sign and reader.is_glued(place + 1):
        minutes = reader.number(place + 2) if reader.is_glued(place + 2) else None
        if minutes is not None and len(reader.at(place + 2).text) == _TWO_DIGITS:
            return _checked(At(number, minutes), place + 3)
        return _checked(At(number), place + 2)
    found = _needs_meridiem(reader, place + 1, at, bare=bare)
    return found or (_bare_hour(reader, place + 1, at) if bare else None)


def _is_dotted(reader: Reader, place: int) -> bool:
    """Whether minutes follow behind a dot: 17.30."""
    is_dot = reader.is_symbol(place + 1, ".") and reader.is_glued(place + 1)
    return is_dot and reader.number(place + 2) is not None and reader.is_glued(place + 2)


def _dotted(reader: Reader, place: int, hour: int, *, bare: bool) -> Found[Clock] | None:
    text = reader.at(place + 2).text
    if len(text) != _TWO_DIGITS:
        return None
    is_sure = reader.at(place).text.startswith("0")
    at = At(hour, int(text), is_sure=is_sure, is_clock=True)
    found = _needs_meridiem(reader, place + 3, at)
    return found or (_with_meridiem(reader, place + 3, at) if bare else None)


def _bare_hour(reader: Reader, end: int, at: At) -> Found[Clock] | None:
    """An hour alone, unless it counts something: at 5 places."""
    if len(str(at.hour)) > _TWO_DIGITS or (reader.is_glued(end) and not reader.ends(end)):
        return None
    counts = reader.word(end) in reader.words.units
    if counts or reader.is_symbol(end, "%") or reader.is_word(end, reader.words.repeat.times):
        return None
    found = _with_meridiem(reader, end, at)
    if found is None or found.end > end or isinstance(found.value, Impossible):
        return found
    return Found(replace(found.value, is_fragile=True), end)


def _is_hours(reader: Reader, place: int) -> bool:
    return reader.is_word(place, reader.words.time.hours)


def _needs_meridiem(reader: Reader, end: int, at: At, *, bare: bool = True) -> Found[Clock] | None:
    """The time, if it is said which half of the day it is in; seat 12A is no such thing."""
    letters = (reader.words.time.early_letter, reader.words.time.late_letter)
    if not bare and reader.at(end).text in letters and not reader.is_symbol(end + 1, "."):
        return None
    found = _with_meridiem(reader, end, at)
    return found if found is not None and found.end > end else None


def _with_meridiem(reader: Reader, place: int, at: At) -> Found[Clock] | None:
    """The time, with am or pm, or the part of the day that stands behind it."""
    found = _meridiem(reader, place) or _part_as_meridiem(reader, place)
    if found is None:
        return _checked(at, place)
    hour = at.hour
    if not 1 <= hour <= _NOON:
        return Found(Impossible("impossible_time"), found.end)
    hour = hour % _NOON + (_NOON if found.value else 0)
    return _checked(At(hour, at.minute, at.second), found.end)


def _meridiem(reader: Reader, place: int) -> Found[bool] | None:
    token = reader.at(place)
    if token.kind is not Kind.WORD:
        return None
    if token.text in reader.words.meridiems:
        return Found(reader.words.meridiems[token.text], place + 1)
    words = reader.words.time
    if token.text not in (words.early_letter, words.late_letter):
        return None
    is_late = token.text == words.late_letter
    if reader.is_symbol(place + 1, ".") and reader.at(place + 2).text == words.meridiem_letter:
        end = place + 3
        dotted = reader.is_symbol(end, ".") and reader.is_glued(end)
        return Found(is_late, end + 1 if dotted else end)
    return Found(is_late, place + 1) if token.is_glued else None


def _part_as_meridiem(reader: Reader, place: int) -> Found[bool] | None:
    words = reader.words
    for lead in words.time.meridiem_leads:
        end = reader.phrase(place, *lead)
        if end is not None and reader.is_word(end, words.time.early_parts | words.late_parts):
            return Found(reader.is_word(end, words.late_parts), end + 1)
    return None


def _checked(at: At, end: int) -> Found[Clock]:
    is_end_of_day = at.hour == _LAST_HOUR and at.minute == at.second == 0
    if (at.hour >= _LAST_HOUR and not is_end_of_day) or max(at.minute, at.second) > _LAST_MINUTE:
        return Found(Impossible("impossible_time"), end)
    is_sure = at.is_sure or not 1 <= at.hour < _NOON
    return Found(replace(at, is_sure=is_sure), end)

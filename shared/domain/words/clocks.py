"""Times of day: 5pm, at 17:30, half past three, noon, in the morning."""

from dataclasses import replace
from typing import Final

from shared.domain.words.amounts import read_number
from shared.domain.words.reader import Found, Reader
from shared.domain.words.tokens import Kind
from shared.domain.words.tree import At, Impossible

_LAST_HOUR: Final = 24
_NOON: Final = 12
_LAST_MINUTE: Final = 59
_BEFORE_TIMES: Final = ("at", "by", "around", "about", "before", "from", "due", "after")
_MILITARY: Final = 4
Clock = At | Impossible


def read_time(reader: Reader, place: int, *, bare: bool = False) -> Found[Clock] | None:
    """A time of day with its preposition. A bare hour is one behind `at`, or if `bare` says so."""
    start = place
    is_led = False
    if reader.is_symbol(place, "@") or reader.is_word(place, _BEFORE_TIMES):
        is_led = reader.is_symbol(place, "@") or reader.is_word(place, ("at", "by"))
        start = place + 1
        start = reader.skip(start, ("around", "about")) if is_led else start
    return (
        _named(reader, start, is_led=start > place)
        or _spoken(reader, start)
        or _clock(reader, start, bare=bare or is_led)
    )


def _named(reader: Reader, place: int, *, is_led: bool) -> Found[Clock] | None:
    times = reader.words.times
    word = reader.word(place)
    if word in times:
        return Found(At(*times[word], is_fragile=not is_led), place + 1)
    for lead in (("in", "the"), ("this",), ("at",), ("during", "the"), ("later", "this")):
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
    if reader.is_word(place, ("half",)):
        minutes, after = 30, place + 1
    elif (quarter := reader.skip(place, ("a",))) and reader.is_word(quarter, ("quarter",)):
        minutes, after = 15, quarter + 1
    else:
        number = read_number(reader, place)
        if number is None or not 0 < number.value <= _LAST_MINUTE:
            return None
        minutes = number.value
        after = reader.skip(number.end, ("minutes", "minute", "min"))
    if not reader.is_word(after, ("past", "to", "after")):
        return None
    hour = read_number(reader, after + 1)
    if hour is None or not 1 <= hour.value <= _NOON:
        return None
    whole = hour.value
    if reader.is_word(after, ("to",)):
        whole, minutes = (whole - 1 or _NOON), 60 - minutes
    return _with_meridiem(reader, hour.end, At(whole, minutes, is_sure=False))


def _clock(reader: Reader, place: int, *, bare: bool) -> Found[Clock] | None:
    token = reader.at(place)
    if token.kind is Kind.CLOCK:
        hour, minute, *rest = (int(part) for part in token.text.split(":"))
        at = At(
            hour, minute, rest[0] if rest else 0, is_sure=token.text.startswith("0"), is_clock=True
        )
        return _with_meridiem(reader, place + 1, at)
    number = reader.number(place)
    if number is not None:
        return _hour(reader, place, number, bare=bare)
    word = reader.words.numbers.get(reader.word(place), 0)
    if 1 <= word <= _NOON:
        if (end := reader.phrase(place + 1, "o'clock")) is not None or bare:
            return _with_meridiem(reader, end or place + 1, At(word, is_sure=False))
        return _needs_meridiem(reader, place + 1, At(word, is_sure=False))
    return None


def _hour(reader: Reader, place: int, number: int, *, bare: bool) -> Found[Clock] | None:
    text = reader.at(place).text
    minute = reader.number(place + 2)
    is_dotted = reader.is_symbol(place + 1, ".") and reader.is_glued(place + 1)
    if is_dotted and minute is not None and reader.is_glued(place + 2):
        if len(reader.at(place + 2).text) != 2:
            return None
        at = At(number, minute, is_sure=text.startswith("0"), is_clock=True)
        found = _needs_meridiem(reader, place + 3, at)
        return found or (_with_meridiem(reader, place + 3, at) if bare else None)
    if len(text) == _MILITARY and (bare or _is_hours(reader, place + 1)):
        end = place + 2 if _is_hours(reader, place + 1) else place + 1
        return _checked(At(number // 100, number % 100), end)
    at = At(number, is_sure=len(text) == 2 and text.startswith("0"))
    if (end := reader.phrase(place + 1, "o'clock")) is not None:
        return _with_meridiem(reader, end, at)
    if reader.is_symbol(place + 1, "h") or (
        reader.is_glued(place + 1) and reader.at(place + 1).text == "h" and bare
    ):
        return _checked(At(number), place + 2)
    return _needs_meridiem(reader, place + 1, at) or (
        _bare_hour(reader, place + 1, at) if bare else None
    )


def _bare_hour(reader: Reader, end: int, at: At) -> Found[Clock] | None:
    """An hour alone, unless it counts something: at 5 places."""
    if len(str(at.hour)) > 2 or (reader.is_glued(end) and not reader.ends(end)):
        return None
    if reader.is_symbol(end, "%") or reader.word(end) in reader.words.units:
        return None
    found = _with_meridiem(reader, end, at)
    if found is None or found.end > end or isinstance(found.value, Impossible):
        return found
    return Found(replace(found.value, is_fragile=True), end)


def _is_hours(reader: Reader, place: int) -> bool:
    return reader.is_word(place, ("hours", "hrs"))


def _needs_meridiem(reader: Reader, end: int, at: At) -> Found[Clock] | None:
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
    if token.text not in ("a", "p"):
        return None
    is_late = token.text == "p"
    if reader.is_symbol(place + 1, ".") and reader.at(place + 2).text == "m":
        end = place + 3
        dotted = reader.is_symbol(end, ".") and reader.is_glued(end)
        return Found(is_late, end + 1 if dotted else end)
    return Found(is_late, place + 1) if token.is_glued else None


def _part_as_meridiem(reader: Reader, place: int) -> Found[bool] | None:
    for lead in (("in", "the"), ("at",), ("this",)):
        end = reader.phrase(place, *lead)
        if end is not None and reader.word(end) in ("morning", *reader.words.late_parts):
            return Found(reader.word(end) in reader.words.late_parts, end + 1)
    return None


def _checked(at: At, end: int) -> Found[Clock]:
    is_end_of_day = at.hour == _LAST_HOUR and at.minute == at.second == 0
    if (at.hour >= _LAST_HOUR and not is_end_of_day) or max(at.minute, at.second) > _LAST_MINUTE:
        return Found(Impossible("impossible_time"), end)
    is_sure = at.is_sure or not 1 <= at.hour < _NOON
    return Found(replace(at, is_sure=is_sure), end)

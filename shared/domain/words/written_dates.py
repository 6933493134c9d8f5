"""Days that are written with numbers: 2026-11-27, 27.11., November 27th, the 15th; and feasts."""

from datetime import date, datetime
from typing import Final

from shared.domain.words.amounts import read_ordinal
from shared.domain.words.reader import Found, Reader
from shared.domain.words.tokens import Kind
from shared.domain.words.tree import Dated, Day, Impossible, OnDate, OnDayOfMonth, OnIso, OnNumeric

_LONGEST_MONTH: Final = 31
_MONTHS: Final = 12
_CENTURY: Final = 2000
_TWO_DIGITS: Final = 99
_YEAR_DIGITS: Final = 4
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2200
_DAY_AND_MONTH: Final = 2
_LONGEST_FEAST: Final = 3


def read_written(reader: Reader, place: int, *, is_led: bool) -> Found[Dated] | None:
    """A day by its number; led: a preposition or a weekday stands in front of it."""
    return (
        _iso(reader, place)
        or _numeric(reader, place, is_led=is_led)
        or read_several_days(reader, place)
        or _month_first(reader, place)
        or _day_first(reader, place, is_led=is_led)
        or _feast(reader, place, is_led=is_led)
    )


def _iso(reader: Reader, place: int) -> Found[Dated] | None:
    token = reader.at(place)
    if token.kind is not Kind.ISO:
        return None
    day, _, clock = token.text.upper().partition("T")
    year, month, number = (int(part) for part in day.replace("/", "-").split("-"))
    try:
        at: date = date(year, month, number)
        if clock:
            at = datetime.fromisoformat(f"{at.isoformat()}T{clock}")
    except ValueError:
        return Found(Dated(Impossible("impossible_date"), is_strong=True), place + 1)
    return Found(Dated(OnIso(at), is_strong=True), place + 1)


def _numeric(reader: Reader, place: int, *, is_led: bool) -> Found[Dated] | None:
    token = reader.at(place)
    if token.kind is not Kind.NUMERIC:
        return None
    is_dotted = "." in token.text
    parts = [
        int(part) for part in token.text.replace(".", "/").replace("-", "/").split("/") if part
    ]
    year = _year(parts[2]) if len(parts) > _DAY_AND_MONTH else None
    if is_dotted:
        day: Day = OnDate(parts[1], parts[0], year)
    else:
        day = OnNumeric(parts[0], parts[1], year)
    is_sure = is_led or year is not None
    if not is_sure and not _is_likely(parts):
        return None
    return Found(Dated(day, is_strong=is_sure, is_fragile=not is_sure), place + 1)


def _is_likely(parts: list[int]) -> bool:
    """Whether one may be a day and the other a month: 50/50 is no date."""
    return 1 <= min(parts[:2]) <= _MONTHS and max(parts[:2]) <= _LONGEST_MONTH


def _year(number: int) -> int:
    return number if number > _TWO_DIGITS else _CENTURY + number


def read_several_days(reader: Reader, place: int) -> Found[Dated] | None:
    """3-5 December, December 3-5: the first of them."""
    month = reader.words.months.get(reader.word(place))
    start = place + 1 if month is not None else reader.skip(place, reader.words.date.articles)
    first, last = _day_number(reader, start), _day_number(reader, start + 2)
    if first is None or last is None or last <= first:
        return None
    is_dash = reader.is_symbol(start + 1, "-–")
    if not is_dash and not reader.is_word(start + 1, reader.words.time.until):
        return None
    end = start + 3
    if month is None:
        end = reader.skip(end, reader.words.date.of)
        month, end = reader.words.months.get(reader.word(end)), end + 1
    if month is None:
        return None
    year = read_year(reader, end)
    day = OnDate(month, first, year.value if year else None)
    return Found(Dated(day, is_strong=True, has_end=True), year.end if year else end)


def _day_number(reader: Reader, place: int) -> int | None:
    """A day of a month, in digits."""
    token = reader.at(place)
    number = int(token.text[:-2]) if token.kind is Kind.ORDINAL else reader.number(place)
    return number if number is not None and 1 <= number <= _LONGEST_MONTH else None


def _month_first(reader: Reader, place: int) -> Found[Dated] | None:
    """November 27, Nov. 27th 2026."""
    month = reader.words.months.get(reader.word(place))
    if month is None:
        return None
    after = place + 1
    if reader.is_symbol(after, ".") and reader.is_glued(after):
        after += 1
    after = reader.skip(after, reader.words.date.articles)
    number = reader.number(after)
    day = read_ordinal(reader, after) if number is None else Found(number, after + 1)
    if day is None or (number is not None and not _is_day(reader, day)):
        return None
    if reader.is_symbol(day.end, "%") or reader.word(day.end) in reader.words.units:
        return None
    year = read_year(reader, day.end)
    value = OnDate(month, day.value, year.value if year else None)
    return Found(Dated(value, is_strong=day.value <= _LONGEST_MONTH), year.end if year else day.end)


def _is_day(reader: Reader, day: Found[int]) -> bool:
    """Whether a number alone may be meant as a day, be there such a day or not."""
    return day.value <= _TWO_DIGITS and not reader.is_glued(day.end - 1)


def _day_first(reader: Reader, place: int, *, is_led: bool) -> Found[Dated] | None:
    """27 November, the 27th of November, the 15th, 15th of next month."""
    start = reader.skip(place, reader.words.date.articles)
    number = reader.number(start)
    day = read_ordinal(reader, start) if number is None else Found(number, start + 1)
    if day is None or (number is None and day.value < 1):
        return None
    after = day.end
    if reader.is_symbol(after, ".") and reader.is_glued(after) and number is not None:
        after += 1
    after = reader.skip(after, reader.words.date.of)
    month = reader.words.months.get(reader.word(after))
    if month is not None and day.value <= _TWO_DIGITS:
        year = read_year(reader, after + 1)
        is_risky = number is not None and reader.is_word(
            after, reader.words.date.risky_after_numbers
        )
        is_fragile = is_risky and year is None and not is_led
        value = OnDate(month, day.value, year.value if year else None)
        dated = Dated(value, is_strong=not is_fragile, is_fragile=is_fragile)
        return Found(dated, year.end if year else after + 1)
    return _day_of_month(reader, place, day, is_led=is_led) if number is None else None


def _day_of_month(
    reader: Reader, place: int, day: Found[int], *, is_led: bool
) -> Found[Dated] | None:
    words = reader.words.date
    if reader.is_word(day.end, words.of):
        offset, after = read_which(reader, day.end + 1)
        if words.periods.get(reader.word(after)) != "month":
            return None
        is_said = after > day.end + 1 and not reader.is_word(day.end + 1, words.articles)
        months = offset if is_said else None
        return Found(Dated(OnDayOfMonth(day.value, months), is_strong=True), after + 1)
    is_written = reader.at(day.end - 1).kind is Kind.ORDINAL
    has_article = reader.is_word(place, words.articles)
    if not is_written or not (has_article or is_led):
        return None
    return Found(Dated(OnDayOfMonth(day.value), is_fragile=True), day.end)


def read_year(reader: Reader, place: int) -> Found[int] | None:
    """A year behind a month or a day."""
    after = place + 1 if reader.is_symbol(place, ",") else place
    text, number = reader.at(after).text, reader.number(after)
    if number is None or len(text) != _YEAR_DIGITS or reader.is_glued(after):
        return None
    return Found(number, after + 1) if _FIRST_YEAR <= number <= _LAST_YEAR else None


def _feast(reader: Reader, place: int, *, is_led: bool) -> Found[Dated] | None:
    if not is_led:
        return None
    for length in range(_LONGEST_FEAST, 0, -1):
        key = tuple(reader.word(place + offset) for offset in range(length))
        if key in reader.words.feasts:
            month, day = reader.words.feasts[key]
            return Found(Dated(OnDate(month, day), is_strong=True), place + length)
    return None


def read_which(reader: Reader, place: int) -> tuple[int, int]:
    """How many periods later, and the place behind the word for it."""
    words = reader.words.date
    if reader.is_word(place, words.next):
        return 1, place + 1
    return 0, reader.skip(place, words.this | words.articles)

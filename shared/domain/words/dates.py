"""Days: tomorrow, next friday, 27 November, in 3 weeks, the end of the month."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, Literal

from shared.domain.words.amounts import read_amounts, read_number, read_ordinal, read_unit
from shared.domain.words.reader import Found, Reader
from shared.domain.words.tokens import Kind
from shared.domain.words.tree import (
    Amount,
    At,
    Day,
    FromToday,
    Impossible,
    Later,
    NthWeekday,
    OnDate,
    OnDayOfMonth,
    OnIso,
    OnNumeric,
    OnPeriod,
    OnWeekday,
)
from shared.domain.words.vocabulary import Unit

_LEADS: Final = ("on", "by", "due", "for", "before", "until", "from", "this", "coming")
_LONGEST_MONTH: Final = 31
_PERIODS: Final = ("week", "month", "quarter", "year")
_EDGES: Final = {
    "end": "end", "start": "start", "beginning": "start", "middle": "middle", "mid": "middle",
}  # fmt: skip
_SHORT_EDGES: Final[dict[str, Day]] = {
    "eow": OnPeriod("week", 0, "end"), "eom": OnPeriod("month", 0, "end"),
    "eoq": OnPeriod("quarter", 0, "end"), "eoy": OnPeriod("year", 0, "end"),
}  # fmt: skip
_CENTURY: Final = 2000


@dataclass(frozen=True, slots=True)
class Dated:
    """A day, and how sure it is that a day was meant.

    Strong: a preposition says so. Fragile: only where nothing of the title follows.
    """

    day: Day
    is_strong: bool = False
    is_fragile: bool = False
    part: At | None = None
    """The part of the day that the word says as well: tonight."""
    is_before: bool = False
    """Before Friday: the day before, perhaps."""


def read_date(reader: Reader, place: int) -> Found[Dated] | None:
    """A day with its preposition, if there is one."""
    lead = _lead(reader, place)
    start = place if lead is None else lead.end
    found = _day(reader, start, is_led=lead is not None)
    if found is None:
        return None
    dated = found.value
    if lead is None:
        return found
    if lead.value == "for":
        return Found(dated, found.end)
    before = lead.value == "before"
    fragile = _stays_fragile(dated)
    strong = replace(dated, is_strong=True, is_fragile=fragile, is_before=before)
    return Found(strong, found.end)


def _stays_fragile(dated: Dated) -> bool:
    """On the 2nd floor: a preposition does not make a day of it."""
    return dated.is_fragile and isinstance(dated.day, OnDayOfMonth)


def _lead(reader: Reader, place: int) -> Found[str] | None:
    word = reader.word(place)
    if word == "due":
        after = reader.skip(place + 1, ("on", "by"))
        if reader.is_symbol(after, ":"):
            after += 1
        return Found(word, after)
    if word == "no" and reader.phrase(place, "no", "later", "than") is not None:
        return Found("by", place + 3)
    if word in ("on", "by", "before", "for"):
        return Found(word, place + 1)
    return None


def _day(reader: Reader, place: int, *, is_led: bool) -> Found[Dated] | None:
    return (
        _iso(reader, place)
        or _numeric(reader, place, is_led=is_led)
        or _named(reader, place)
        or _in(reader, place)
        or _later(reader, place)
        or _edge(reader, place)
        or _period(reader, place)
        or _nth_weekday(reader, place)
        or _month_first(reader, place)
        or _day_first(reader, place, is_led=is_led)
        or _feast(reader, place, is_led=is_led)
        or _weekday(reader, place, is_led=is_led)
    )


def _iso(reader: Reader, place: int) -> Found[Dated] | None:
    token = reader.at(place)
    if token.kind is not Kind.ISO:
        return None
    day, _, clock = token.text.upper().partition("T")
    year, month, number = (int(part) for part in day.split("-"))
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
    year = _year(parts[2]) if len(parts) > 2 else None
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
    return 1 <= min(parts[:2]) <= 12 and max(parts[:2]) <= _LONGEST_MONTH


def _year(number: int) -> int:
    return number if number > 99 else _CENTURY + number


def _named(reader: Reader, place: int) -> Found[Dated] | None:
    after = reader.skip(place, ("the",))
    for words, days in ((("day", "after", "tomorrow"), 2), (("day", "before", "yesterday"), -2)):
        end = reader.phrase(after, *words)
        if end is not None:
            return Found(Dated(FromToday(days), is_strong=True), end)
    end = reader.phrase(place, "later", "today")
    if end is not None:
        return Found(Dated(FromToday(0)), end)
    word = reader.word(place)
    if word in reader.words.days:
        part = At(*reader.words.times[word]) if word in reader.words.times else None
        return Found(Dated(FromToday(reader.words.days[word]), part=part), place + 1)
    if word in _SHORT_EDGES:
        return Found(Dated(_SHORT_EDGES[word]), place + 1)
    return None


def _in(reader: Reader, place: int) -> Found[Dated] | None:
    if reader.is_word(place, ("in", "within")):
        amounts = read_amounts(reader, place + 1)
        if amounts is not None:
            end = reader.phrase(amounts.end, "from", "now") or amounts.end
            return Found(Dated(Later(amounts.value), is_strong=True), end)
        month = reader.words.months.get(reader.word(place + 1))
        if month and reader.at(place + 1).end - reader.at(place + 1).start > 2:
            year = _written_year(reader, place + 2)
            day = OnDate(month, 1, year.value if year else None)
            is_risky = reader.is_word(place + 1, reader.words.risky)
            return Found(
                Dated(day, is_strong=True, is_fragile=is_risky), year.end if year else place + 2
            )
    return None


def _later(reader: Reader, place: int) -> Found[Dated] | None:
    """2 weeks from friday, 3 days after tomorrow, an hour from now, 2 days before christmas."""
    amounts = read_amounts(reader, place)
    if amounts is None or not reader.is_word(amounts.end, ("from", "after", "before")):
        return None
    if reader.word(amounts.end + 1) == "now" and reader.is_word(amounts.end, ("from",)):
        return Found(Dated(Later(amounts.value), is_strong=True), amounts.end + 2)
    base = _day(reader, amounts.end + 1, is_led=True)
    if base is None or isinstance(base.value.day, Impossible) or _has_hours(amounts.value):
        return None
    sign = -1 if reader.is_word(amounts.end, ("before",)) else 1
    moved = tuple((sign * number, unit) for number, unit in amounts.value)
    return Found(Dated(Later(moved, base.value.day), is_strong=True), base.end)


def _has_hours(amounts: tuple[Amount, ...]) -> bool:
    return any(unit in (Unit.SECOND, Unit.MINUTE, Unit.HOUR) for _, unit in amounts)


def _edge(reader: Reader, place: int) -> Found[Dated] | None:
    """The end of next month, mid january, end of week."""
    start = reader.skip(reader.skip(place, ("at",)), ("the",))
    edge = _EDGES.get(reader.word(start))
    if edge is None:
        return None
    after = start + 1
    if reader.is_symbol(after, "-") and reader.is_word(start, ("mid",)):
        after += 1
    after = reader.skip(after, ("of",))
    offset, after = _which(reader, after)
    side: Literal["start", "middle", "end"] = edge  # type: ignore[assignment]
    word = reader.at(after).text
    if word == "day" and side == "end":
        return Found(Dated(FromToday(offset)), after + 1)
    if word in _PERIODS:
        return Found(Dated(OnPeriod(word, offset, side), is_strong=True), after + 1)  # type: ignore[arg-type]
    month = reader.words.months.get(word)
    if month is None:
        return None
    day = {"start": 1, "middle": 15, "end": -1}[side]
    return Found(Dated(OnDate(month, day), is_strong=True), after + 1)


def _which(reader: Reader, place: int) -> tuple[int, int]:
    """How many periods later, and the place behind the word for it."""
    if reader.is_word(place, ("next",)):
        return 1, place + 1
    return 0, reader.skip(place, ("this", "the"))


def _period(reader: Reader, place: int) -> Found[Dated] | None:
    word, after = reader.word(place), reader.word(place + 1)
    if word == "next" and after == "week":
        day = reader.skip(place + 2, ("on",))
        weekday = reader.words.weekdays.get(reader.word(day))
        if weekday is not None:
            return Found(Dated(OnWeekday(weekday, "next"), is_strong=True), day + 1)
    if word == "next" and after in (*_PERIODS, "weekend"):
        return Found(Dated(OnPeriod(after, 1), is_strong=True), place + 2)  # type: ignore[arg-type]
    if word in ("this", "coming") and after == "weekend":
        return Found(Dated(OnPeriod("weekend", 0), is_strong=True), place + 2)
    end = reader.phrase(place, "the", "weekend") or reader.phrase(place, "at", "the", "weekend")
    if end is not None:
        return Found(Dated(OnPeriod("weekend", 0), is_fragile=True), end)
    month = reader.words.months.get(after)
    if word == "next" and month is not None:
        return Found(Dated(OnDate(month, 1), is_strong=True), place + 2)
    return None


def _nth_weekday(reader: Reader, place: int) -> Found[Dated] | None:
    """The first monday of next month, last friday in november."""
    start = reader.skip(place, ("the",))
    nth = read_ordinal(reader, start)
    if nth is None:
        return None
    weekday = reader.words.weekdays.get(reader.word(nth.end))
    if reader.is_word(nth.end, ("day",)) and nth.value == -1:
        return _last_day(reader, nth.end + 1)
    if weekday is None or not reader.is_word(nth.end + 1, ("of", "in")):
        return None
    after = nth.end + 2
    offset, after = _which(reader, after)
    if reader.is_word(after, ("month",)):
        return Found(Dated(NthWeekday(nth.value, weekday, None, offset), is_strong=True), after + 1)
    month = reader.words.months.get(reader.word(after))
    if month is None:
        return None
    return Found(Dated(NthWeekday(nth.value, weekday, month), is_strong=True), after + 1)


def _last_day(reader: Reader, place: int) -> Found[Dated] | None:
    if not reader.is_word(place, ("of", "in")):
        return None
    offset, after = _which(reader, place + 1)
    word = reader.word(after)
    if word in _PERIODS:
        return Found(Dated(OnPeriod(word, offset, "end"), is_strong=True), after + 1)  # type: ignore[arg-type]
    month = reader.words.months.get(word)
    return Found(Dated(OnDate(month, -1), is_strong=True), after + 1) if month else None


def _month_first(reader: Reader, place: int) -> Found[Dated] | None:
    """November 27, Nov. 27th 2026."""
    month = reader.words.months.get(reader.word(place))
    if month is None:
        return None
    after = place + 1
    if reader.is_symbol(after, ".") and reader.is_glued(after):
        after += 1
    after = reader.skip(after, ("the",))
    day = read_ordinal(reader, after) if reader.number(after) is None else None
    if day is None:
        number = reader.number(after)
        if number is None or number > 99 or reader.is_glued(after):
            return None
        day = Found(number, after + 1)
    if reader.is_word(day.end, ("%",)) or reader.word(day.end) in reader.words.units:
        return None
    year = _written_year(reader, day.end)
    value = OnDate(month, day.value, year.value if year else None)
    return Found(Dated(value, is_strong=day.value <= _LONGEST_MONTH), year.end if year else day.end)


def _day_first(reader: Reader, place: int, *, is_led: bool) -> Found[Dated] | None:
    """27 November, the 27th of November, the 15th, 15th of next month."""
    start = reader.skip(place, ("the",))
    number = reader.number(start)
    if number is not None:
        day = Found(number, start + 1)
    else:
        ordinal = read_ordinal(reader, start)
        if ordinal is None or ordinal.value < 1:
            return None
        day = ordinal
    after = day.end
    if reader.is_symbol(after, ".") and reader.is_glued(after) and number is not None:
        after += 1
    after = reader.skip(after, ("of",))
    month = reader.words.months.get(reader.word(after))
    if month is not None and day.value <= 99:
        year = _written_year(reader, after + 1)
        is_risky = number is not None and reader.is_word(after, ("may", "march", "mar"))
        value = OnDate(month, day.value, year.value if year else None)
        is_fragile = is_risky and year is None and not is_led
        return Found(
            Dated(value, is_strong=not is_fragile, is_fragile=is_fragile),
            year.end if year else after + 1,
        )
    if number is not None:
        return None
    return _day_of_month(reader, place, day, is_led=is_led)


def _day_of_month(
    reader: Reader, place: int, day: Found[int], *, is_led: bool
) -> Found[Dated] | None:
    if reader.is_word(day.end, ("of",)):
        offset, after = _which(reader, day.end + 1)
        if reader.is_word(after, ("month",)):
            is_said = after > day.end + 1 and not reader.is_word(day.end + 1, ("the",))
            return Found(
                Dated(OnDayOfMonth(day.value, offset if is_said else None), is_strong=True),
                after + 1,
            )
        return None
    is_written = reader.at(day.end - 1).kind is Kind.ORDINAL
    has_article = reader.is_word(place, ("the",))
    if not is_written or not (has_article or is_led):
        return None
    return Found(Dated(OnDayOfMonth(day.value), is_fragile=True), day.end)


def _written_year(reader: Reader, place: int) -> Found[int] | None:
    after = place + 1 if reader.is_symbol(place, ",") else place
    text, number = reader.at(after).text, reader.number(after)
    if number is None or len(text) != 4 or not 1900 <= number <= 2200 or reader.is_glued(after):
        return None
    return Found(number, after + 1)


def _feast(reader: Reader, place: int, *, is_led: bool) -> Found[Dated] | None:
    if not is_led:
        return None
    for length in (3, 2, 1):
        key = tuple(reader.word(place + offset) for offset in range(length))
        if key in reader.words.feasts:
            month, day = reader.words.feasts[key]
            return Found(Dated(OnDate(month, day), is_strong=True), place + length)
    return None


def _weekday(reader: Reader, place: int, *, is_led: bool) -> Found[Dated] | None:
    word = reader.word(place)
    which = word if word in ("this", "next", "coming") else "bare"
    start = place + 1 if which != "bare" else place
    name = reader.word(start)
    weekday = reader.words.weekdays.get(name)
    if weekday is None or reader.word(start - 1) in reader.words.names_before_days:
        return None
    end = start + 1
    if reader.is_symbol(end, ".") and reader.is_glued(end) and len(name) <= 4:
        end = end + 1 if reader.ends(end + 1) else end
    exact = _exact_date(reader, end)
    if exact is not None:
        return exact
    following = reader.phrase(end, "next", "week")
    if following is not None:
        return Found(Dated(OnWeekday(weekday, "next"), is_strong=True), following)
    weeks = _weeks_later(reader, end)
    is_led = is_led or which != "bare"
    kind: Literal["bare", "this", "next"] = "next" if which == "next" else "bare"
    is_fragile = name in reader.words.risky and not is_led
    day = OnWeekday(weekday, kind, weeks.value if weeks else 0)
    return Found(Dated(day, is_strong=is_led, is_fragile=is_fragile), weeks.end if weeks else end)


def _exact_date(reader: Reader, place: int) -> Found[Dated] | None:
    """The date that follows a weekday: Fri, 27 Nov."""
    after = place + 1 if reader.is_symbol(place, ",") else place
    found = _month_first(reader, after) or _day_first(reader, after, is_led=True)
    if found is None:
        iso = _iso(reader, after) or _numeric(reader, after, is_led=True)
        return iso
    return Found(Dated(found.value.day, is_strong=True), found.end)


def _weeks_later(reader: Reader, place: int) -> Found[int] | None:
    """In two weeks, behind a weekday; next week."""
    if not reader.is_word(place, ("in",)):
        return None
    number = read_number(reader, place + 1)
    unit = read_unit(reader, number.end) if number else None
    if number is None or unit is None or unit.value[1] is not Unit.WEEK:
        return None
    return Found(number.value * unit.value[0], unit.end)

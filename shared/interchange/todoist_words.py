"""Todoist's words for recurring dates ("every! 3 days") to an RRULE and an anchor.

Documented at todoist.com/help, "Introduction to recurring dates". What is not understood is None.
"""

import re
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from shared.domain.recurrence.patterns import month_day_parts
from shared.domain.tasks import Anchor

_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*"
_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_WORKDAYS: Final = "MO,TU,WE,TH,FR"
_NUMBERS: Final = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "other": 2, "last": -1,
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
}  # fmt: skip
_NTH = r"(\d{1,3}(?:st|[nr]d|th)?|first|second|third|fourth|fifth|last)"
_UNITS: Final = {"hour": "HOURLY", "day": "DAILY", "week": "WEEKLY", "month": "MONTHLY"}
_FIXED: Final = {
    "weekday": f"FREQ=WEEKLY;BYDAY={_WORKDAYS};WKST=MO",
    "workday": f"FREQ=WEEKLY;BYDAY={_WORKDAYS};WKST=MO",
    "weekend": "FREQ=WEEKLY;BYDAY=SA;WKST=MO",
} | dict.fromkeys(("morning", "afternoon", "evening", "night"), "FREQ=DAILY")
_TIMES: Final = {
    "morning": time(9), "noon": time(12), "afternoon": time(12), "evening": time(19),
    "night": time(22), "midnight": time(0),
}  # fmt: skip
_CLOCK = re.compile(
    r"\s+(?:(?:at|@)\s*|(?=\d{1,2}:\d\d$))"
    r"(?:(noon|midnight)|(\d{1,2})(?:[:.](\d\d))?\s*(am|pm)?)$"
)
_BEGIN = re.compile(r"\s+(?:starting|from)\s+(?:on\s+)?(?!.*\b(?:until|ending)\b)(.+)$")
_UNTIL = re.compile(r"\s+(?:until|ending)\s+(\d{4})-(\d\d)-(\d\d)$")
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Repeat:
    """A rule, what it counts from, and what the words say of its first date beside it.

    `begins` are the words for a beginning, which may have a time of day of their own.
    """

    rrule: str
    anchor: Anchor
    at: time | None = None
    begins: str = ""


def read_words(text: str, due: date) -> Repeat | None:
    """The repetition that the words mean for a task that is due at `due` now.

    >>> read_words("every! 3 days", date(2026, 11, 26))
    Repeat(rrule='FREQ=DAILY;INTERVAL=3', anchor='completion', at=None, begins='')
    >>> late = read_words("every mon, thu at 9:30pm starting 5 jan", date(2026, 11, 26))
    >>> late.rrule, late.at, late.begins
    ('FREQ=WEEKLY;BYDAY=MO,TH;WKST=MO', datetime.time(21, 30), '5 jan')
    >>> read_words("every last friday", date(2026, 11, 27)).rrule
    'FREQ=MONTHLY;BYDAY=-1FR'
    >>> read_words("every blue moon", date(2026, 11, 27)) is None
    True
    """
    words = " ".join(text.lower().split())
    if len(words) > _LONGEST:
        return None
    words, until = _cut(words, _UNTIL)
    words, begin = _cut(words, _BEGIN)
    words, clock = _cut(words, _CLOCK)
    body, anchor = _without_every(words)
    rule = _rule(body, due, anchor) if body else None
    if body is None or rule is None:
        return None
    at = _time(clock) if clock else _TIMES.get(body.removesuffix("s"))
    if clock and at is None:
        return None
    end = f";UNTIL={until[1]}{until[2]}{until[3]}" if until else ""
    return Repeat(rule + end, anchor, at, begin[1] if begin else "")


def sounds_recurring(text: str) -> bool:
    """Whether the words begin as those of a repetition do, be they understood or not.

    >>> sounds_recurring("every blue moon"), sounds_recurring("3 Dec")
    (True, False)
    """
    return re.match(r"(?:every|ev|after)\b", text.lower()) is not None


def _cut(words: str, pattern: re.Pattern[str]) -> tuple[str, re.Match[str] | None]:
    """The words before what matches, and that."""
    match = pattern.search(words)
    return (words[: match.start()] if match else words), match


def _time(match: re.Match[str]) -> time | None:
    """The time of day; None if there is no such."""
    named, digits, minute, half = match.groups()
    if named:
        return _TIMES[named]
    hour = int(digits)
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return time(hour, int(minute or 0))
    except ValueError:
        return None


def _without_every(words: str) -> tuple[str | None, Anchor]:
    match = re.fullmatch(r"(every!|ev!|after|every|ev)\s*(.+)", words)
    if match:
        is_after = match[1] in ("every!", "ev!", "after")
        return match[2], "completion" if is_after else "schedule"
    named = {"daily": "day", "weekly": "week", "monthly": "month", "yearly": "year"}
    named |= {"quarterly": "quarter", "annually": "year", "hourly": "hour"}
    return named.get(words), "schedule"


def _rule(body: str, due: date, anchor: Anchor) -> str | None:
    return _span(body, due, anchor) or _weekdays(body) or _in_month(body) or _in_year(body)


def _span(body: str, due: date, anchor: Anchor) -> str | None:
    """Days, weeks, months and years, every one or every some."""
    fixed = _FIXED.get(body.removesuffix("s"))
    if fixed:
        return fixed
    match = re.fullmatch(
        r"(?:(\d{1,4}|other|two|three|four|five|six)\s+)?(hour|day|week|month|quarter|year)s?", body
    )
    if match is None:
        return None
    every = _number(match[1]) if match[1] else 1
    unit = match[2]
    if unit == "quarter":
        every, unit = every * 3, "month"
    interval = f";INTERVAL={every}" if every > 1 else ""
    freq = f"FREQ={_UNITS.get(unit, 'YEARLY')}{interval}"
    parts = {
        "week": f";BYDAY={_DAYS[due.weekday()]};WKST=MO",
        "month": f";{month_day_parts(due.day, 31)}",
        "year": f";{_month_day(due.month, due.day)}",
    }
    return freq + (parts.get(unit, "") if anchor == "schedule" else "")


def _weekdays(body: str) -> str | None:
    """mon, thu; other tuesday; 3 fri."""
    match = re.fullmatch(r"(?:other\s+)?(.+)", body)
    names = _list(match[1]) if match else []
    found = [re.fullmatch(_DAY, name) for name in names]
    days = [_code(day[1]) for day in found if day]
    if not days or len(days) != len(found):
        return None
    interval = ";INTERVAL=2" if body.startswith("other ") else ""
    return f"FREQ=WEEKLY{interval};BYDAY={_joined(days)};WKST=MO"


def _in_month(body: str) -> str | None:
    """Last day; 15th; 1st, 15th; 2nd friday; last workday; 3rd workday."""
    if body in ("last day", "last day of the month", "last day of month"):
        return "FREQ=MONTHLY;BYMONTHDAY=-1"
    workday = re.fullmatch(rf"{_NTH}\s+(?:workday|weekday)", body)
    if workday:
        return f"FREQ=MONTHLY;BYDAY={_WORKDAYS};BYSETPOS={_number(workday[1])}"
    nth = [re.fullmatch(rf"{_NTH}\s+{_DAY}", part) for part in _list(body)]
    if nth and all(nth):
        days = [f"{_number(one[1])}{_code(one[2])}" for one in nth if one]
        return f"FREQ=MONTHLY;BYDAY={','.join(days)}"
    return _days_of_month(_list(body))


def _days_of_month(parts: list[str]) -> str | None:
    numbers = [re.fullmatch(r"(\d{1,2})(?:st|[nr]d|th)?", part) for part in parts]
    days = [int(one[1]) for one in numbers if one]
    is_known = len(days) == len(numbers) and all(1 <= day <= 31 for day in days)  # noqa: PLR2004 - days of a month
    if not is_known:
        return None
    if len(days) == 1:
        return f"FREQ=MONTHLY;{month_day_parts(days[0], 31)}"
    return f"FREQ=MONTHLY;BYMONTHDAY={','.join(map(str, days))}"


def _in_year(body: str) -> str | None:
    """Jan 27th; 27 jan."""
    match = re.fullmatch(rf"{_MONTH}\s+(\d{{1,2}})(?:st|[nr]d|th)?", body)
    month, day = (match[1], match[2]) if match else ("", "")
    other = re.fullmatch(rf"(\d{{1,2}})(?:st|[nr]d|th)?\s+(?:of\s+)?{_MONTH}", body)
    if other:
        month, day = other[2], other[1]
    if not month or not 1 <= int(day) <= 31:  # noqa: PLR2004 - days of a month
        return None
    return f"FREQ=YEARLY;{_month_day(_MONTHS.index(month) + 1, int(day))}"


def _month_day(month: int, day: int) -> str:
    return f"BYMONTH={month};{month_day_parts(day, 29 if month == 2 else 0)}"  # noqa: PLR2004 - February


def _list(body: str) -> list[str]:
    return [part.strip() for part in re.split(r",|\band\b|&", body)]


def _number(text: str) -> int:
    return _NUMBERS[text] if text in _NUMBERS else int(re.sub(r"\D", "", text))


def _code(day: str) -> str:
    return next(code for code in _DAYS if code == day[:2].upper())


def _joined(days: list[str]) -> str:
    return ",".join(sorted(dict.fromkeys(days), key=_DAYS.index))

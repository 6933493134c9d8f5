"""From what a person or an old client says (daily, monthly, an RRULE) to the text of a rule."""

from datetime import date
from typing import Literal

from shared.core.errors import InvalidInput
from shared.domain.recurrence.checks import check_occurs
from shared.domain.recurrence.parse import parse_rule
from shared.domain.recurrence.rule import LONGEST_RULE, POINTER, WEEKDAYS, check_start, refused
from shared.domain.recurrence.slots import Slot

Anchor = Literal["schedule", "completion"]

_NAMES = ("daily", "weekly", "monthly", "yearly")
LAST_SAFE_DAY = 28
_LONGEST_MONTH = 31
_FEBRUARY = 2


def normalise_pattern(
    pattern: str,
    dtstart: Slot,
    *,
    anchor: Anchor = "schedule",
    week_start: str = "MO",
    pointer: str = POINTER,
) -> str:
    """The RRULE that `pattern` means for a series that starts at `dtstart`.

    A name (daily, weekly, monthly, yearly) gets explicit parts, so that moving one occurrence
    never changes the anchor day, and a month without that day gives its last day. With the
    completion anchor it gets none: the next one counts from the day of completion. An RRULE is
    kept byte for byte, without the property's name.

    >>> normalise_pattern("monthly", date(2026, 1, 30))
    'FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1'
    >>> normalise_pattern("weekly", date(2026, 11, 24))
    'FREQ=WEEKLY;BYDAY=TU;WKST=MO'
    >>> normalise_pattern("RRULE:freq=DAILY;Interval=3", date(2026, 11, 24))
    'freq=DAILY;Interval=3'

    Raises:
        InvalidInput: at `pointer`, with the codes of `parse_rule` and `check_occurs`.
    """
    try:
        check_start(dtstart)
        name = pattern.strip().lower() if len(pattern) <= len(" monthly ") else ""
        text = _named(name, dtstart, anchor, week_start) or _rule_text(pattern)
        rule = parse_rule(text)
        check_occurs(rule, dtstart)
    except InvalidInput as error:
        error.pointer = pointer
        raise
    return rule.text


def _rule_text(pattern: str) -> str:
    """The pattern, if it can be a rule at all: every part of one has a value."""
    if "=" not in pattern and len(pattern) <= LONGEST_RULE:
        message = f"One of {', '.join(_NAMES)}, or an RRULE such as FREQ=WEEKLY;BYDAY=MO,FR."
        raise refused("rule_syntax", message)
    return pattern


def _named(name: str, start: date, anchor: Anchor, week_start: str) -> str | None:
    if name not in _NAMES:
        return None
    freq = f"FREQ={name.upper()}"
    if anchor == "completion" or name == "daily":
        return freq
    if name == "weekly":
        return f"{freq};BYDAY={WEEKDAYS[start.weekday()]};WKST={week_start}"
    if name == "monthly":
        return f"{freq};{month_day_parts(start.day, _LONGEST_MONTH)}"
    longest = 29 if start.month == _FEBRUARY else 0
    return f"{freq};BYMONTH={start.month};{month_day_parts(start.day, longest)}"


def month_day_parts(day: int, longest: int) -> str:
    """The parts that hit this day, or the last one in months without it.

    `longest` is the greatest length of the months in question, 0 if all have the day. The plain
    RRULE parts do it without drifting (product conventions, 5.1).

    >>> [month_day_parts(day, 31) for day in (15, 29, 31)]
    ['BYMONTHDAY=15', 'BYMONTHDAY=28,29;BYSETPOS=-1', 'BYMONTHDAY=-1']
    >>> month_day_parts(29, 29), month_day_parts(31, 0)
    ('BYMONTHDAY=28,29;BYSETPOS=-1', 'BYMONTHDAY=31')
    """
    if day <= LAST_SAFE_DAY or longest == 0:
        return f"BYMONTHDAY={day}"
    if day == _LONGEST_MONTH:
        return "BYMONTHDAY=-1"
    days = ",".join(str(number) for number in range(LAST_SAFE_DAY, day + 1))
    return f"BYMONTHDAY={days};BYSETPOS=-1"

"""Rules that count from the start of a task as rules that count from its due time.

In iCalendar the dates of a rule are starts (RFC 5545 §3.8.5.3), and the due time of each is as
much later as that of the first one; here they are due times. So the rule has to move along, which
not every rule can: two days after the second Monday is not the second Wednesday.
"""

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from shared.domain.recurrence import Freq, Rule
from shared.domain.recurrence.rule import WEEKDAYS
from shared.domain.zones import load_zone, local_in

_SHORTEST_MONTH: Final = 28
_MARCH: Final = 3
_LEAP_DAY: Final = (2, 29)
_Parts = dict[str, str]


def moved_slot(slot: date, start: date, due: date) -> date:
    """When the occurrence that starts at `slot` is due, if that of `start` is due at `due`.

    >>> moved_slot(date(2026, 3, 2), date(2026, 3, 1), datetime(2026, 3, 3, 9))
    datetime.datetime(2026, 3, 4, 9, 0)

    Raises:
        OverflowError: it is beyond the calendar.
    """
    if isinstance(slot, datetime) and isinstance(start, datetime) and isinstance(due, datetime):
        return slot + (due - start)
    day = date.fromordinal(slot.toordinal()) + timedelta(days=_days(start, due))
    return datetime.combine(day, due.time()) if isinstance(due, datetime) else day


def moved_rule(rule: Rule, start: date, due: date, zone: str) -> str | None:
    """The rule that has from `due` on the dates of `rule` from `start` on, each moved along.

    The text of `rule` itself, if it may stay; None if there is no such rule. `zone` is where local
    times hold, for an UNTIL in UTC.

    >>> from shared.domain.recurrence import parse_rule
    >>> weekly = parse_rule("FREQ=WEEKLY;BYDAY=MO,FR")
    >>> moved_rule(weekly, date(2026, 11, 23), date(2026, 11, 25), "UTC")
    'FREQ=WEEKLY;BYDAY=WE,SU'
    >>> monthly = parse_rule("FREQ=MONTHLY;BYDAY=4MO")
    >>> moved_rule(monthly, date(2026, 11, 23), date(2026, 11, 25), "UTC") is None
    True
    """
    if start == due:
        return rule.text
    if rule.is_sub_daily or (_names_time(rule) and _clock(start) != _clock(due)):
        return None
    days = _days(start, due)
    parts = _moved_days(rule, start, due, days) if days else {}
    if parts is None:
        return None
    if rule.until is not None:
        parts |= _moved_until(rule.until, start, due, load_zone(zone))
    return _with(rule.text, parts)


def _moved_days(rule: Rule, start: date, due: date, days: int) -> _Parts | None:
    """The parts that change when each date is `days` later; None if none can say that."""
    picks_by_count = rule.by_week_no or rule.by_year_day
    if picks_by_count or (rule.by_day and (rule.by_month or rule.by_month_day)):
        return None
    if rule.by_day:
        return _moved_weekdays(rule, days)
    counts_months = rule.freq in (Freq.MONTHLY, Freq.YEARLY)
    is_same_month = (start.year, start.month) == (due.year, due.month)
    if rule.by_month_day:
        return _moved_month_days(rule, days) if is_same_month or not counts_months else None
    if rule.freq is Freq.YEARLY and not rule.by_month:
        return {} if _keeps_distance_each_year(start, due) else None
    if counts_months:
        is_in_each_month = max(start.day, due.day) <= _SHORTEST_MONTH
        return {} if is_same_month and is_in_each_month else None
    return None if rule.by_month else {}


def _moved_weekdays(rule: Rule, days: int) -> _Parts | None:
    """Weeks move along as a whole, so that every second one stays the same one."""
    if rule.freq not in (Freq.DAILY, Freq.WEEKLY):
        return None
    if days % 7 == 0:
        return {}
    parts = {"BYDAY": ",".join(WEEKDAYS[(each.weekday + days) % 7] for each in rule.by_day)}
    if rule.freq is Freq.WEEKLY and (rule.interval > 1 or rule.by_set_pos):
        parts["WKST"] = WEEKDAYS[(rule.week_start + days) % 7]
    return parts


def _moved_month_days(rule: Rule, days: int) -> _Parts | None:
    """Days that every month has, from its beginning or from its end."""
    moved = [day + days for day in rule.by_month_day]
    for before, after in zip(rule.by_month_day, moved, strict=True):
        is_same_end = (before > 0) == (after > 0) and after != 0
        if not is_same_end or max(abs(before), abs(after)) > _SHORTEST_MONTH:
            return None
    return {"BYMONTHDAY": ",".join(map(str, moved))}


def _keeps_distance_each_year(start: date, due: date) -> bool:
    """Whether no leap day ever lies between the two."""
    has_leap_day = _LEAP_DAY in ((start.month, start.day), (due.month, due.day))
    begins, ends = (day.year - (day.month < _MARCH) for day in (start, due))
    return begins == ends and not has_leap_day


def _moved_until(until: date, start: date, due: date, zone: ZoneInfo) -> _Parts:
    """UNTIL, which is the last start, as the last due time."""
    try:
        if isinstance(until, datetime) and until.tzinfo is not None and isinstance(start, datetime):
            until = local_in(until, zone).replace(fold=0)
        if isinstance(until, datetime) and isinstance(start, datetime):
            if isinstance(due, datetime):
                return {"UNTIL": _compact(until + (due - start))}
            until -= timedelta(days=until.time() < start.time())
        last = date.fromordinal(until.toordinal()) + timedelta(days=_days(start, due))
    except (OverflowError, ValueError):
        return {}  # nothing repeats for so long
    return {"UNTIL": _compact(last)}


def _compact(day: date) -> str:
    """Also of years before 1000, which strftime does not fill up."""
    return day.isoformat().replace("-", "").replace(":", "")


def _names_time(rule: Rule) -> bool:
    return bool(rule.by_hour or rule.by_minute or rule.by_second)


def _clock(day: date) -> object:
    return day.time() if isinstance(day, datetime) else None


def _days(start: date, due: date) -> int:
    return due.toordinal() - start.toordinal()


def _with(text: str, parts: _Parts) -> str:
    kept = []
    left = dict(parts)
    for part in text.split(";"):
        name = part.partition("=")[0].upper()
        kept.append(f"{name}={left.pop(name)}" if name in left else part)
    return ";".join([*kept, *(f"{name}={value}" for name, value in left.items())])

"""A rule whose occurrences are moved to another day: what it says of days moves along. Pure."""

from datetime import date

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def moved_rule(rrule: str, old: date, new: date) -> str:
    """The rule with the day of `old` replaced by that of `new`; unchanged where it names neither.

    >>> moved_rule("FREQ=WEEKLY;BYDAY=MO,WE", date(2026, 11, 23), date(2026, 11, 24))
    'FREQ=WEEKLY;BYDAY=TU,WE'
    >>> moved_rule("FREQ=MONTHLY;BYMONTHDAY=15", date(2026, 11, 15), date(2026, 11, 20))
    'FREQ=MONTHLY;BYMONTHDAY=20'
    >>> moved_rule("FREQ=MONTHLY;BYMONTHDAY=1,15", date(2026, 11, 1), date(2026, 11, 3))
    'FREQ=MONTHLY;BYMONTHDAY=3,15'
    >>> moved_rule("FREQ=MONTHLY;BYDAY=2TU", date(2026, 11, 10), date(2026, 11, 18))
    'FREQ=MONTHLY;BYDAY=3WE'
    """
    if old == new:
        return rrule
    parts = [part.partition("=") for part in rrule.split(";")]
    picks = any(name.upper() == "BYSETPOS" for name, _, _ in parts)
    return ";".join(
        f"{name}{eq}{_moved(name.upper(), value, old, new, picks=picks)}"
        for name, eq, value in parts
    )


def _moved(name: str, value: str, old: date, new: date, *, picks: bool) -> str:
    match name:
        case "BYDAY":
            days = [_moved_day(each, old, new) for each in value.split(",")]
            return ",".join(dict.fromkeys(days))
        case "BYMONTHDAY" if value == str(old.day) or not picks:
            own, moved = str(old.day), str(new.day)
            days = [moved if each == own else each for each in value.split(",")]
            return ",".join(dict.fromkeys(days))
        case "BYMONTH" if value == str(old.month):
            return str(new.month)
        case _:
            return value


def _moved_day(value: str, old: date, new: date) -> str:
    ordinal, weekday = value[:-2], value[-2:].upper()
    if weekday != _WEEKDAYS[old.weekday()]:
        return value
    if ordinal == str(_ordinal(old)):
        ordinal = str(_ordinal(new))
    return ordinal + _WEEKDAYS[new.weekday()]


def _ordinal(day: date) -> int:
    return (day.day - 1) // 7 + 1

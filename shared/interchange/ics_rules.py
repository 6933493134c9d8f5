"""Rules of RFC 7529 (RSCALE, SKIP) as plain ones of RFC 5545."""

from datetime import date

from shared.domain.recurrence.patterns import month_day_parts

_FEBRUARY = 2


def plain_rule(rule: str, start: date) -> str | None:
    """The same dates without RSCALE and SKIP; a rule without them byte for byte; None if none.

    >>> plain_rule("RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD", date(2026, 1, 31))
    'FREQ=MONTHLY;BYMONTHDAY=-1'
    >>> plain_rule("RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=OMIT;BYMONTHDAY=31", date(2026, 1, 31))
    'FREQ=MONTHLY;BYMONTHDAY=31'
    >>> plain_rule("RSCALE=CHINESE;FREQ=YEARLY", date(2026, 1, 31)) is None
    True
    """
    parts = dict(part.partition("=")[::2] for part in rule.upper().split(";"))
    scale, skip = parts.pop("RSCALE", None), parts.pop("SKIP", "OMIT")
    if scale is None and "SKIP=" not in rule.upper():
        return rule
    if scale not in (None, "GREGORIAN") or skip not in ("OMIT", "BACKWARD"):
        return None
    if skip == "BACKWARD" and not _clamp(parts, start):
        return None
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _clamp(parts: dict[str, str], start: date) -> bool:
    """A month without the day gives its last one; False for rules where that is more than a day."""
    if parts.get("FREQ") not in ("MONTHLY", "YEARLY") or "BYDAY" in parts:
        return parts.get("FREQ") in ("DAILY", "WEEKLY")
    day = parts.pop("BYMONTHDAY", str(start.day))
    if not day.isdecimal() or not 1 <= int(day) <= 31 or "BYSETPOS" in parts:  # noqa: PLR2004 - days of a month
        return False
    longest = 31
    if parts["FREQ"] == "YEARLY":
        month = parts.setdefault("BYMONTH", str(start.month))
        if not month.isdecimal():
            return False
        longest = 29 if int(month) == _FEBRUARY else 0
    for name_value in month_day_parts(int(day), longest).split(";"):
        name, _, value = name_value.partition("=")
        parts[name] = value
    return True

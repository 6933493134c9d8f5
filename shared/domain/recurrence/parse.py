"""RRULE text to `Rule`; everything that cannot be meant is refused, in bounded time."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from shared.domain.recurrence.checks import check_hits, check_parts
from shared.domain.recurrence.rule import (
    LARGEST_COUNT,
    LARGEST_INTERVAL,
    LONGEST_RULE,
    WEEKDAYS,
    Freq,
    NthDay,
    Rule,
    refused,
)

_NUMBER = re.compile(r"[+-]?\d{1,3}", re.ASCII)
_NATURAL = re.compile(r"\d{1,9}", re.ASCII)
_NTH_DAY = re.compile(r"([+-]?\d{1,2})?([A-Z]{2})", re.ASCII)
_UNTIL = re.compile(r"\d{8}(T\d{6}Z?)?", re.ASCII)
_LAST_SECOND = 59


@lru_cache(maxsize=4096)
def parse_rule(text: str) -> Rule:
    """The rule that `text` means, with or without `RRULE:` before it; `Rule.text` is without.

    >>> parse_rule("RRULE:FREQ=MONTHLY;BYDAY=-1FR").by_day
    (NthDay(nth=-1, weekday=4),)

    Raises:
        InvalidInput: `rule_too_long`, `rule_syntax`, `several_rules`, `freq_missing`,
            `freq_unknown`, `freq_secondly`, `part_unknown`, `part_repeated`, `part_range`,
            `part_not_allowed`, `rscale_unsupported`, `interval_range`, `count_range`,
            `count_with_until`, `until_invalid`, `setpos_alone`, `too_frequent`,
            `rule_never_occurs`.
    """
    rule = _read(value_of(text))
    check_parts(rule)
    check_hits(rule)
    return rule


def value_of(text: str) -> str:
    """The value of the RRULE property: `text` without its name, otherwise byte for byte.

    Raises:
        InvalidInput: `rule_too_long`, `several_rules`, `rule_syntax`.
    """
    if len(text) > LONGEST_RULE:
        raise refused("rule_too_long", f"A rule has at most {LONGEST_RULE} characters.")
    stripped = text.strip()
    if len(stripped.split()) > 1:
        code = "several_rules" if stripped.upper().count("FREQ=") > 1 else "rule_syntax"
        raise refused(code, "One rule is given as one RRULE, without other lines or blanks.")
    named = stripped[:6].upper() == "RRULE:"
    return stripped[6:] if named else stripped


def _read(text: str) -> Rule:
    parts = _split(text)
    freq = _freq(parts)
    if "COUNT" in parts and "UNTIL" in parts:
        raise refused("count_with_until", "COUNT and UNTIL exclude each other (RFC 5545 §3.3.10).")
    values = {_READERS[name][0]: _READERS[name][1](name, value) for name, value in parts.items()}
    return Rule(text=text, freq=freq, **values)


def _split(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for item in text.upper().split(";"):
        name, equals, value = item.partition("=")
        if not (name and equals and value):
            message = "A rule is NAME=VALUE pairs joined by semicolons, such as FREQ=DAILY."
            raise refused("rule_syntax", message)
        if name in parts:
            raise refused("part_repeated", f"{name} is given twice.")
        if name in ("RSCALE", "SKIP"):
            message = "RSCALE and SKIP (RFC 7529) are not supported; month ends are BYMONTHDAY=-1."
            raise refused("rscale_unsupported", message)
        if name != "FREQ" and name not in _READERS:
            raise refused("part_unknown", f"“{name[:20]}” is not a part of a rule.")
        parts[name] = value
    return parts


def _freq(parts: dict[str, str]) -> Freq:
    name = parts.pop("FREQ", None)
    if name is None:
        raise refused("freq_missing", "A rule needs FREQ, such as FREQ=DAILY.")
    if name == "SECONDLY":
        raise refused("freq_secondly", "SECONDLY is more often than a task can be done.")
    try:
        return Freq(name)
    except ValueError as error:
        raise refused("freq_unknown", f"“{name[:20]}” is not a frequency.") from error


def _natural(most: int, reason_code: str) -> Callable[[str, str], int]:
    def read(name: str, text: str) -> int:
        number = int(text) if _NATURAL.fullmatch(text) else 0
        if not 1 <= number <= most:
            raise refused(reason_code, f"{name} is a whole number from 1 to {most}.")
        return number

    return read


def _numbers(least: int, most: int, *, signed: bool = False) -> Callable[[str, str], Any]:
    """Reads a list of numbers; signed ones may count from the end and are never zero."""

    def read(name: str, text: str) -> tuple[int, ...]:
        found = set()
        for item in text.split(","):
            number = int(item) if _NUMBER.fullmatch(item) else None
            size = abs(number) if number is not None and signed else number
            if size is None or not least <= size <= most or (not signed and item[0] in "+-"):
                raise refused("part_range", f"{name} takes numbers from {least} to {most}.")
            found.add(number)
        return tuple(sorted(number for number in found if number is not None))

    return read


def _seconds(name: str, text: str) -> tuple[int, ...]:
    """A leap second, which RFC 5545 allows and clocks here do not have, is the one before it."""
    read: tuple[int, ...] = _numbers(0, 60)(name, text)
    return tuple(sorted({min(second, _LAST_SECOND) for second in read}))


def _weekday(name: str, text: str) -> int:
    if text not in WEEKDAYS:
        raise refused("part_range", f"{name} is one of {', '.join(WEEKDAYS)}.")
    return WEEKDAYS.index(text)


def _nth_days(name: str, text: str) -> tuple[NthDay, ...]:
    days: dict[NthDay, None] = {}
    for item in text.split(","):
        match = _NTH_DAY.fullmatch(item)
        if match is None:
            raise refused("part_range", f"{name} takes days such as MO, 2TU or -1FR.")
        nth = int(match[1]) if match[1] else 0
        if match[1] and not 1 <= abs(nth) <= 53:  # noqa: PLR2004  # weeks of a year
            raise refused("part_range", f"{name} takes ordinals from 1 to 53 and -1 to -53.")
        days[NthDay(nth, _weekday(name, match[2]))] = None
    return tuple(days)


def _until(name: str, text: str) -> date:
    message = f"{name} is 20261231, 20261231T090000 or, in UTC, 20261231T090000Z."
    if not _UNTIL.fullmatch(text):
        raise refused("until_invalid", message)
    try:
        if "T" not in text:
            return date.fromisoformat(text)
        local = datetime.fromisoformat(text.removesuffix("Z"))
    except ValueError as error:
        raise refused("until_invalid", message) from error
    return local.replace(tzinfo=UTC) if text.endswith("Z") else local


_READERS: dict[str, tuple[str, Callable[[str, str], Any]]] = {
    "INTERVAL": ("interval", _natural(LARGEST_INTERVAL, "interval_range")),
    "COUNT": ("count", _natural(LARGEST_COUNT, "count_range")),
    "UNTIL": ("until", _until),
    "WKST": ("week_start", _weekday),
    "BYMONTH": ("by_month", _numbers(1, 12)),
    "BYWEEKNO": ("by_week_no", _numbers(1, 53, signed=True)),
    "BYYEARDAY": ("by_year_day", _numbers(1, 366, signed=True)),
    "BYMONTHDAY": ("by_month_day", _numbers(1, 31, signed=True)),
    "BYDAY": ("by_day", _nth_days),
    "BYHOUR": ("by_hour", _numbers(0, 23)),
    "BYMINUTE": ("by_minute", _numbers(0, 59)),
    "BYSECOND": ("by_second", _seconds),
    "BYSETPOS": ("by_set_pos", _numbers(1, 366, signed=True)),
}

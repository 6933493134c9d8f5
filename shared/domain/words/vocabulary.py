"""What words mean, as data: the grammar knows their kinds, a language their spelling."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

MonthDay = tuple[int, int]


class Unit(StrEnum):
    """What an amount counts."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WORKDAY = "workday"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one language, in lower case. Weekdays count from Monday, 0; months from 1."""

    weekdays: Mapping[str, int]
    plural_weekdays: Mapping[str, int]
    day_groups: Mapping[str, tuple[int, ...]]
    months: Mapping[str, int]
    risky: frozenset[str]
    """Names of days and months that mean other things as well."""
    names_before_days: frozenset[str]
    """With these a weekday is part of a name: Black Friday."""
    units: Mapping[str, tuple[int, Unit]]
    short_units: Mapping[str, tuple[int, Unit]]
    """Only right behind a number: 30m."""
    numbers: Mapping[str, int]
    ordinals: Mapping[str, int]
    days: Mapping[str, int]
    """Named days, as days from today."""
    feasts: Mapping[tuple[str, ...], MonthDay]
    times: Mapping[str, tuple[int, int]]
    """Named times of day that stand for themselves."""
    day_parts: Mapping[str, tuple[int, int]]
    """Parts of a day, which need a day in front or an article."""
    late_parts: frozenset[str]
    """The parts whose hours are counted after noon."""
    adverbs: Mapping[str, tuple[int, Unit]]
    meridiems: Mapping[str, bool]
    """Whether it is after noon."""

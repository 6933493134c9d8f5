"""What a rule must satisfy beyond its syntax, with the reason for each refusal."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise, product
from math import gcd
from zoneinfo import ZoneInfo

from shared.domain.recurrence.expand import expand_rule
from shared.domain.recurrence.rule import (
    SHORTEST_GAP_SECONDS,
    Freq,
    Rule,
    check_start,
    refused,
)
from shared.domain.recurrence.slots import Slot
from shared.domain.recurrence.steps import Steps

_UTC = ZoneInfo("UTC")
_DAY_MINUTES = 1440
_HORIZON_DAYS = 3653  # ten years
# The calendar repeats every 28 years, and every 40 across a year such as 2100 without leap day:
# what does not hit within that hits never.
_FULL_CYCLE_START = datetime(2024, 1, 1)  # noqa: DTZ001  # local time carries no zone


def check_parts(rule: Rule) -> None:
    """The parts go together as RFC 5545 §3.3.10 demands, and fire no oftener than 5 minutes.

    Raises:
        InvalidInput: `part_not_allowed`, `setpos_alone`, `too_frequent`.
    """
    for reason in _conflicts(rule):
        raise refused("part_not_allowed", reason)
    by_time = rule.by_hour or rule.by_minute or rule.by_second
    if rule.by_set_pos and not (rule.picks_days or by_time):
        raise refused("setpos_alone", "BYSETPOS needs another BYxxx part to pick from.")
    if _gap_seconds(rule) < SHORTEST_GAP_SECONDS:
        raise refused("too_frequent", "A rule may fire once in five minutes at most.")


...

"""Which slot of how many: "slot 4 of 10". Pure, and bounded like every search."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

from typing_extensions import override

from shared.domain.recurrence.expand import expand_rule
from shared.domain.recurrence.parse import parse_rule
from shared.domain.recurrence.rule import LARGEST_COUNT, Rule
from shared.domain.recurrence.series import Series
from shared.domain.recurrence.slots import Slot
from shared.domain.recurrence.steps import STEPS_PER_COUNT, Steps
from shared.domain.zones import instant_in, load_zone


@dataclass(frozen=True, slots=True)
class Numbering:
    """Slot `number` of `of`; `of` is None where the rule has no end that can be counted to."""

    number: int
    of: int | None

    @override
    def __str__(self) -> str:
        """Such as `4 of 10`.

        >>> str(Numbering(4, 10)), str(Numbering(4, None))
        ('4 of 10', '4')
        """
        return str(self.number) if self.of is None else f"{self.number} of {self.of}"


def number_of_slot(series: Series, slot: Slot) -> Numbering | None:
    """Which slot of the rule this is, for the schedule anchor; from 1.

    Excluded dates keep their numbers, as COUNT counts them (RFC 5545 §3.8.5.1). None for a slot
    that the rule does not have, such as an RDATE, and for one beyond the 10,000th.

    Raises:
        InvalidInput: the rule or the zone is not valid.
    """
    number = numbers_of_slots(series, [slot]).get(slot)
    return None if number is None else Numbering(number, total_slots(series))


def numbers_of_slots(series: Series, slots: Sequence[Slot]) -> dict[Slot, int]:
    """The places of those of these slots that the rule has, counted once for all of them.

    Raises:
        InvalidInput: the rule or the zone is not valid.
    """
    if not slots:
        return {}
    rule, zone = parse_rule(series.rrule), load_zone(series.zone)
    wanted, last = set(slots), max(_order(slot, zone) for slot in slots)
    found: dict[Slot, int] = {}
    for number, other in enumerate(_counted(rule, series.dtstart, zone), 1):
        if _order(other, zone) > last:
            break
        if other in wanted:
            found[other] = number
    return found


def number_of_completion(rrule: str, completions: int) -> Numbering:
    """Which completion comes next, for the completion anchor, where COUNT counts completions.

    Raises:
        InvalidInput: the rule is not valid.
    """
    return Numbering(completions + 1, parse_rule(rrule).count)


def total_slots(series: Series) -> int | None:
    """How many slots COUNT or UNTIL allow; None without an end, or when there are over 10,000.

    With the completion anchor it is COUNT, as nobody knows how many completions fit before UNTIL.

    Raises:
        InvalidInput: the rule or the zone is not valid.
    """
    rule = parse_rule(series.rrule)
    if series.anchor == "completion":
        return rule.count
    if rule.count is None and rule.until is None:
        return None
    return _total(rule, series.dtstart, load_zone(series.zone))


@lru_cache(maxsize=4096)
def _total(rule: Rule, dtstart: Slot, zone: ZoneInfo) -> int | None:
    steps = Steps(STEPS_PER_COUNT, pays_hits=True)
    slots = expand_rule(rule, dtstart, zone, None, steps)
    total = sum(1 for _ in islice(slots, LARGEST_COUNT + 1))
    if rule.count is not None and not steps.is_exhausted:
        return min(total, rule.count)
    return None if steps.is_exhausted or total > LARGEST_COUNT else total


def _counted(rule: Rule, dtstart: Slot, zone: ZoneInfo) -> Iterator[Slot]:
    steps = Steps(STEPS_PER_COUNT, pays_hits=True)
    return islice(expand_rule(rule, dtstart, zone, None, steps), LARGEST_COUNT)


def _order(slot: Slot, zone: ZoneInfo) -> Slot:
    return instant_in(slot, zone) if isinstance(slot, datetime) else slot

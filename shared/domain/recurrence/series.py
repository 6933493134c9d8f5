"""A series: a rule joined to its start, its zone, and the dates added to it or taken away."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from heapq import merge
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from shared.core.errors import InvalidInput
from shared.domain.recurrence.expand import expand_rule
from shared.domain.recurrence.parse import parse_rule
from shared.domain.recurrence.patterns import Anchor
from shared.domain.recurrence.rule import check_start
from shared.domain.recurrence.slots import Slot
from shared.domain.recurrence.steps import Steps
from shared.domain.zones import instant_in, load_zone

MOST_SLOTS = 1000


@dataclass(frozen=True, slots=True)
class Series:
    """What decides the slots of a series. An all-day one has dates in place of datetimes.

    `zone` is where its local times hold: its own if fixed, the owner's present one if floating.
    `anchor` says whether the next slot follows the rule or the day of completion. From the slot
    `ends_before` on, another series goes on: nothing from there on is a slot of this one.
    """

    rrule: str
    dtstart: Slot
    zone: str
    anchor: Anchor = "schedule"
    exdates: tuple[Slot, ...] = ()
    rdates: tuple[Slot, ...] = ()
    ends_before: Slot | None = None

    def __post_init__(self) -> None:
        check_start(self.dtstart)
        self._check_kind("exdates", self.exdates)
        self._check_kind("rdates", self.rdates)

    def _check_kind(self, name: str, slots: Sequence[Slot]) -> None:
        for index, slot in enumerate(slots):
            if isinstance(slot, datetime) is self.is_all_day:
                message = "Dates in an all-day series, else local times."
                raise InvalidInput(f"/recurrence/{name}/{index}", "slot_kind", message)

    @property
    def is_all_day(self) -> bool:
        """Whether the slots are dates."""
        return not isinstance(self.dtstart, datetime)


def next_slots(series: Series, after: Slot | None, limit: int) -> list[Slot]:
    """Up to `limit` slots (at most 1,000) later than `after`, or from the start on, ascending.

    In an all-day series the day of `after` counts; in a timed one a date is that whole day.

    >>> series = Series("FREQ=DAILY", datetime(2026, 3, 28, 2, 30), "Europe/Berlin")
    >>> [str(slot) for slot in next_slots(series, series.dtstart, 2)]
    ['2026-03-29 02:30:00', '2026-03-30 02:30:00']

    Raises:
        InvalidInput: the rule or the zone is not valid.
    """
    if isinstance(after, datetime) and series.is_all_day:
        after = after.date()
    elif after is not None and not isinstance(after, datetime) and not series.is_all_day:
        after = datetime.combine(after, time.max)
    return list(islice(series_slots(series, after), min(limit, MOST_SLOTS)))


def series_slots(series: Series, after: Slot | None, steps: Steps | None = None) -> Iterator[Slot]:
    """The slots later than `after` (of the series' own kind), or all; ascending and lazy.

    `steps` is a budget that several searches share.

    Raises:
        InvalidInput: the rule or the zone is not valid.
    """
    rule, zone = parse_rule(series.rrule), load_zone(series.zone)
    slots = expand_rule(rule, series.dtstart, zone, after, steps)
    if series.rdates:
        slots = _with_extra(slots, series.rdates, after, zone)
    if series.exdates:
        excluded = frozenset(series.exdates)
        slots = (slot for slot in slots if slot not in excluded)
    if series.ends_before is not None:
        slots = takewhile(lambda slot: is_within(series, slot), slots)
    return slots


def is_within(series: Series, slot: Slot) -> bool:
    """Whether the slot, if it is one at all, still belongs to this series and not to the next."""
    end = series.ends_before
    if end is None:
        return True
    if isinstance(slot, datetime) and isinstance(end, datetime):
        zone = load_zone(series.zone)
        return instant_in(slot, zone) < instant_in(end, zone)
    return slot < end


def _with_extra(
    slots: Iterator[Slot], extra: Iterable[Slot], after: Slot | None, zone: ZoneInfo
) -> Iterator[Slot]:
    """Both in one order; what falls on one instant comes once."""

    def order(slot: Slot) -> Slot:
        return instant_in(slot, zone) if isinstance(slot, datetime) else slot

    floor = None if after is None else order(after)
    later = sorted((slot for slot in extra if floor is None or order(slot) > floor), key=order)
    last = None
    for slot in merge(slots, later, key=order):
        if order(slot) != last:
            yield slot
        last = order(slot)

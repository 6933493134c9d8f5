"""What follows an occurrence, by the same roll that makes it. Pure."""

from dataclasses import dataclass
from datetime import datetime, time

from shared.domain.recurrence import Roll, Series, Slot, next_slots, parse_rule, roll
from shared.domain.recurrence.completion import next_after_completion
from shared.domain.schedule_facts import ComingSlot, Reader, SeriesFacts, TaskFacts
from shared.domain.zones import to_instant, to_local

MOST_DATES = 3


@dataclass(frozen=True, slots=True)
class Following:
    """What comes when the occurrence is done now, or after it was done; `coming` starts with it.

    It `is_pushed` if the completion alone would bring an earlier one, before the slot that is done.
    """

    rolled: Roll
    coming: list[ComingSlot]
    is_pushed: bool = False


def following(task: TaskFacts, facts: SeriesFacts, reader: Reader) -> Following:
    """The slots after this one, up to three. An open occurrence is taken to be done now.

    Raises:
        InvalidInput: the rule or a zone is not valid.
    """
    series = facts.series
    is_chain = series.anchor == "completion"
    if facts.is_over or (is_chain and not facts.is_latest):
        return Following(Roll(None), [])
    completions = facts.completions + (task.status == "open")
    completed_at = task.ended_at or reader.now
    found = roll(
        series,
        facts.slot,
        completed_at=completed_at,
        now=reader.now,
        zone=series.zone,
        completions=completions,
    )
    is_left = facts.missed_policy == "keep_each" or task.status == "skipped"
    if found.also_done is not None and is_left:
        found = Roll(found.also_done, found.missed, found.missed_total)
    if found.next_slot is None:
        return Following(found, [])
    if is_chain:
        later = _chain(series, found.next_slot, completions)
    else:
        later = _not_ended(facts, found.next_slot)
    coming = [ComingSlot(slot, slot_at(slot, series.zone)) for slot in later]
    return Following(
        found, coming, is_chain and _is_pushed(series, facts.slot, completed_at, later)
    )


def _is_pushed(series: Series, slot: Slot, completed_at: datetime, later: list[Slot]) -> bool:
    """Whether the next slot would be an earlier one if it had not to lie beyond this one."""
    local = to_local(completed_at, series.zone)
    done = local if isinstance(slot, datetime) else local.date()
    if slot <= done:
        return False
    return next_after_completion(series, done, completed_at, series.zone) != later[0]


def _not_ended(facts: SeriesFacts, first: Slot) -> list[Slot]:
    """The slots from `first` on that no task has had which is over."""
    more = next_slots(facts.series, first, MOST_DATES - 1 + len(facts.ended))
    return [slot for slot in (first, *more) if slot not in facts.ended][:MOST_DATES]


def _chain(series: Series, first: Slot, completions: int) -> list[Slot]:
    """With the completion anchor: what comes if each is done when it is due."""
    count = parse_rule(series.rrule).count
    most = MOST_DATES if count is None else min(MOST_DATES, count - completions)
    slots = [first]
    while len(slots) < most:
        moment = _due_at(slots[-1], series.zone)
        slot = next_after_completion(series, slots[-1], moment, series.zone)
        if slot is None:
            break
        slots.append(slot)
    return slots


def slot_at(slot: Slot, zone: str) -> datetime:
    """The instant of a slot; of a date the start of its day."""
    local = slot if isinstance(slot, datetime) else datetime.combine(slot, time())
    return to_instant(local, zone)


def _due_at(slot: Slot, zone: str) -> datetime:
    return to_instant(
        slot if isinstance(slot, datetime) else datetime.combine(slot, time(23, 59, 59)), zone
    )

"""Random series with a few slots of theirs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from shared.domain.recurrence import Series, next_slots, parse_slot, slot_text
from shared.domain.tasks import Due, MissedPolicy
from shared.interchange.records import SeriesRecord

if TYPE_CHECKING:
    from tools.try_roundtrip.generate import Maker

RULES = (
    "FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=MONTHLY;BYMONTHDAY=-1",
    "FREQ=MONTHLY;BYDAY=2FR", "FREQ=YEARLY", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=SU",
    "FREQ=DAILY;COUNT=40",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RandomSeries:
    """A series, the slots that are over, and the one that is next."""

    record: SeriesRecord
    slots: tuple[str, ...]
    next_slot: str

    def due_of(self, slot: str) -> Due:
        """When the occurrence of this slot is due."""
        found = parse_slot(slot)
        if isinstance(found, datetime):
            return Due(local=found, zone=self.record.zone)
        return Due(on=found)


def random_series(maker: "Maker", number: int) -> RandomSeries:
    """It began at most 200 days ago, and may go on from the one before it."""
    rng = maker.rng
    all_day = rng.random() < 0.5  # noqa: PLR2004 - half of them
    begun = maker.now.replace(tzinfo=None, second=0, microsecond=0)
    dtstart = begun - timedelta(days=rng.randint(10, 200), minutes=rng.randint(0, 700))
    if all_day:
        dtstart = dtstart.replace(hour=0, minute=0)
    zone = None if all_day else maker.one([None, "Europe/Berlin", "Asia/Kathmandu"])
    rule = maker.one(RULES)
    bare = Series(rule, dtstart.date() if all_day else dtstart, zone or "UTC")
    some = [slot_text(slot) for slot in next_slots(bare, None, 12)]
    left_out, added = tuple(some[8:10]), (_between(some[10], all_day=all_day),)
    past = tuple(some[: rng.randint(0, 6)])
    policy: MissedPolicy = maker.one(["collapse", "keep_each", "auto_skip"])
    record = SeriesRecord(
        source_id=f"r{number}",
        rrule=rule,
        dtstart=dtstart,
        all_day=all_day,
        zone=zone,
        anchor=maker.one(["schedule", "completion"]),
        missed_policy=policy,
        reset_subtasks=maker.one([True, False]),
        auto_skip_minutes=maker.one([0, 1440]) if policy == "auto_skip" else None,
        exdates=maker.one([(), left_out]),
        rdates=maker.one([(), added]),
        completions=len(past),
        ends_before=maker.maybe(some[11], 0.2),
        follows=f"r{number - 1}" if number and rng.random() < 0.3 else None,  # noqa: PLR2004 - some
        ended_at=maker.maybe(maker.past(), 0.2),
        created_at=maker.past(),
    )
    return RandomSeries(record, past, some[len(past)])


def _between(slot: str, *, all_day: bool) -> str:
    found = parse_slot(slot)
    later = found + (timedelta(days=1) if all_day else timedelta(minutes=7))
    return slot_text(later)

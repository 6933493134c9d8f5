"""How regularly a series is done: streaks, rates, and a map of days. Pure.

The rules of a streak, over the slots in their order:

- a done slot adds one, if it was done on its own day or before the next slot came (early counts);
- a skip, a moved slot, or one in a vacation that was not done neither adds nor breaks;
- a missed slot breaks, and so does one that was done after the next had come;
- an open slot is still undecided until the next slot comes; then it is a missed one.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

Outcome = Literal["open", "done", "skipped", "missed", "moved"]
DAYS_SHOWN = 53 * 7


@dataclass(frozen=True, slots=True)
class SlotRecord:
    """What became of one slot, or of `count` slots from it on, in order.

    `at` is the slot's instant (the start of its day), `day` its local day. `done_at` and `done_on`
    say when it was done; None when nobody knows any more, which counts as in time.
    """

    at: datetime
    day: date
    outcome: Outcome
    count: int = 1
    done_at: datetime | None = None
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Streak:
    """Slots done in a row: now, and at best."""

    current: int
    longest: int


def streak_of(
    records: Sequence[SlotRecord],
    now: datetime,
    following_at: datetime | None = None,
    is_free: Callable[[date], bool] = lambda _: False,
) -> Streak:
    """The streak of these slots, ascending; `following_at` is when the slot after them comes.

    `is_free` says whether a day lies in a vacation.

    >>> from datetime import UTC
    >>> def slot(day, outcome):
    ...     return SlotRecord(datetime(2026, 11, day, tzinfo=UTC), date(2026, 11, day), outcome)
    >>> days = [slot(1, "done"), slot(2, "done"), slot(3, "missed"), slot(4, "done")]
    >>> streak_of(days, datetime(2026, 11, 4, 12, tzinfo=UTC))
    Streak(current=1, longest=2)
    """
    current = longest = 0
    following = [*(record.at for record in records[1:]), following_at]
    for record, next_at in zip(records, following, strict=False):
        if _is_done_in_time(record, next_at):
            current += record.count
            longest = max(longest, current)
        elif _breaks(record, next_at, now) and not is_free(record.day):
            current = 0
    return Streak(current, longest)


def _is_done_in_time(record: SlotRecord, next_at: datetime | None) -> bool:
    if record.outcome != "done":
        return False
    if record.done_at is None or record.done_on == record.day:
        return True
    return next_at is None or record.done_at < next_at


def _breaks(record: SlotRecord, next_at: datetime | None, now: datetime) -> bool:
    if record.outcome == "open":
        return next_at is not None and next_at <= now
    return record.outcome in {"missed", "done"}


def rate_of(records: Sequence[SlotRecord], first: date, last: date) -> float | None:
    """The share of slots from `first` to `last` that were done; None if none was decided there.

    Skipped, moved and open slots do not count.
    """
    counts: Counter[Outcome] = Counter()
    for day, outcome, count in days_of(records, last):
        if first <= day <= last:
            counts[outcome] += count
    decided = counts["done"] + counts["missed"]
    return round(counts["done"] / decided, 4) if decided else None


def heatmap_of(records: Sequence[SlotRecord], today: date) -> list[tuple[date, Outcome, int]]:
    """Day, outcome, and how many, for 53 weeks up to `today`, ascending."""
    first = today - timedelta(days=DAYS_SHOWN - 1)
    counts: Counter[tuple[date, Outcome]] = Counter()
    for day, outcome, count in days_of(records, today):
        if first <= day <= today:
            counts[day, outcome] += count
    return [(day, outcome, count) for (day, outcome), count in sorted(counts.items())]


def days_of(records: Sequence[SlotRecord], last: date) -> Iterator[tuple[date, Outcome, int]]:
    """Day, outcome, and how many slots; of one record at most as many as there are days to it.

    Slots that one record sums up lie evenly between it and the next record, or `last`.
    """
    ends = [*(record.day for record in records[1:]), last]
    for record, end in zip(records, ends, strict=False):
        count, span = record.count, max(1, (end - record.day).days)
        if count <= span:
            for index in range(count):
                yield record.day + timedelta(days=span * index // count), record.outcome, 1
            continue
        for offset in range(span):  # those whose index comes to this day, as above
            here = -(-(offset + 1) * count // span) + (-offset * count // span)
            yield record.day + timedelta(days=offset), record.outcome, here

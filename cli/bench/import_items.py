"""A list of tasks of any size, as a family might have it; the same each time.

Of ten tasks one has three below it (on two levels), three come back, one has steps, one is done.
Half of them have a time of day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

LABELS: Final = ("home", "garden", "errands", "money", "calls", "käse", "waiting", "someday")
DAY_NAMES: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_FIRST: Final = datetime(2031, 1, 6, 9)  # noqa: DTZ001 - a wall time
_PER_LIST: Final = 250


@dataclass(frozen=True, slots=True)
class Item:
    """One task; all of it follows from its number."""

    number: int

    @property
    def kind(self) -> int:
        """Its place in its ten."""
        return self.number % 10

    @property
    def title(self) -> str:
        """No other has the same."""
        return f"Wash window {self.number}, twice"

    @property
    def notes(self) -> str:
        """Two lines, or none."""
        return f"With vinegar, not soap.\nBucket {self.number}" if self.kind in (0, 4) else ""

    @property
    def labels(self) -> tuple[str, ...]:
        """Two, one or none."""
        return LABELS[self.number % 7 : self.number % 7 + self.number % 3]

    @property
    def level(self) -> int:
        """On which it stands, from 1."""
        return {1: 2, 2: 3, 3: 2}.get(self.kind, 1)

    @property
    def parent(self) -> int | None:
        """The number of the task above; it comes before this one."""
        above = {1: 1, 2: 1, 3: 3}.get(self.kind)
        return None if above is None else self.number - above

    @property
    def due(self) -> datetime:
        """A wall time; only its day counts for one without `has_time`."""
        return _FIRST + timedelta(days=self.number % 28)

    @property
    def has_time(self) -> bool:
        """Whether it is due at a time of day, with a reminder."""
        return self.number % 4 in (0, 1)

    @property
    def rrule(self) -> str | None:
        """How it comes back, if it does."""
        return {
            5: f"FREQ=WEEKLY;BYDAY={self.day_name[:2].upper()}",
            6: "FREQ=DAILY;INTERVAL=3",
            7: f"FREQ=MONTHLY;BYMONTHDAY={self.due.day}",
        }.get(self.kind)

    @property
    def words(self) -> str | None:
        """The same as people write it."""
        found = {
            5: f"every {self.day_name.lower()}",
            6: "every 3 days",
            7: "every month",
        }.get(self.kind)
        return f"{found} at 9am" if found and self.has_time else found

    @property
    def day_name(self) -> str:
        """In English."""
        return DAY_NAMES[self.due.weekday()]

    @property
    def is_done(self) -> bool:
        """Whether it is done."""
        return self.kind == 9  # noqa: PLR2004 - one of ten

    @property
    def steps(self) -> tuple[str, ...]:
        """The titles of its checklist."""
        return ("inside", "outside") if self.kind == 4 else ()  # noqa: PLR2004 - one of ten

    @property
    def list(self) -> int:
        """The number of the project that it is in."""
        return self.number // _PER_LIST

    @property
    def column(self) -> int:
        """Two in each list; what stands below another is in the same."""
        return self.number // 10 % 2


def items_of(count: int) -> list[Item]:
    """So many of them."""
    return [Item(number) for number in range(count)]


def by_list(items: Sequence[Item]) -> dict[int, list[Item]]:
    """The items of each project, in order."""
    found: dict[int, list[Item]] = {}
    for item in items:
        found.setdefault(item.list, []).append(item)
    return found

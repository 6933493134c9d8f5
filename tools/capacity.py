"""How much a number of users needs, worked out from the measured figures of docs/benchmarks.md.

`python -m tools.capacity` prints the table of docs/capacity.md; a test holds the page to it. A
person here uses Rondel every day; most installations have a third of such among their accounts.
"""

import math
import sys
from dataclasses import dataclass

USERS = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)

# What a person does in a day.
READS, CREATES, COMPLETES, REMINDERS = 60, 5, 5, 6
NEXT_OCCURRENCES = 3
"""Of what is completed, so many come back."""
EVENTS = 25
"""Rows of the timeline that all of it leaves behind."""

# Core seconds of all processes together, PostgreSQL and Kafka included: two cores were full at
# 1,000 lists, 713 creates and 385 completes a second, and 1.4 of them busy at 500 mails a second.
CORE_READ, CORE_CREATE, CORE_COMPLETE, CORE_REMINDER = 2 / 1_000, 2 / 713, 2 / 385, 1.4 / 500
BUSY = 0.6
"""Part of the cores that may be in use in the busiest minute."""
PEAK = 2 * 0.1 / 3_600
"""The busiest hour has a tenth of a day, and its busiest minute twice the average of it."""

# Bytes of a row with its indexes, as measured (docs/capacity.md says how).
TASK, REMINDER, DELIVERY, EVENT = 730, 365, 520, 755
YEARS, ACTIVITY_DAYS = 2, 90

AT_ONE_INSTANT = 0.05
"""Part of a day's reminders that come due at the same second: nine o'clock sharp."""
FIRED, MAILED = 45_000, 500
"""A second: reminders that one scheduler fires in a burst, mails that one process sends."""
PATIENCE_SECONDS = 60
"""The last mail of such a burst leaves by then."""


@dataclass(frozen=True)
class Need:
    """What so many users need."""

    users: int

    @property
    def requests(self) -> float:
        """A second, in the busiest minute."""
        return self.users * (READS + CREATES + COMPLETES) * PEAK

    @property
    def events(self) -> float:
        """A second, in the busiest minute."""
        return self.users * EVENTS * PEAK

    @property
    def cores(self) -> float:
        """Of machines like that of the benchmarks, all processes together."""
        day = READS * CORE_READ + CREATES * CORE_CREATE + COMPLETES * CORE_COMPLETE
        return self.users * (day + REMINDERS * CORE_REMINDER) * PEAK / BUSY

    @property
    def burst(self) -> int:
        """Reminders at one instant."""
        return round(self.users * REMINDERS * AT_ONE_INSTANT)

    @property
    def mailers(self) -> int:
        """Processes of the notifications worker that send a burst in time."""
        return max(1, math.ceil(self.burst / PATIENCE_SECONDS / MAILED))

    @property
    def gigabytes(self) -> float:
        """Of the database, after the years."""
        days = YEARS * 365
        kept = (CREATES + NEXT_OCCURRENCES) * TASK + REMINDERS * (REMINDER + DELIVERY)
        return self.users * (kept * days + EVENTS * EVENT * ACTIVITY_DAYS) / 1e9


def partitions_for(processes: int) -> int:
    """Partitions with which so many processes of a group have work: 12, or a multiple of it."""
    return 12 * max(1, math.ceil(processes / 12))


def table() -> str:
    """The table, as Markdown."""
    heads = (
        *("users every day", "requests/s", "events/s", "cores", "reminders at one instant"),
        *("notifications processes", "partitions", "database"),
    )
    lines = [f"| {' | '.join(heads)} |", f"|{'--:|' * len(heads)}"]
    for users in USERS:
        need = Need(users)
        lines.append(
            f"| {users:,} | {need.requests:,.0f} | {need.events:,.0f} | {need.cores:,.1f} "
            f"| {need.burst:,} | {need.mailers:,} | {partitions_for(need.mailers):,} "
            f"| {need.gigabytes:,.0f} GB |"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(table())

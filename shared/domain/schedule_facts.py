"""What the words about a schedule are made of: plain values, and the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal
from uuid import UUID

from shared.domain.moments import Clock, day_words, local_words, moment_words
from shared.domain.recurrence import Series, Slot
from shared.domain.zones import to_local

Status = Literal["open", "done", "skipped"]


@dataclass(frozen=True, slots=True)
class DaysOff:
    """A vacation, both days included; `skips` ends occurrences that fall into it."""

    first: date
    last: date
    skips: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom the words are for, and when they are read. Quiet hours are wall times in `zone`."""

    zone: str
    now: datetime
    clock: Clock = "24h"
    quiet: tuple[time, time] | None = None
    vacations: Sequence[DaysOff] = ()

    @property
    def today(self) -> date:
        """The day on the reader's calendar."""
        return to_local(self.now, self.zone).date()

    def moment(self, instant: datetime) -> str:
        """The instant in the reader's zone and clock."""
        return moment_words(instant, self.now, self.zone, self.clock)

    def local(self, local: Slot) -> str:
        """A local time or a date, on the reader's clock."""
        return local_words(local, self.today, self.clock)

    def day(self, day: date) -> str:
        """A day of the calendar."""
        return day_words(day, self.today)

    def vacation_at(self, day: date) -> DaysOff | None:
        """The vacation that this day lies in."""
        return next((each for each in self.vacations if each.first <= day <= each.last), None)


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """The task. `ended_at` is when it was done or skipped; `zone` is set if it is fixed."""

    status: Status
    due_on: date | None = None
    due_at: datetime | None = None
    zone: str | None = None
    priority: int = 4
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    """The series of the task, whose slot is `slot`; `series.zone` is the reader's if it floats.

    `completions` are those so far, this one among them once it is done. The occurrence with the
    latest slot `is_latest`: it is the one that the next follows. `room` is how many of the slots
    that have passed become tasks when it is done, with the policy `keep_each`. The slots `ended`
    have had tasks that are done, skipped or deleted.
    """

    series: Series
    slot: Slot
    is_floating: bool = True
    missed_policy: str = "collapse"
    auto_skip_minutes: int | None = None
    completions: int = 0
    is_latest: bool = True
    is_over: bool = False
    goes_on_from_another: bool = False
    room: int = 0
    ended: frozenset[Slot] = frozenset()


@dataclass(frozen=True, slots=True)
class ReminderFacts:
    """One reminder of the task; `channels` are named as they are stored."""

    id: UUID
    state: str
    reason: str | None
    fire_at: datetime | None
    lead: str | None = None
    relative_to: str = "due"
    channels: Sequence[str] = ("email",)
    nag_every: str | None = None
    nag_max: int | None = None
    nag_sent: int = 0
    urgent: bool = False
    is_snooze: bool = False


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """What the owner calls a channel, and whether it is switched on."""

    name: str
    is_enabled: bool


Channels = Mapping[str, ChannelFacts]
"""By the name that reminders use; mail is not among them, as it is always there."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One thing that is worth knowing; `code` says to programs what it is about."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class ComingSlot:
    """A slot to come and its instant; of a date, the start of that day."""

    slot: Slot
    at: datetime


@dataclass(frozen=True, slots=True)
class ReminderWords:
    """What becomes of one reminder; `fires_at` is when its next message leaves, None if never."""

    id: UUID
    code: str
    text: str
    fires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """What will happen next and why."""

    sentences: list[Sentence]
    coming: list[ComingSlot]
    reminders: list[ReminderWords]

    @property
    def text(self) -> str:
        """All of it in one paragraph."""
        said = [each.text for each in self.sentences]
        return " ".join([*said, *(f"Reminder: {each.text}" for each in self.reminders)])

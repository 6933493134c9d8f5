"""What a run left behind, in the form in which it is judged."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from cli.chaos.faults.fault import Stepped, Suffered
from cli.chaos.fleet import Death
from cli.chaos.mail import Taken
from shared.kafka.records import TopicPartition


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A row of `tasks`."""

    id: UUID
    user_id: UUID
    series_id: UUID | None
    source_id: UUID | None
    status: str
    version: int
    is_deleted: bool
    keeps_each: bool = False
    """Whether its series leaves missed occurrences open (`keep_each`)."""
    is_archived: bool = False
    """Whether its project is archived."""


@dataclass(frozen=True, slots=True)
class ReminderRow:
    """A row of `reminders`."""

    id: UUID
    user_id: UUID
    task_id: UUID | None
    fire_at: datetime | None
    state: str
    reason: str | None
    version: int
    kind: str = "absolute"
    snooze_of: UUID | None = None


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A row of `deliveries`."""

    reminder_id: UUID
    fire_at: datetime
    channel: str
    user_id: UUID
    state: str
    reason: str | None
    attempts: int
    resends: int
    message_id: str | None
    carried_by: UUID | None = None
    """The bundle that it was deferred to by quiet hours."""
    carried_at: datetime | None = None
    """When they are over."""


@dataclass(frozen=True, slots=True)
class JobRow:
    """A row of `scheduled_jobs`."""

    reminder_id: UUID
    version: int
    run_at: datetime
    parked_reason: str | None


@dataclass(frozen=True, slots=True)
class Written:
    """An event that was committed into the outbox, whatever became of its row."""

    n: int
    topic: str
    user_id: UUID
    event_id: UUID
    event_type: str


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a reminder (at its commit) or a delivery (at the start of its statement)."""

    operation: str
    at: datetime
    row: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """A record of a topic. `event_id` is None and `data` empty where it cannot be read."""

    topic: str
    partition: int
    offset: int
    at: datetime
    """By the producer's true clock, in whole ms, rounded down."""
    event_id: UUID | None
    event_type: str
    user_id: UUID | None
    data: Mapping[str, Any]
    value: bytes
    """Only of one that cannot be read: an hour of them is much."""


@dataclass(frozen=True, slots=True)
class KnownTask:
    """A task as its owner has to find it, after the last answer about it."""

    id: UUID
    user_id: UUID
    state: str
    """open, done, deleted; or unknown, if the last request about it never had an answer."""
    version: int
    """At least that one."""
    reminder_ids: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Complaint:
    """An answer that the API should not have given."""

    at: datetime
    text: str


Place = tuple[int, int]
"""Partition and offset of a live update, as its id says."""


@dataclass(frozen=True, slots=True)
class Listened:
    """What came on one person's stream of live updates, connections after the first included."""

    user_id: UUID
    stretches: Sequence[Sequence[Place]]
    """The stream said `resync` between two. The first place of each is where it began, or came."""
    has_last: bool
    """Whether the change that was made when all was at rest came."""


@dataclass(frozen=True)
class Evidence:
    """Everything that is judged; `quiet_at` is when the scheduler stopped for good."""

    quiet_at: datetime
    emails: Mapping[UUID, str] = field(default_factory=dict)
    tasks: Sequence[TaskRow] = ()
    reminders: Sequence[ReminderRow] = ()
    deliveries: Sequence[DeliveryRow] = ()
    jobs: Sequence[JobRow] = ()
    outbox_left: int = 0
    written: Sequence[Written] = ()
    reminder_changes: Sequence[Change] = ()
    delivery_changes: Sequence[Change] = ()
    records: Sequence[Seen] = ()
    """Of the main topics, in order within each partition."""
    dead: Sequence[Seen] = ()
    poison: Sequence[bytes] = ()
    lag: Mapping[tuple[str, TopicPartition], int] = field(default_factory=dict)
    """By group and partition; only what is not zero."""
    mails: Sequence[Taken] = ()
    known: Sequence[KnownTask] = ()
    streams: Sequence[Listened] = ()
    complaints: Sequence[Complaint] = ()
    deaths: Sequence[Death] = ()
    steps: Sequence[Stepped] = ()
    suffered: Sequence[Suffered] = ()
    unrest: Sequence[str] = ()
    """What kept the system from coming to rest in time."""

    @cached_property
    def tasks_by_id(self) -> dict[UUID, TaskRow]:
        """Tasks that have a row."""
        return {task.id: task for task in self.tasks}

    @cached_property
    def reminders_by_id(self) -> dict[UUID, ReminderRow]:
        """Reminders that have a row."""
        return {reminder.id: reminder for reminder in self.reminders}

    @cached_property
    def deleted_reminders(self) -> dict[UUID, Mapping[str, Any]]:
        """Reminders whose row is gone, as it was last: their occurrence was taken back."""
        return {
            UUID(change.row["id"]): change.row
            for change in self.reminder_changes
            if change.operation == "DELETE"
        }

    @cached_property
    def events(self) -> list[Seen]:
        """Each event of the main topics at its first appearance, in order within a partition."""
        first: dict[tuple[str, UUID], Seen] = {}
        for record in self.records:
            if record.event_id is not None:
                first.setdefault((record.topic, record.event_id), record)
        return list(first.values())

    @cached_property
    def copies(self) -> dict[str, int]:
        """How many records of each topic repeat an event that stood there before."""
        found: dict[str, int] = defaultdict(int)
        readable = [record for record in self.records if record.event_id is not None]
        for record in readable:
            found[record.topic] += 1
        for event in self.events:
            found[event.topic] -= 1
        return dict(found)

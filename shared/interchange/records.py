"""The neutral form of an account: what every format is read into and written from. Pure.

Things are named by the id that they have where they come from (`source_id`); records point at each
other by it. Nothing here knows ids of this installation, so an account can move between two.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Literal, TypeAlias

from shared.domain.tasks import Anchor, Due, MissedPolicy, RelativeTo

Status = Literal["open", "done", "skipped"]
ReminderKind = Literal["relative", "absolute"]
ChannelKind = Literal["email", "webhook", "ntfy", "gotify", "telegram", "apprise"]
ReminderState = Literal["idle", "scheduled", "deferred", "sent", "failed", "skipped", "cancelled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferencesRecord:
    """What the owner chose for the account; None where the file says nothing."""

    kind: Literal["preferences"] = "preferences"
    name: str | None = None
    zone: str | None = None
    all_day_reminder_time: time | None = None
    week_start: Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"] | None = None
    time_format: Literal["12h", "24h"] | None = None
    default_reminders: tuple[str, ...] | None = None
    all_day_default_reminders: tuple[str, ...] | None = None
    default_channels: tuple[ChannelKind, ...] | None = None
    quiet_from: time | None = None
    quiet_until: time | None = None
    digest_at: time | None = None
    review_on: int | None = None
    review_at: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VacationRecord:
    """Days, both included, on which the owner is not reminded."""

    kind: Literal["vacation"] = "vacation"
    source_id: str
    starts_on: date
    ends_on: date
    skips_occurrences: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRecord:
    """A word on tasks, with its looks; tasks name their labels by `name`."""

    kind: Literal["label"] = "label"
    source_id: str
    name: str
    color: str | None = None
    is_favorite: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRecord:
    """Tasks that belong together."""

    kind: Literal["project"] = "project"
    source_id: str
    name: str
    color: str | None = None
    is_favorite: bool = False
    position: str | None = None
    default_reminders: tuple[str, ...] | None = None
    created_at: datetime | None = None
    archived_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRecord:
    """A heading within a project."""

    kind: Literal["section"] = "section"
    source_id: str
    project: str
    name: str
    position: str | None = None
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterRecord:
    """A saved question; `query` is text of the filter language."""

    kind: Literal["filter"] = "filter"
    source_id: str
    name: str
    query: str
    sort: str | None = None
    color: str | None = None
    is_favorite: bool = False
    position: str | None = None
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesRecord:
    """A rule that brings a task back; `rrule` is kept byte for byte.

    `dtstart` is local, midnight in an all-day series. `exdates`, `rdates` and `ends_before` are
    slots as `slot_text` writes them. `zone` None: floats with its owner's.
    """

    kind: Literal["series"] = "series"
    source_id: str
    rrule: str
    dtstart: datetime
    all_day: bool
    zone: str | None = None
    anchor: Anchor = "schedule"
    missed_policy: MissedPolicy = "collapse"
    reset_subtasks: bool = True
    auto_skip_minutes: int | None = None
    exdates: tuple[str, ...] = ()
    rdates: tuple[str, ...] = ()
    completions: int = 0
    ends_before: str | None = None
    follows: str | None = None
    """The series that this one goes on from."""
    ended_at: datetime | None = None
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotRecord:
    """What became of one slot of a series, or of `count` slots when summarised."""

    kind: Literal["slot"] = "slot"
    series: str
    slot: str
    outcome: Literal["done", "skipped", "missed", "moved"]
    count: int = 1
    task: str | None = None
    logged_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRecord:
    """One item of a checklist."""

    title: str
    is_done: bool = False
    source_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderRecord:
    """A reminder: `offset` to the due or start time, or `at`, an instant.

    `channels` are kinds, since the channels themselves hold secrets; None for the account's own.
    """

    type: ReminderKind
    offset: str | None = None
    relative_to: RelativeTo = "due"
    at: datetime | None = None
    channels: tuple[ChannelKind, ...] | None = None
    nag_every: str | None = None
    nag_max: int | None = None
    nag_sent: int = 0
    urgent: bool = False
    source_id: str | None = None
    snooze_of: str | None = None
    """The `source_id` of the reminder of the same task that was put off until this one."""
    state: ReminderState | None = None
    """What has become of it; None: it is still to be planned."""
    fire_at: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRecord:
    """A task, or one occurrence of a series (`series`, `slot`).

    `project`, `section`, `parent` and `series` are source ids; `labels` are names. `reminders`
    None: the file says nothing about them. Instants are in UTC.
    """

    kind: Literal["task"] = "task"
    source_id: str
    title: str
    notes: str = ""
    priority: int = 4
    status: Status = "open"
    labels: tuple[str, ...] = ()
    project: str | None = None
    section: str | None = None
    parent: str | None = None
    due: Due | None = None
    start: Due | None = None
    series: str | None = None
    slot: str | None = None
    follows: str | None = None
    """The occurrence whose completion brought this one."""
    series_fields: Mapping[str, Any] | None = None
    """What the next occurrence gets instead of fields that were changed for this one alone."""
    reminders: tuple[ReminderRecord, ...] | None = None
    checklist: tuple[StepRecord, ...] = ()
    position: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    completed_at: datetime | None = None
    skipped_at: datetime | None = None
    deleted_at: datetime | None = None


Record: TypeAlias = (
    PreferencesRecord
    | VacationRecord
    | LabelRecord
    | ProjectRecord
    | SectionRecord
    | FilterRecord
    | SeriesRecord
    | SlotRecord
    | TaskRecord
)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a file cannot say by itself.

    `zone` is the owner's: instants without a zone are shown on its clock. `today` is the first day
    that words such as "every monday" may mean; without it they are not read. `mapping` is for the
    generic CSV: the name of a column to the field that it becomes.
    """

    zone: str = "UTC"
    today: date | None = None
    date_order: Literal["dmy", "mdy", "ymd"] = "dmy"
    mapping: Mapping[str, str] = field(default_factory=dict)

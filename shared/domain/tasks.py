"""What a task may hold and which changes are allowed. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Literal, final
from uuid import UUID

from shared.core.errors import InvalidInput
from shared.domain.checklists import ChecklistItem, check_checklist
from shared.domain.ordering import check_key
from shared.domain.reminders import check_channel_names, check_nag, parse_offset

TITLE_MAX: Final = 500
NOTES_MAX: Final = 50_000
LABEL_MAX: Final = 60
LABELS_MAX: Final = 50
REMINDERS_MAX: Final = 20

Priority = Literal[1, 2, 3, 4]
Anchor = Literal["schedule", "completion"]
MissedPolicy = Literal["collapse", "keep_each", "auto_skip"]
RelativeTo = Literal["due", "start"]


class TaskStatus(StrEnum):
    """Open until done or skipped; both may be taken back."""

    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"


@final
class Unset:
    """Marks a field that a patch leaves as it is; `UNSET` is its only instance."""

    def __bool__(self) -> bool:
        return False


UNSET: Final = Unset()


@dataclass(frozen=True, slots=True)
class Due:
    """A date (`on`), or a wall time (`local`, naive). `zone` None: floats with the owner's.

    Also says when a task starts; its zone is then that of the due time, if there is one.
    """

    on: date | None = None
    local: datetime | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class RecurrenceDraft:
    """`pattern`: daily, weekly, monthly, yearly, or the text of an RRULE (RFC 5545).

    `exdates` and `rdates` are slots, dates in an all-day series. `auto_skip_minutes` belongs to the
    missed policy `auto_skip`. `pointer` is where the client wrote the pattern, for errors.
    """

    pattern: str
    anchor: Anchor = "schedule"
    missed_policy: MissedPolicy = "collapse"
    reset_subtasks: bool = True
    auto_skip_minutes: int | None = None
    exdates: Sequence[date] = ()
    rdates: Sequence[date] = ()
    pointer: str = field(default="/recurrence/rrule", compare=False)


@dataclass(frozen=True, slots=True)
class ReminderDraft:
    """Either `lead`, an ISO 8601 duration to the due or start time (-PT30M), or `at`, an instant.

    `channels` None: those that its owner chose for everything. With `nag_every`, an ISO 8601
    duration, it comes again while the task is open, `nag_max` messages in all. Quiet hours do not
    hold up an `urgent` one.
    """

    lead: str | None = None
    at: datetime | None = None
    channels: tuple[str, ...] | None = None
    relative_to: RelativeTo = "due"
    nag_every: str | None = None
    nag_max: int | None = None
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class TaskDraft:
    """A task to be. `reminders` None: what its project or its owner chose for all tasks."""

    title: str
    notes: str = ""
    priority: Priority = 4
    labels: Sequence[str] = ()
    due: Due | None = None
    recurrence: RecurrenceDraft | None = None
    reminders: Sequence[ReminderDraft] | None = None
    start: Due | None = None
    project_id: UUID | None = None
    parent_id: UUID | None = None
    section_id: UUID | None = None
    checklist: Sequence[ChecklistItem] = ()
    position: str | None = None
    """A key of manual order; None: in the order of creation."""

    def __post_init__(self) -> None:
        check_title(self.title)
        check_checklist(self.checklist)
        check_key(self.position)
        check_notes(self.notes)
        check_labels(self.labels)
        check_reminders(self.reminders or ())

    @property
    def is_plain(self) -> bool:
        """Whether it is words alone: nothing of it depends on its owner's zone or other rows."""
        belongs = self.project_id or self.parent_id or self.section_id or self.position
        return not (
            self.labels
            or self.due
            or self.start
            or self.recurrence
            or self.reminders
            or self.checklist
            or belongs
        )


@dataclass(frozen=True, slots=True)
class TaskPatch:
    """Fields to change (RFC 7396): UNSET stays, None clears."""

    title: str | Unset = UNSET
    notes: str | Unset = UNSET
    priority: Priority | Unset = UNSET
    labels: Sequence[str] | Unset = UNSET
    due: Due | Unset | None = UNSET
    recurrence: RecurrenceDraft | Unset | None = UNSET
    reminders: Sequence[ReminderDraft] | Unset = UNSET
    start: Due | Unset | None = UNSET
    project_id: UUID | Unset | None = UNSET
    parent_id: UUID | Unset | None = UNSET
    section_id: UUID | Unset | None = UNSET
    checklist: Sequence[ChecklistItem] | Unset = UNSET
    position: str | Unset | None = UNSET

    def __post_init__(self) -> None:
        if not isinstance(self.position, Unset):
            check_key(self.position)
        if not isinstance(self.checklist, Unset):
            check_checklist(self.checklist)
        if not isinstance(self.title, Unset):
            check_title(self.title)
        if not isinstance(self.notes, Unset):
            check_notes(self.notes)
        if not isinstance(self.labels, Unset):
            check_labels(self.labels)
        if not isinstance(self.reminders, Unset):
            check_reminders(self.reminders)

    @property
    def changed(self) -> tuple[str, ...]:
        """Names of the fields that are to change, sorted."""
        names = (f.name for f in fields(self))
        return tuple(sorted(n for n in names if not isinstance(getattr(self, n), Unset)))


def check_title(title: str) -> None:
    """The title can be stored.

    Raises:
        InvalidInput: it is blank, too long, or has control characters.
    """
    if not title.strip():
        raise InvalidInput("/title", "title_blank", "A task needs a title.")
    if len(title) > TITLE_MAX:
        raise InvalidInput("/title", "title_too_long", f"At most {TITLE_MAX} characters.")
    if any(ord(c) < ord(" ") for c in title):
        raise InvalidInput("/title", "title_control", "A title is one line of text.")


def check_notes(notes: str) -> None:
    """The notes can be stored.

    Raises:
        InvalidInput: they are too long or contain NUL, which PostgreSQL cannot store.
    """
    if len(notes) > NOTES_MAX:
        raise InvalidInput("/notes", "notes_too_long", f"At most {NOTES_MAX} characters.")
    if "\x00" in notes:
        raise InvalidInput("/notes", "notes_nul", "The character NUL cannot be stored.")


def check_labels(labels: Sequence[str]) -> None:
    """The labels can be stored.

    Raises:
        InvalidInput: one is blank, too long or has control characters, or there are too many.
    """
    if len(labels) > LABELS_MAX:
        raise InvalidInput("/labels", "labels_too_many", f"At most {LABELS_MAX} labels.")
    for index, label in enumerate(labels):
        if not label.strip() or len(label) > LABEL_MAX or any(ord(c) < ord(" ") for c in label):
            raise InvalidInput(
                f"/labels/{index}", "label_invalid", f"1 to {LABEL_MAX} printable characters."
            )


def check_reminders(reminders: Sequence[ReminderDraft]) -> None:
    """Each reminder can be meant, and there are not too many.

    Raises:
        InvalidInput: otherwise.
    """
    if len(reminders) > REMINDERS_MAX:
        raise InvalidInput(
            "/reminders", "reminders_too_many", f"At most {REMINDERS_MAX} reminders a task."
        )
    for index, reminder in enumerate(reminders):
        _check_reminder(reminder, f"/reminders/{index}")


def _check_reminder(reminder: ReminderDraft, pointer: str) -> None:
    if (reminder.lead is None) == (reminder.at is None):
        raise InvalidInput(pointer, "reminder_kind", "Give either an offset or an instant.")
    if reminder.lead is not None:
        parse_offset(reminder.lead, pointer=f"{pointer}/offset")
    elif reminder.relative_to != "due":
        message = "A reminder at an instant is relative to nothing."
        raise InvalidInput(f"{pointer}/relative_to", "reminder_kind", message)
    check_nag(reminder.nag_every, reminder.nag_max, pointer=f"{pointer}/nag")
    if reminder.channels is not None:
        check_channel_names(reminder.channels, pointer=f"{pointer}/channels")

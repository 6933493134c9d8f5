"""From wire models to what the domain understands."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from api.schemas.accounts import PreferencesChange
from api.schemas.reminders import ReminderIn
from api.schemas.tasks import (
    ChecklistItemIn,
    DueIn,
    RecurrenceIn,
    TaskChange,
    TaskCreate,
    TaskQuery,
)
from shared.db.repositories.filter_owners import FilterOwner
from shared.db.repositories.task_list_sql import TaskFilter
from shared.db.repositories.task_queries import find_zone
from shared.db.session import Database
from shared.domain.checklists import ChecklistItem
from shared.domain.filters import Node
from shared.domain.preferences import PreferencesPatch, QuietHours, Review
from shared.domain.search_words import search_words
from shared.domain.task_orders import BEST_FIRST, NEWEST_FIRST, SortKey, parse_sort
from shared.domain.tasks import (
    Due,
    Priority,
    RecurrenceDraft,
    ReminderDraft,
    TaskDraft,
    TaskPatch,
)
from shared.domain.zones import to_instant

_NO_PRIORITY: Priority = 4


async def draft_of(db: Database, user_id: UUID, body: TaskCreate) -> TaskDraft:
    """The task that `body` asks for.

    Raises:
        InvalidInput: a value cannot be meant.
    """
    return TaskDraft(
        title=body.title,
        notes=body.notes or "",
        priority=cast("Priority", body.priority or _NO_PRIORITY),
        labels=body.labels or (),
        due=due_of(body.due),
        recurrence=_recurrence(body.recurrence, body.recurring_pattern),
        reminders=await _reminders(db, user_id, body),
        start=due_of(body.start),
        project_id=body.project_id,
        parent_id=body.parent_id,
        section_id=body.section_id,
        checklist=_checklist(body.checklist),
        position=body.position,
    )


async def patch_of(db: Database, user_id: UUID, body: TaskChange) -> TaskPatch:
    """The change that `body` asks for; only what was sent is set, null clears.

    Raises:
        InvalidInput: a value cannot be meant.
    """
    given = body.model_fields_set
    changes: dict[str, Any] = {}
    if "title" in given:
        changes["title"] = body.title
    if "notes" in given:
        changes["notes"] = body.notes or ""
    if "priority" in given:
        changes["priority"] = body.priority or _NO_PRIORITY
    if "labels" in given:
        changes["labels"] = body.labels or ()
    if "due" in given:
        changes["due"] = due_of(body.due)
    if "start" in given:
        changes["start"] = due_of(body.start)
    if given & {"recurrence", "recurring_pattern"}:
        changes["recurrence"] = _recurrence(body.recurrence, body.recurring_pattern)
    if given & {"reminders", "reminder_at"}:
        changes["reminders"] = await _reminders(db, user_id, body) or ()
    return TaskPatch(**changes, **_place_of(body))


def _place_of(body: TaskChange) -> dict[str, Any]:
    """Where the task is to stand, and its steps, as far as they were sent."""
    given = body.model_fields_set
    found = {
        name: getattr(body, name)
        for name in given & {"project_id", "parent_id", "section_id", "position"}
    }
    if "checklist" in given:
        found["checklist"] = _checklist(body.checklist)
    return found


def preferences_of(body: PreferencesChange) -> PreferencesPatch:
    """The change of preferences that `body` asks for; only what was sent is set, null clears.

    Raises:
        InvalidInput: a value cannot be meant.
    """
    changes: dict[str, Any] = {name: getattr(body, name) for name in body.model_fields_set}
    if body.quiet_hours is not None:
        quiet = body.quiet_hours
        changes["quiet_hours"] = QuietHours(quiet.start, quiet.until)
    if body.review is not None:
        changes["review"] = Review(body.review.weekday, body.review.at)
    return PreferencesPatch(**changes)


def filter_of(
    query: TaskQuery,
    matching: tuple[Node, FilterOwner] | None = None,
    usual: tuple[SortKey, ...] | None = None,
) -> TaskFilter:
    """The question that `query` asks; `usual` is the order if it names none.

    Raises:
        InvalidInput: there is no such order.
    """
    return TaskFilter(
        priority=query.priority,
        completed=query.completed,
        search=query.search,
        label=query.label,
        due_before=query.due_before,
        due_after=query.due_after,
        sort=_order_of(query, usual),
        words=search_words(query.q) if query.q else None,
        matching=matching,
    )


def _order_of(query: TaskQuery, usual: tuple[SortKey, ...] | None) -> tuple[SortKey, ...]:
    """By what fits best where words are looked for, else the newest first."""
    if query.sort is not None:
        return parse_sort(query.sort, pointer="/query/sort")
    return BEST_FIRST if query.q else usual or NEWEST_FIRST


def due_of(due: DueIn | None) -> Due | None:
    """The day or time that is meant."""
    return Due(on=due.date, local=due.datetime_local, zone=due.zone) if due else None


def _recurrence(recurrence: RecurrenceIn | None, pattern: str | None) -> RecurrenceDraft | None:
    if recurrence is not None:
        return RecurrenceDraft(
            recurrence.rrule or recurrence.pattern or "",
            recurrence.anchor,
            recurrence.missed_policy,
            recurrence.reset_subtasks,
            recurrence.auto_skip_minutes,
            recurrence.exdates,
            recurrence.rdates,
            "/recurrence/rrule" if recurrence.rrule is not None else "/recurrence/pattern",
        )
    if pattern is None:
        return None
    return RecurrenceDraft(pattern, pointer="/recurring_pattern")


def _checklist(items: list[ChecklistItemIn] | None) -> list[ChecklistItem]:
    return [ChecklistItem(item.id, item.title, item.is_done) for item in items or ()]


async def _reminders(
    db: Database, user_id: UUID, body: TaskCreate | TaskChange
) -> list[ReminderDraft] | None:
    if body.reminder_at is not None:
        return [ReminderDraft(at=await _instant(db, user_id, body.reminder_at))]
    return None if body.reminders is None else [_reminder(each) for each in body.reminders]


def _reminder(reminder: ReminderIn) -> ReminderDraft:
    return ReminderDraft(
        lead=reminder.offset,
        at=reminder.at,
        channels=None if reminder.channels is None else tuple(reminder.channels),
        relative_to=reminder.relative_to or "due",
        nag_every=reminder.nag.every if reminder.nag else None,
        nag_max=reminder.nag.max if reminder.nag else None,
        urgent=reminder.urgent,
    )


async def _instant(db: Database, user_id: UUID, at: datetime) -> datetime:
    """`at`, read in the owner's zone if it has none."""
    if at.tzinfo is not None:
        return at
    async with db.driver() as connection:
        zone = await find_zone(connection, user_id)
    return to_instant(at, zone or "UTC")
